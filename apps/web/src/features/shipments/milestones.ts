import type { ShipmentDetail, ShipmentUnit } from '@karavan/contracts';
import { isChain } from '@karavan/tracking/shipment-mass';

export interface Milestone {
  key: 'ordered' | 'departed' | 'atStation' | 'delivered';
  /** when it was first reached; the last one when the last unit did */
  at?: string;
  /** how many of the units have reached it */
  done: number;
  of: number;
  /** what is counted */
  unit: 'rail' | 'road' | 'mixed';
}

type Shipment = Pick<ShipmentDetail, 'createdAt' | 'legs' | 'orderedKg'>;

/**
 * The few fixed points of a delivery, counted in units. Legs that carry the same goods one after another begin with the
 * first one's units and end with the last one's; legs side by side each begin and end the way of their own goods. A
 * station is a milestone only where a railway is part of the way.
 */
export function milestones({ createdAt, legs, orderedKg }: Shipment): Milestone[] {
  const all = legs.flatMap((leg) => leg.units);
  const inTurn = isChain(all, orderedKg);
  const first = inTurn ? (legs[0]?.units ?? []) : all;
  const last = inTurn ? (legs.at(-1)?.units ?? []) : all;
  const rail = all.filter((unit) => unit.mode === 'rail');
  const departed = first.filter((unit) => unit.departedAt !== undefined || unit.status !== 'planned');
  const reached = rail.filter((unit) => unit.status === 'atStation' || unit.status === 'delivered');
  const delivered = last.filter((unit) => unit.status === 'delivered');
  const list: Milestone[] = [
    { key: 'ordered', at: createdAt, done: 1, of: 1, unit: 'mixed' },
    { key: 'departed', ...earliest(departed, 'departedAt'), ...counted(departed, first) },
  ];
  if (rail.length > 0) list.push({ key: 'atStation', ...counted(reached, rail) });
  const isWhole = last.length > 0 && delivered.length === last.length;
  list.push({ key: 'delivered', ...(isWhole ? latest(delivered) : {}), ...counted(delivered, last) });
  return list;
}

function counted(done: ShipmentUnit[], of: ShipmentUnit[]): Pick<Milestone, 'done' | 'of' | 'unit'> {
  const modes = new Set(of.map((unit) => unit.mode));
  const [only] = modes;
  return { done: done.length, of: of.length, unit: modes.size === 1 && only !== undefined ? only : 'mixed' };
}

function earliest(units: ShipmentUnit[], field: 'departedAt'): { at?: string } {
  const times = units.flatMap((unit) => unit[field] ?? []).sort();
  return times[0] === undefined ? {} : { at: times[0] };
}

function latest(units: ShipmentUnit[]): { at?: string } {
  const time = units
    .flatMap((unit) => unit.deliveredAt ?? [])
    .sort()
    .at(-1);
  return time === undefined ? {} : { at: time };
}
