import type { Deadline, Eta, Place, ShipmentState, ShipmentStatus, ShipmentUnit } from '@karavan/contracts';
import { defined } from './defined.ts';
import { deadlineEnd, deadlineZone, isLate, isLateBy, wagonArrivedAt } from './late.ts';
import { isChain, massOf, type Progress, progressOf } from './shipment-mass.ts';
import { dayIn, iso, knownZone, ms } from './time.ts';
import type { WagonSnapshot } from './wagon-trip.ts';

export interface ShipmentFacts {
  id: string;
  number: string;
  orderNumber?: string | undefined;
  customer: { id: string; name: string };
  product: string;
  origin: Place;
  destination: Place;
  orderedKg: number;
  /** a calendar day of the destination's zone, or an instant */
  deliverBy?: string | undefined;
  createdAt: string;
}

export interface ShipmentInput {
  shipment: ShipmentFacts;
  units: ShipmentUnit[];
  now: Date;
  /** the wagons of the rail units: the only ones who know the railway's own term */
  wagons?: readonly WagonSnapshot[] | undefined;
}

/** Units that make up less than this part of the order leave something nobody can forecast yet. */
const COVERED = 0.95;
const DAY_ONLY = /^\d{4}-\d{2}-\d{2}$/;

/** The first that applies (SH3). */
function statusOf(progress: Progress, orderedKg: number): ShipmentStatus {
  if (progress.deliveredKg >= orderedKg) return 'delivered';
  if (progress.deliveredKg > 0) return 'partlyDelivered';
  if (progress.movingKg > 0) return 'moving';
  return progress.atStationKg > 0 ? 'atStation' : 'planned';
}

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
function combinedEta(units: ShipmentUnit[], orderedKg: number, now: Date): { eta: Eta | undefined; complete: boolean } {
  const open = outstanding(units, orderedKg);
  const covered = massOf(units) >= orderedKg * COVERED;
  const etas = open.map((unit) => expected(unit, now)).filter((eta) => eta !== undefined);
  if (etas.length === 0) return { eta: undefined, complete: false };
  const basis = `SH11: the latest of ${etas.length} of ${open.length}`;
  const eta = { p10: latest(etas, 'p10', now), p50: latest(etas, 'p50', now), p90: latest(etas, 'p90', now), basis };
  return { eta, complete: covered && etas.length === open.length };
}

/** Wagons that carry this shipment's goods now, not the ones gone on to another trip. */
function ownWagons({ units, wagons = [] }: ShipmentInput): WagonSnapshot[] {
  return wagons.filter((wagon) =>
    units.some((unit) => {
      const same = unit.mode === 'rail' && (unit.label === wagon.number || unit.assetId === wagon.number);
      return same && (unit.waybill === undefined ? unit.status !== 'delivered' : unit.waybill === wagon.waybill);
    }),
  );
}

function deadlineOf(input: ShipmentInput): Deadline | undefined {
  const { deliverBy, destination } = input.shipment;
  if (deliverBy !== undefined) {
    const date = DAY_ONLY.test(deliverBy) ? deliverBy : dayIn(deliverBy, knownZone(destination.timeZone));
    return { date, basis: 'order' };
  }
  const terms = ownWagons(input).flatMap((wagon) => wagon.deadline ?? []);
  return terms.reduce<Deadline | undefined>(
    (first, term) => (first === undefined || term.date < first.date ? term : first),
    undefined,
  );
}

/** The railway's term is kept or broken by each wagon for itself, at the arrival (SH13). */
function lateByWagons(input: ShipmentInput): boolean | null {
  const verdicts = ownWagons(input).map((wagon) => {
    const zone = wagon.deadline === undefined ? '' : deadlineZone(wagon.deadline, undefined);
    return isLate(wagon.eta, wagon.deadline, wagonArrivedAt(wagon), input.now, zone);
  });
  if (verdicts.includes(true)) return true;
  return verdicts.length === 0 || verdicts.includes(null) ? null : false;
}

/** The order's day is kept when the last kilogram is delivered by its end (SH12). */
function lateOf(input: ShipmentInput, status: ShipmentStatus, deadline: Deadline | undefined): boolean | null {
  const { shipment, units, now } = input;
  if (deadline === undefined) return null;
  if (deadline.basis !== 'order') return lateByWagons(input);
  const instant = shipment.deliverBy !== undefined && !DAY_ONLY.test(shipment.deliverBy) ? ms(shipment.deliverBy) : undefined;
  const end = instant ?? deadlineEnd(deadline, deadlineZone(deadline, shipment.destination.timeZone));
  const deliveries = units.flatMap((unit) => unit.deliveredAt ?? []);
  if (status === 'delivered') return deliveries.some((at) => ms(at) > end);
  const { eta, complete } = combinedEta(units, shipment.orderedKg, now);
  const late = isLateBy(end, eta, undefined, now);
  return late === false && !complete ? null : late;
}

/**
 * A shipment as a whole (SH1 to SH13): kilograms by state, forecast, deadline and whether it is kept. Pure; the store
 * adds the revision.
 */
export function shipmentState(input: ShipmentInput): Omit<ShipmentState, 'revision'> {
  const { shipment, units, now } = input;
  const progress = progressOf(units, shipment.orderedKg);
  const status = statusOf(progress, shipment.orderedKg);
  const deadline = deadlineOf(input);
  const labels = (mode: ShipmentUnit['mode']) => [
    ...new Set(units.filter((unit) => unit.mode === mode).map((unit) => unit.label)),
  ];
  return defined({
    id: shipment.id,
    number: shipment.number,
    status,
    orderNumber: shipment.orderNumber,
    customer: shipment.customer,
    product: shipment.product,
    origin: shipment.origin,
    destination: shipment.destination,
    orderedKg: shipment.orderedKg,
    ...progress,
    wagons: labels('rail'),
    vehicles: labels('road'),
    eta: status === 'delivered' ? undefined : combinedEta(units, shipment.orderedKg, now).eta,
    deadline,
    late: lateOf(input, status, deadline),
  });
}
