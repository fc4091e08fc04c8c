import type { Eta, ShipmentUnit } from '@karavan/contracts';
import { isChain, massOf } from './shipment-mass.ts';
import { iso, ms } from './time.ts';

/** Units that make up less than this part of the order leave something nobody can forecast yet. */
const COVERED = 0.95;

/** A unit's own forecast, else for a planned truck the end of its planned unloading. */
function expected(unit: ShipmentUnit, now: Date): Eta | undefined {
  if (unit.eta !== undefined || unit.status !== 'planned' || unit.unloadTo === undefined) return unit.eta;
  const at = iso(Math.max(ms(unit.unloadTo), now.getTime()));
  return { p10: at, p50: at, p90: at, basis: 'plan' };
}

const latest = (etas: Eta[], quantile: 'p10' | 'p50' | 'p90', now: Date): string =>
  iso(Math.max(now.getTime(), ...etas.map((eta) => ms(eta[quantile]))));

/** Units that still bring goods; in a chain only the last leg brings them to the customer. */
function outstanding(units: ShipmentUnit[], orderedKg: number): ShipmentUnit[] {
  const last = isChain(units, orderedKg) ? Math.max(...units.map((unit) => unit.leg)) : undefined;
  return units.filter(
    (unit) => unit.status !== 'delivered' && unit.status !== 'atStation' && (last === undefined || unit.leg === last),
  );
}

/** All of it is there when the last part is: each quantile is the latest of the units' (SH11). */
export function combinedEta(units: ShipmentUnit[], orderedKg: number, now: Date): { eta: Eta | undefined; complete: boolean } {
  const open = outstanding(units, orderedKg);
  const covered = massOf(units) >= orderedKg * COVERED;
  const etas = open.map((unit) => expected(unit, now)).filter((eta) => eta !== undefined);
  if (etas.length === 0) return { eta: undefined, complete: false };
  const basis = `SH11: the latest of ${etas.length} of ${open.length}`;
  const eta = { p10: latest(etas, 'p10', now), p50: latest(etas, 'p50', now), p90: latest(etas, 'p90', now), basis };
  return { eta, complete: covered && etas.length === open.length };
}
