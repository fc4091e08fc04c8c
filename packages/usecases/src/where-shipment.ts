import type { Language, WagonState, WhereAnswer } from '@karavan/contracts';
import type { shipments } from '@karavan/store';
import { shipmentSentence } from '@karavan/tracking';
import type { Foresight } from './foresight.ts';
import { zoneOf } from './shipment-read.ts';
import { stateOf } from './shipment-refresh.ts';

interface Told {
  wagons: ReadonlyMap<string, WagonState>;
  units: shipments.UnitRecord[];
  score: number;
  language: Language;
  now: Date;
  foresight: Foresight;
  /** who may know who did what */
  isStaff: boolean;
}

export function shipmentAnswer(input: Told & { record: shipments.ShipmentRecord }): WhereAnswer {
  return { ...tell(input), kind: 'shipment', id: input.record.id, shipmentIds: [input.record.id] };
}

/** All shipments of one order told as one: tonnes add up, the last arrival counts. */
export function orderAnswer(input: Told & { records: shipments.ShipmentRecord[] }): WhereAnswer {
  const kgOf = (records: readonly shipments.ShipmentRecord[]) => records.reduce((sum, { facts }) => sum + facts.orderedKg, 0);
  const goingOn = input.records.filter(({ facts }) => facts.cancelled === undefined);
  const told = goingOn.length === 0 ? input.records.toSorted(lastCancelledFirst) : goingOn;
  const [first] = told;
  if (first === undefined) throw new Error('an order without a shipment has no answer');
  const record = told.length === 1 ? first : { ...first, facts: { ...first.facts, orderedKg: kgOf(told) } };
  const cancelledKg = kgOf(input.records) - kgOf(told);
  const answer = tell({ ...input, record, ...(cancelledKg > 0 ? { cancelledKg } : {}) });
  return {
    ...answer,
    kind: 'order',
    id: first.orderNumber ?? first.number,
    title: first.orderNumber ?? first.number,
    shipmentIds: input.records.map((one) => one.id),
  };
}

const lastCancelledFirst = (a: shipments.ShipmentRecord, b: shipments.ShipmentRecord): number =>
  (a.facts.cancelled?.at ?? '') > (b.facts.cancelled?.at ?? '') ? -1 : 1;

function tell(input: Told & { record: shipments.ShipmentRecord; cancelledKg?: number }): WhereAnswer {
  const { record, now } = input;
  const cancelled = input.isStaff ? record.facts.cancelled : undefined;
  const state = stateOf(record, { units: input.units, wagons: input.wagons, now, foresight: input.foresight });
  const units = input.units.map((unit) => unit.unit);
  const underWay = units.filter((unit) => unit.status === 'moving' || unit.status === 'atStation');
  const furthest = underWay.reduce<number | undefined>(
    (most, unit) => (unit.remainingKm === undefined ? most : Math.max(most ?? 0, unit.remainingKm)),
    undefined,
  );
  return {
    kind: 'shipment',
    id: record.id,
    title: record.orderNumber ?? record.number,
    sentence: shipmentSentence({
      state,
      units,
      now,
      language: input.language,
      ...zoneOf(record.facts.destination.timeZone),
      ...(cancelled === undefined ? {} : { cancelledBy: cancelled.by }),
      ...(input.cancelledKg === undefined ? {} : { cancelledKg: input.cancelledKg }),
    }),
    status: state.status,
    ...(furthest !== undefined ? { remainingKm: furthest } : {}),
    ...(state.eta !== undefined ? { eta: state.eta } : {}),
    ...(state.deadline !== undefined ? { deadline: state.deadline } : {}),
    late: state.late,
    shipmentIds: [record.id],
    evidence: {
      kind: 'shipment',
      customer: record.facts.customer.name,
      destination: record.facts.destination.name,
      ...(cancelled === undefined ? {} : { cancelled }),
      units: units.map(({ assetId, label, status, massKg, seenAt }) => ({ assetId, label, status, massKg, seenAt })),
    },
    score: input.score,
  };
}
