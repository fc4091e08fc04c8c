import { expect, test } from 'vitest';
import { advanceWagon } from '../advance-wagon.ts';
import { GRYAZI, msk, RYAZHSK, RYBNOE, row, VOSKRESENSK } from '../fleet.fixture.ts';
import { ms } from '../time.ts';
import type { WagonSnapshot } from '../wagon-trip.ts';
import { observationsOf, type TripStep } from './trips.ts';

type Row = ReturnType<typeof row>;

/** What every report makes of the wagon, oldest first. */
function historyOf(...reports: [day: number, row: Row][]): TripStep[] {
  let previous: WagonSnapshot | undefined;
  return reports.map(([day, next]) => {
    const report = { id: `report-${day}`, reportedAt: msk(day, '07:05') };
    const { state, newTrip } = advanceWagon({ previous, row: next, report });
    if (state === null) throw new Error('the row is stale');
    previous = state;
    return { state, newTrip };
  });
}

const left = (day: number, km: number): [number, Row] => [day, row('DEPARTED', GRYAZI, msk(day, '06:05'), { remainingKm: km })];

test('ET7 the arrival is the beginning of the stay, however late it is seen', () => {
  const placed = row('PLACED', VOSKRESENSK, msk(21, '18:00'), { remainingKm: 0, idleStationDays: 1.5 });
  const trips = observationsOf(historyOf(left(18, 620), left(19, 368), [22, placed]));
  expect(trips).toEqual([
    {
      wagon: '93123453',
      arrivedAtMs: ms(msk(20, '19:05')),
      observations: [
        expect.objectContaining({ atMs: ms(msk(18, '07:05')), km: 620, lane: 'ВОСКРЕСЕНСК', light: false }),
        expect.objectContaining({ atMs: ms(msk(19, '07:05')), km: 368, rolledDays: expect.closeTo(1 / 24, 6) }),
      ],
    },
  ]);
});

test('ET7 without a figure of its own the first operation there dates the arrival', () => {
  const trips = observationsOf(historyOf(left(19, 368), [22, row('PLACED', VOSKRESENSK, msk(21, '18:00'), { remainingKm: 0 })]));
  expect(trips.map(({ arrivedAtMs }) => arrivedAtMs)).toEqual([ms(msk(21, '18:00'))]);
});

test('ET7 a report that still shows it on its way after its arrival is left out', () => {
  const late = row('UNLOADED', VOSKRESENSK, msk(21, '18:00'), { remainingKm: 0, idleStationDays: 3.5, loadState: 'empty' });
  const trips = observationsOf(historyOf(left(18, 90), left(19, 80), [22, late]));
  expect(trips.map(({ observations }) => observations.map(({ km }) => km))).toEqual([[90]]);
});

test('ET7 what was said before a rerouting was about another place', () => {
  const toRybnoe = (day: number, km: number): [number, Row] => [
    day,
    row('DEPARTED', RYAZHSK, msk(day, '06:05'), { remainingKm: km, destination: RYBNOE }),
  ];
  const there = row('ARRIVED_STATION', RYBNOE, msk(21, '18:00'), { remainingKm: 0, destination: RYBNOE });
  const trips = observationsOf(historyOf(left(18, 620), toRybnoe(19, 150), [22, there]));
  expect(trips.map(({ observations }) => observations.map(({ km, lane }) => [km, lane]))).toEqual([[[150, 'РЫБНОЕ']]]);
});

test('ET7 a trip whose end nobody saw teaches nothing, and the next one stands for itself', () => {
  const next = { tripStartedAt: msk(21, '03:00'), origin: VOSKRESENSK, destination: GRYAZI };
  const back = row('DEPARTED', RYAZHSK, msk(22, '06:00'), { ...next, remainingKm: 150 });
  const there = row('ARRIVED_STATION', GRYAZI, msk(23, '02:00'), { ...next, remainingKm: 0 });
  const trips = observationsOf(historyOf(left(19, 368), [22, back], [23, there]));
  expect(trips.map(({ observations }) => observations.map(({ km }) => km))).toEqual([[150]]);
});

test('ET7 a trip first seen at its end teaches nothing, and its end is told once', () => {
  const there = row('ARRIVED_STATION', VOSKRESENSK, msk(20, '02:00'), { remainingKm: 0 });
  const unloaded = row('UNLOADED', VOSKRESENSK, msk(21, '02:00'), { remainingKm: 0, loadState: 'empty' });
  expect(observationsOf(historyOf([20, there], [21, unloaded]))).toEqual([]);
  expect(observationsOf(historyOf(left(19, 368), [20, there], [21, unloaded]))).toHaveLength(1);
});

test('ET3 ET7 a report without km is no observation', () => {
  const [day, bare] = left(19, 0);
  const there = row('ARRIVED_STATION', VOSKRESENSK, msk(20, '02:00'), { remainingKm: 0 });
  expect(observationsOf(historyOf([day, bare], [20, there]))).toEqual([]);
});
