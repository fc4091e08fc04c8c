import type { BoardTrip, SplitRequest } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { bayLanes, dayHead, daysOf, marksOf } from './board-days.ts';

const trip = (id: string, from: string, to: string, more: Partial<BoardTrip> = {}) =>
  ({ id, vehicleId: 'a', loadFrom: '', unloadFrom: from, unloadTo: to, massKg: 1, date: '2026-11-24', ...more }) as BoardTrip;
const request = (bays: number, more: object = {}) =>
  ({ site: { bays }, demand: [{ date: '2026-11-24', massKg: 1 }], ...more }) as unknown as SplitRequest;

test('trips stand in the first bay that is free, one after another or beside each other', () => {
  const lanes = bayLanes([trip('c', '10', '11'), trip('a', '08', '09'), trip('b', '08', '10')], request(2));
  expect(lanes.map((lane) => lane.map(({ id }) => id))).toEqual([['a', 'c'], ['b']]);
});

test('the days of a plan are those a trip may end on, without gaps', () => {
  const days = daysOf({ request: request(1, { earlyDays: 1, lateDays: 2 }), trips: [], published: null });
  expect(days).toEqual(['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26']);
});

test('a trip is new, changed or as published', () => {
  const old = trip('a', '08', '09');
  const published = { at: '', by: '', shipments: [], trips: [old, trip('b', '08', '09')] };
  const marks = marksOf({ trips: [old, trip('b', '09', '10'), trip('c', '08', '09')], published });
  expect([...marks.values()]).toEqual(['same', 'moved', 'added']);
});

test('a day is told with its weekday in both languages', () => {
  expect([dayHead('2026-11-23', 'en'), dayHead('2026-11-23', 'ru')]).toEqual(['Mon 23 Nov', 'пн, 23 нояб']);
});
