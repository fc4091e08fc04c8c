import type { ShipmentDetail, ShipmentUnit } from '@karavan/contracts';

export interface Milestone {
  key: 'ordered' | 'departed' | 'atStation' | 'delivered';
  /** when it was first reached; the last one when the last unit did */
  at?: string;
  /** how many of the units have reached it */
  done: number;
  of: number;
}

type Shipment = Pick<ShipmentDetail, 'createdAt' | 'legs'>;

/** The few fixed points of a delivery. A station is one only where a railway is part of the way. */
export function milestones({ createdAt, legs }: Shipment): Milestone[] {
  // the way goes leg by leg: it begins with the first one's units and ends with the last one's
  const first = legs[0]?.units ?? [];
  const last = legs.at(-1)?.units ?? [];
  const rail = legs.flatMap((leg) => leg.units).filter((unit) => unit.mode === 'rail');
  const departed = first.filter((unit) => unit.departedAt !== undefined || unit.status !== 'planned');
  const reached = rail.filter((unit) => unit.status === 'atStation' || unit.status === 'delivered');
  const delivered = last.filter((unit) => unit.status === 'delivered');
  const list: Milestone[] = [
    { key: 'ordered', at: createdAt, done: 1, of: 1 },
    { key: 'departed', ...earliest(departed, 'departedAt'), done: departed.length, of: first.length },
  ];
  if (rail.length > 0) list.push({ key: 'atStation', done: reached.length, of: rail.length });
  const isWhole = last.length > 0 && delivered.length === last.length;
  list.push({ key: 'delivered', ...(isWhole ? latest(delivered) : {}), done: delivered.length, of: last.length });
  return list;
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
