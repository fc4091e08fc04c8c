import { DEFAULT_ALERT_SETTINGS } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { type GoingOn, keyOf, reconcile } from './condition.ts';
import { tripConditions } from './trip-conditions.ts';
import { type TripNow, tripsInTurn } from './trip-now.ts';

const settings = DEFAULT_ALERT_SETTINGS;
const HOUR = 3_600_000;
/** hours after 06:00, when loading is planned: departure is due an hour later, unloading ends at 6 */
const START = Date.parse('2026-06-10T06:00:00.000Z');
const at = (hours: number) => new Date(START + hours * HOUR).toISOString();
const origin = { name: 'Plant', lat: 55, lon: 38 };
const destination = { name: 'Site', lat: 55.9, lon: 38, timeZone: 'Europe/Moscow' };
const trip: TripNow = {
  ...{ unitId: 'u', assetId: 'truck:1', plate: 'А123ВС56', status: 'planned', loadFrom: at(0), unloadTo: at(6) },
  ...{ origin, destination, shipment: { id: 's', customerId: 'c' } },
};

interface Told {
  what: string;
  at: string;
  reason?: unknown;
}

/** The ticker in small: looks every five minutes at what the trip is then; gives what began and ended, by hours. */
function watched(of: (hours: number) => TripNow[], untilHours: number): Told[] {
  const goingOn = new Map<string, GoingOn>();
  const told: Told[] = [];
  const hourOf = (instant: string) => ((Date.parse(instant) - START) / HOUR).toFixed(1);
  for (let hours = -3; hours <= untilHours; hours += 1 / 12) {
    const now = new Date(START + Math.round(hours * 12) * (HOUR / 12));
    const isOpen = (kind: string, subject: string) => goingOn.has(`${kind} ${subject}`);
    const conditions = tripsInTurn(of((now.getTime() - START) / HOUR), now).flatMap((one) =>
      tripConditions({ trip: one, settings, now, isOpen }),
    );
    const { opened, ended } = reconcile({ conditions, goingOn: [...goingOn.values()], now: now.toISOString() });
    for (const end of ended) {
      goingOn.delete(end.id);
      told.push({ what: `-${end.id.split(' ')[0]}`, at: hourOf(end.at), reason: end.evidence['reason'] });
    }
    for (const one of opened) {
      goingOn.set(keyOf(one), { id: keyOf(one), kind: one.kind, subject: one.subject, openedAt: one.at });
      told.push({ what: `+${one.kind}`, at: hourOf(one.at) });
    }
  }
  return told;
}
const shown = (told: readonly Told[]) => told.map(({ what, at: when, reason }) => [what, when, reason].filter(Boolean).join(' '));

test('AL10, AL17: a trip nobody ever drives is told of once each, and is over a day after its departure and its arrival were due', () => {
  expect(shown(watched(() => [trip], 72))).toEqual([
    '+expectedAbsent 0.5',
    // 130.1 km of road at 53 km/h by day are 2.46 h: left after 3.79 it is there later than 6.25
    '+lateArrival 3.8',
    '-expectedAbsent 25.1 planPast',
    '-lateArrival 30.1 planPast',
  ]);
});

test('AL9, AL17: another truck has the trip before it began: the first one is over, the second one an episode of its own', () => {
  const here = (hours: number) => ({ lat: 55.9, lon: 38, at: at(hours), source: 'osmand' });
  const swapped = (hours: number): TripNow[] => [
    hours < 0.2
      ? { ...trip, last: here(hours) }
      : { ...trip, assetId: 'truck:2', plate: 'В204КМ750', last: { ...here(hours), lat: 55 } },
  ];
  const told = watched(
    (hours) =>
      hours < 3
        ? swapped(hours)
        : swapped(hours).map((one) => ({ ...one, seenAt: at(0.3), status: 'moving' as const, departedAt: at(1) })),
    5,
  );
  expect(told.filter(({ what }) => what.endsWith('lateDeparture')).map(({ what }) => what)).toEqual([
    '+lateDeparture',
    '-lateDeparture',
    '+lateDeparture',
    '-lateDeparture',
  ]);
  const subjects = swapped(1).flatMap((one) =>
    tripConditions({ trip: one, settings, now: new Date(at(1)), isOpen: () => false }),
  );
  expect(new Set(subjects.map(({ subject }) => subject))).toEqual(new Set(['unit:u truck:2']));
});

