import { expect, test } from 'vitest';
import { currentTrips } from './current-trips.ts';

const trip = (id: string, loadFrom?: string, status: 'planned' | 'moving' | 'delivered' = 'planned') => ({
  id,
  status,
  ...(loadFrom === undefined ? {} : { loadFrom }),
});
const ids = (units: { id: string }[]) => units.map((unit) => unit.id);

test('RT9 the trip that loads first, and what loads with it', () => {
  const units = [trip('noon', '2026-08-20T12:00:00Z'), trip('a', '2026-08-20T08:00:00Z'), trip('b', '2026-08-20T08:00:00Z')];
  expect(ids(currentTrips(units, '2026-08-20T12:30:00Z'))).toEqual(['a', 'b']);
});

test('RT9 the next one as soon as the first is delivered', () => {
  const units = [trip('a', '2026-08-20T08:00:00Z', 'delivered'), trip('noon', '2026-08-20T12:00:00Z')];
  expect(ids(currentTrips(units, '2026-08-20T11:00:00Z'))).toEqual(['noon']);
});

test('RT9 a forgotten trip gives way to the one whose hour has come', () => {
  const units = [trip('lost', '2026-08-18T08:00:00Z', 'moving'), trip('today', '2026-08-20T08:00:00Z')];
  expect(ids(currentTrips(units, '2026-08-20T07:00:00Z'))).toEqual(['lost']);
  expect(ids(currentTrips(units, '2026-08-20T08:00:00Z'))).toEqual(['today']);
});

test('RT9 a trip without a plan is the present one', () => {
  expect(ids(currentTrips([trip('later', '2026-08-20T08:00:00Z'), trip('now')], '2026-08-20T09:00:00Z'))).toEqual(['now']);
  expect(currentTrips([], '2026-08-20T09:00:00Z')).toEqual([]);
});

test('RT9 a cargo taken over on the way does not hide the one on board, nor brings what is still to be loaded forward', () => {
  const taken = { ...trip('taken', '2026-08-20T10:00:00Z', 'moving'), takenOverAt: '2026-08-20T10:00:00Z' };
  const own = trip('own', '2026-08-20T08:00:00Z', 'moving');
  const next = trip('next', '2026-08-20T18:00:00Z');
  expect(ids(currentTrips([own, taken, next], '2026-08-20T19:00:00Z'))).toEqual(['own', 'taken']);
  expect(ids(currentTrips([own, { ...taken, status: 'delivered' }, next], '2026-08-20T19:00:00Z'))).toEqual(['own']);
  const lost = trip('lost', '2026-08-18T08:00:00Z', 'moving');
  expect(ids(currentTrips([lost, taken, own], '2026-08-20T19:00:00Z'))).toEqual(['taken', 'own']);
  expect(ids(currentTrips([own, trip('unplanned')], '2026-08-20T09:00:00Z'))).toEqual(['own', 'unplanned']);
});
