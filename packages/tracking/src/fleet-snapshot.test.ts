import fc from 'fast-check';
import { expect, test } from 'vitest';
import { advanceWagon } from './advance-wagon.ts';
import { GRYAZI, msk, RYAZHSK, row, SEBRYAKOVO, VOSKRESENSK } from './fleet.fixture.ts';
import { advanceMember, compareFleet, type Fleet, missWagon } from './fleet-snapshot.ts';
import { railUnit } from './rail-unit.ts';
import type { WagonSnapshot } from './wagon-trip.ts';

const numbers = (count: number, from = 0) => Array.from({ length: count }, (_, i) => String(93_000_000 + from + i));
const fleetOf = (wagons: string[], missing: string[] = []): Fleet => ({
  reportedAt: msk(20, '07:05'),
  members: new Map([...wagons, ...missing].map((wagon) => [wagon, { missing: missing.includes(wagon) }])),
});
const report = (wagons: string[], reportedAt = msk(20, '08:05'), rejectedRows = 0) => ({
  reportedAt,
  wagons: new Set(wagons),
  rejectedRows,
});

function known(event: Parameters<typeof row>[0] = 'DEPARTED', at = SEBRYAKOVO): WagonSnapshot {
  const { state } = advanceWagon({
    previous: undefined,
    row: row(event, at, msk(20, '06:12')),
    report: { id: 'report-1', reportedAt: msk(20, '07:05') },
  });
  if (state === null) throw new Error('a first row is never stale');
  return state;
}
const LATER = { id: 'report-2', reportedAt: msk(20, '08:05'), source: 'rzd' };

test('RW22 three of ten may go at once, four wait for a person', () => {
  const fleet = fleetOf(numbers(10));
  expect(compareFleet(fleet, report(numbers(7)))).toMatchObject({ isHeld: false, lost: numbers(3, 7), size: 10 });
  expect(compareFleet(fleet, report(numbers(6)))).toMatchObject({ isHeld: true, lost: numbers(4, 6), size: 10 });
  expect(compareFleet(fleet, report([]))).toMatchObject({ isHeld: true });
  expect(compareFleet(fleet, report([...numbers(7), ...numbers(50, 100)]))).toMatchObject({ isHeld: false });
});

test('RW22 the first report of a fleet, and wagons known missing, hold nothing', () => {
  expect(compareFleet({ reportedAt: undefined, members: new Map() }, report([]))).toMatchObject({ isHeld: false, lost: [] });
  const fleet = fleetOf(numbers(4), numbers(20, 50));
  expect(compareFleet(fleet, report(numbers(4)))).toMatchObject({ isHeld: false, lost: [], size: 4 });
});

test('RW22 held is exactly a loss of more than 30 % of those present', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 200 }), (size, kept) => {
      const left = Math.min(size, kept);
      const { isHeld } = compareFleet(fleetOf(numbers(size)), report(numbers(left)));
      expect(isHeld).toBe((size - left) * 10 > size * 3);
    }),
  );
});

test('RW25 an older report says nothing of who is there now', () => {
  const change = compareFleet(fleetOf(numbers(10)), report([], msk(20, '06:00')));
  expect(change).toMatchObject({ isOlder: true, isHeld: false, lost: [] });
});

test('RW25 a row that could not be read may be the wagon that seems to be gone', () => {
  const fleet = fleetOf(numbers(10));
  expect(compareFleet(fleet, report(numbers(9), msk(20, '08:05'), 1))).toMatchObject({ isHeld: false, lost: [] });
  expect(compareFleet(fleet, report(numbers(6), msk(20, '08:05'), 1))).toMatchObject({ isHeld: false, lost: [] });
  expect(compareFleet(fleet, report(numbers(5), msk(20, '08:05'), 1))).toMatchObject({ isHeld: true });
});

test('RW23 a wagon that left the report is missing with all that was known, never arrived', () => {
  const before = known('DEPARTED', GRYAZI);
  const gone = missWagon(before, LATER);
  expect(gone?.state).toEqual({ ...before, status: 'missing', missing: { since: LATER.reportedAt, was: 'inTransit' } });
  expect(gone?.event).toMatchObject({ kind: 'missing', at: LATER.reportedAt, place: GRYAZI.name, late: false });
  expect(gone && missWagon(gone.state, { ...LATER, reportedAt: msk(20, '09:05') })).toBeUndefined();
  expect(missWagon(before, { ...LATER, reportedAt: before.reportedAt })).toBeUndefined();
});

test('RW23 its cargo stays where it was: on the way, not delivered', () => {
  const before = known('DEPARTED', GRYAZI);
  const planned = {
    id: 'u',
    leg: 0,
    mode: 'rail',
    assetId: 'wagon:93123453',
    label: '93123453',
    status: 'planned',
    massKg: 68_500,
  } as const;
  const moving = railUnit({ unit: planned, wagon: before, shipmentCreatedAt: msk(17, '00:00') });
  expect(moving.status).toBe('moving');
  const after = railUnit({ unit: moving, wagon: missWagon(before, LATER)?.state, shipmentCreatedAt: msk(17, '00:00') });
  expect(after).toMatchObject({ status: 'moving', seenAt: before.reportedAt, station: GRYAZI });
});

test('RW24 it returns, and the row is judged as if it had never been away', () => {
  const before = known('TRAIN_ABANDONED', RYAZHSK);
  const gone = missWagon(before, LATER)?.state;
  const next = {
    row: row('TRAIN_ABANDONED', RYAZHSK, msk(20, '06:12')),
    report: { id: 'report-3', reportedAt: msk(20, '09:05') },
  };
  const back = advanceMember({ previous: gone, ...next });
  const straight = advanceWagon({ previous: before, ...next });
  expect(back.state).toEqual(straight.state);
  expect(back.events.map(({ kind }) => kind)).toEqual([...straight.events.map(({ kind }) => kind), 'returned']);
  expect(back.events.at(-1)).toMatchObject({ at: msk(20, '09:05'), evidence: { missingSince: LATER.reportedAt } });
});

test('RW24 one that returns at its destination has arrived; an older report does not bring it back', () => {
  const gone = missWagon(known('DEPARTED', GRYAZI), LATER)?.state;
  const arrived = advanceMember({
    previous: gone,
    row: row('ARRIVED_STATION', VOSKRESENSK, msk(20, '08:40')),
    report: { id: 'report-3', reportedAt: msk(20, '09:05') },
  });
  expect(arrived.state?.status).toBe('arrived');
  const older = advanceMember({
    previous: gone,
    row: row('DEPARTED', SEBRYAKOVO, msk(20, '01:00')),
    report: { id: 'report-0', reportedAt: msk(20, '02:05') },
  });
  expect(older.state).toBeNull();
  expect(older.events.some(({ kind }) => kind === 'returned')).toBe(false);
});