test('AL11, AL17: a truck that hands its cargo over on the way is awaited no more, at that instant', () => {
  const under = {
    ...trip,
    status: 'moving' as const,
    departedAt: at(1),
    seenAt: at(2),
    eta: { p10: at(9), p50: at(9), p90: at(9), basis: '' },
  };
  const over: TripNow = { ...under, status: 'delivered', handedOverAt: at(4) };
  expect(shown(watched((hours) => (hours < 1 ? [] : [hours < 4 ? under : over]), 8))).toEqual([
    '+lateArrival 1.0',
    '-lateArrival 4.0 truckSwapped',
  ]);
});

test('AL17: its truck begins a later trip: it is not expected for the first any more, yet its goods are', () => {
  const later = { ...trip, unitId: 'v', loadFrom: at(3), unloadTo: at(12) };
  const took = {
    ...later,
    status: 'moving' as const,
    departedAt: at(4),
    seenAt: at(4),
    eta: { p10: at(8), p50: at(8), p90: at(8), basis: '' },
  };
  const told = watched(
    (hours) => (hours < 4 ? [trip, later] : [{ ...trip, isOvertaken: true }, ...(hours < 8 ? [took] : [])]),
    40,
  );
  expect(shown(told)).toEqual([
    '+expectedAbsent 0.5',
    '+lateArrival 3.8',
    '-expectedAbsent 4.0 laterTripBegun',
    '-lateArrival 30.1 planPast',
  ]);
});

test('AL17: the order is delivered by others, or the trip is taken out of it', () => {
  const done = watched((hours) => [{ ...trip, isOrderDelivered: hours >= 2 }], 8);
  expect(shown(done)).toEqual(['+expectedAbsent 0.5', '-expectedAbsent 2.0 orderDelivered']);
  expect(shown(watched((hours) => (hours < 2 ? [trip] : []), 8))).toEqual(['+expectedAbsent 0.5', '-expectedAbsent 2.0 gone']);
});

test('AL17: a truck that still stands at the plant goes on being late, however long that takes', () => {
  const told = watched(
    (hours) => [{ ...trip, seenAt: at(Math.max(0, hours)), last: { lat: 55, lon: 38, at: at(hours), source: 'osmand' } }],
    60,
  );
  expect(told.filter(({ what }) => what.startsWith('-'))).toEqual([]);
  expect(told.map(({ what }) => what).sort()).toEqual(['+lateArrival', '+lateDeparture']);
});

test('AL17: a trip under way that is heard of goes on being late; a day after its last news it is over', () => {
  const eta = { p10: at(9), p50: at(9), p90: at(9), basis: '' };
  const under = (seenAt: string): TripNow => ({ ...trip, status: 'moving', departedAt: at(1), seenAt, eta });
  expect(shown(watched((hours) => (hours < 1 ? [] : [under(at(Math.min(hours, 20)))]), 60))).toEqual([
    '+lateArrival 1.0',
    '-lateArrival 44.1 planPast',
  ]);
});

test('AL16: a trip that was left behind does not keep the next one from being judged', () => {
  const next = { ...trip, unitId: 'next', loadFrom: at(26), unloadTo: at(40) };
  const told = watched(() => [trip, next], 27);
  expect(shown(told).filter((line) => line.startsWith('+expectedAbsent'))).toEqual([
    '+expectedAbsent 0.5',
    '+expectedAbsent 26.5',
  ]);
});

test('AL18: inside of a chain nothing is foreseen from a place nobody has named; the plan’s own hours count', () => {
  const second: TripNow = { ...trip, origin: undefined, last: { lat: 50, lon: 43, at: at(-1), source: 'osmand' } };
  const holding = (hours: number, one: TripNow) =>
    tripConditions({ trip: one, settings, now: new Date(at(hours)), isOpen: () => false })
      .filter(({ holds }) => holds)
      .map(({ kind }) => kind);
  expect(holding(-0.9, { ...second, origin })).toEqual(['lateDeparture', 'lateArrival']);
  expect(holding(-0.9, second)).toEqual([]);
  expect(holding(0.5, second)).toEqual(['expectedAbsent']);
  expect(holding(6.5, second)).toEqual(['expectedAbsent', 'lateArrival']);
});
