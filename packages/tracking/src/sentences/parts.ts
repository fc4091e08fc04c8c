import type { Eta, ShipmentState, ShipmentUnit } from '@karavan/contracts';
import { deadlineZone } from '../late.ts';
import { dayIn, earliest, iso, MOSCOW, ms } from '../time.ts';
import { type Term, termOf } from './facts.ts';

/** More units than this on the way are counted, not listed. */
const LISTED = 3;

/** What both languages say of an order, part by part, before they choose words. */
export interface ShipmentParts {
  moving: ShipmentUnit[];
  /** list them one by one, each with its own mass */
  listed: boolean;
  /** all that moves, as one interval: the earliest beginning and the latest end */
  together: Eta | undefined;
  /** the oldest fact about anything that moves */
  oldest: string | undefined;
  stations: string[];
  stationWagons: string[];
  plannedFirst: string | undefined;
  plannedLast: string | undefined;
  deliveredAt: string | undefined;
  term: Term | undefined;
  /** not delivered, in an abandoned train or out of order (SE11) */
  held: ShipmentUnit[];
  heldListed: boolean;
}

function spread(units: readonly ShipmentUnit[]): Eta | undefined {
  const etas = units.flatMap((unit) => unit.eta ?? []);
  if (etas.length === 0 || etas.length < units.length) return undefined;
  const all = (quantile: 'p10' | 'p50' | 'p90') => etas.map((eta) => ms(eta[quantile]));
  return {
    p10: iso(Math.min(...all('p10'))),
    p50: iso(Math.max(...all('p50'))),
    p90: iso(Math.max(...all('p90'))),
    basis: 'SE9',
  };
}

/** Sorted calendar days of what is planned: by the end of unloading, else by the beginning of loading. */
function plannedDays(units: readonly ShipmentUnit[], timeZone: string): string[] {
  const instants = units.filter((unit) => unit.status === 'planned').flatMap((unit) => unit.unloadTo ?? unit.loadFrom ?? []);
  return instants.map((at) => dayIn(at, timeZone)).sort();
}

export function shipmentParts(
  state: Omit<ShipmentState, 'revision'>,
  units: readonly ShipmentUnit[],
  now: Date,
  timeZone: string,
): ShipmentParts {
  const moving = units.filter((unit) => unit.status === 'moving');
  const waiting = units.filter((unit) => unit.status === 'atStation');
  const held = units.filter((unit) => unit.held !== undefined && unit.status !== 'delivered');
  const planned = plannedDays(units, timeZone);
  const deliveries = units.flatMap((unit) => unit.deliveredAt ?? []).sort();
  const deliveredAt = state.status === 'delivered' ? deliveries.at(-1) : undefined;
  const zone = state.deadline === undefined ? MOSCOW : deadlineZone(state.deadline, timeZone);
  return {
    moving,
    listed: moving.length <= LISTED && moving.reduce((kg, unit) => kg + unit.massKg, 0) === state.movingKg,
    together: spread(moving),
    oldest: earliest(...moving.map((unit) => unit.seenAt)),
    stations: [...new Set(waiting.flatMap((unit) => unit.station?.name ?? []))],
    stationWagons: waiting.map((unit) => unit.label),
    plannedFirst: planned[0],
    plannedLast: planned.at(-1),
    deliveredAt,
    term: termOf({ deadline: state.deadline, late: state.late, eta: state.eta, arrivedAt: deliveredAt, now, timeZone: zone }),
    held,
    heldListed: held.length <= LISTED,
  };
}

/** Parts joined as they are spoken: a comma after a short one, a semicolon after one that has commas itself. */
export const joinParts = (parts: string[]): string =>
  parts.reduce((text, part, i) => (i === 0 ? part : `${text}${parts[i - 1]?.includes(',') ? ';' : ','} ${part}`), '');
