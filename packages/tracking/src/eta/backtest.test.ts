import type { ReportRow } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { FLEET, GRYAZI, msk, RYBNOE, row, SEBRYAKOVO, VOSKRESENSK } from '../fleet.fixture.ts';
import { type BacktestReport, type Outcome, replayReports } from './backtest.ts';
import { measureOutcomes, median } from './measure.ts';

/** Reports at 07:00 of consecutive days of August; a wagon at 200 km a day that arrives at 19:00 of the third day. */
const tripStartedAt = msk(9, '20:00');
const days: [day: number, row: ReportRow][] = [
  [10, row('DEPARTED', SEBRYAKOVO, msk(10, '06:00'), { tripStartedAt, remainingKm: 700 })],
  [11, row('DEPARTED', GRYAZI, msk(11, '06:00'), { tripStartedAt, remainingKm: 500 })],
  [12, row('DEPARTED', RYBNOE, msk(12, '06:00'), { tripStartedAt, remainingKm: 300 })],
  [13, row('ARRIVED_STATION', VOSKRESENSK, msk(12, '19:00'), { tripStartedAt, remainingKm: 0, idleStationDays: 0.5 })],
];
const reports: BacktestReport[] = days.map(([day, wagonRow]) => ({
  id: `r${day}`,
  reportedAt: msk(day, '07:00'),
  rows: [wagonRow, { ...(FLEET.arrived as ReportRow), wagon: '93000016' }],
}));

test('ET13 forecasts of trips that were seen to end, by the days there were to go', () => {
  const { outcomes, trips, forecasts, wagons } = replayReports(reports);
  expect(outcomes.map(({ km, actualDays, ownKmPerDay }) => [km, actualDays, ownKmPerDay])).toEqual([
    [700, 2.5, undefined],
    [500, 1.5, 200],
    [300, 0.5, 200],
  ]);
  expect({ trips, forecasts, wagons }).toEqual({ trips: { finished: 1, endUnseen: 0, underway: 0 }, forecasts: 3, wagons: 2 });
});

test('ET13 reports are taken in the order of their own time', () => {
  expect(replayReports([...reports].reverse())).toEqual(replayReports(reports));
});

test('ET13 a forecast knows nothing that was reported later', () => {
  const other = (day: number, km: number, change: Partial<ReportRow> = {}) =>
    row('DEPARTED', GRYAZI, msk(day, '05:00'), { wagon: '93456788', remainingKm: km, ...change });
  const slow = [10, 11, 12, 13, 14, 15].map((day) => ({
    id: `s${day}`,
    reportedAt: msk(day, '07:00'),
    rows: [other(day, 800 - (day - 10) * 100), ...(reports.find(({ id }) => id === `r${day}`)?.rows ?? [])],
  }));
  const end = (hour: string): BacktestReport => ({
    id: 'end',
    reportedAt: msk(17, '07:00'),
    rows: [row('ARRIVED_STATION', VOSKRESENSK, msk(16, hour), { wagon: '93456788', remainingKm: 0 })],
  });
  const said = (last: BacktestReport) =>
    replayReports([...slow, last]).outcomes.map(({ wagon, km, p10, p50, p90 }) => [wagon, km, p10, p50, p90]);
  expect(said(end('01:00'))).toEqual(said(end('23:00')));
  expect(said(end('01:00')).length).toBe(9);
});

test('ET7 ET13 trips under way and trips whose end nobody saw are counted, not scored', () => {
  const next = row('DEPARTED', GRYAZI, msk(13, '06:00'), {
    tripStartedAt: msk(13, '01:00'),
    origin: VOSKRESENSK,
    destination: SEBRYAKOVO,
    remainingKm: 600,
  });
  const { outcomes, trips, forecasts } = replayReports([
    ...reports.slice(0, 3),
    { id: 'next', reportedAt: msk(13, '07:00'), rows: [next] },
  ]);
  expect({ outcomes, trips, forecasts }).toEqual({
    outcomes: [],
    trips: { finished: 0, endUnseen: 1, underway: 1 },
    forecasts: 4,
  });
});

test('ET13 the same report twice counts once', () => {
  expect(replayReports(reports.flatMap((report) => [report, report])).outcomes).toEqual(replayReports(reports).outcomes);
});

/** Five forecasts, worked out by hand: at 200 km a day every arrival is foretold to the hour. */
const outcome = (actualDays: number, ownKmPerDay: number | undefined, [p10, p50, p90]: [number, number, number]): Outcome => ({
  wagon: 'w',
  arrivedAtMs: 0,
  km: actualDays * 200,
  actualDays,
  p10,
  p50,
  p90,
  ...(ownKmPerDay === undefined ? {} : { ownKmPerDay }),
});
const five = [
  outcome(0.5, undefined, [0.2, 0.4, 0.6]),
  outcome(2, 100, [1, 2.5, 3]),
  outcome(2.9, 400, [3, 4, 5]),
  outcome(5, 250, [3, 5.5, 6]),
  outcome(10, 200, [8, 12, 15]),
];

test('ET13 count, median error, coverage and three naive forecasts, by horizon and overall', () => {
  const { horizons, overall, bestConstantKmPerDay } = measureOutcomes(five);
  expect(bestConstantKmPerDay).toBe(200);
  expect(overall).toEqual({
    count: 5,
    medianAbsErrorDays: 0.5,
    coverage80: 0.8,
    // 408: errors are actual × (1 − 200/408); own: 0.2549, 2, 1.45, 1, 0
    naive: { networkSpeed: 1.4784, ownMeanSpeed: 1, bestConstantSpeed: 0 },
  });
  expect(Object.values(horizons).map(({ count, coverage80 }) => [count, coverage80])).toEqual([
    [1, 1],
    [2, 0.5],
    [1, 1],
    [1, 1],
  ]);
  expect(horizons.from1To3Days.medianAbsErrorDays).toBe(0.8);
  expect(horizons.under1Day.naive.ownMeanSpeed).toBe(0.2549);
});

test('ET13 nothing counted is null, not zero', () => {
  const none = { count: 0, medianAbsErrorDays: null, coverage80: null };
  expect(measureOutcomes([])).toMatchObject({ overall: none, horizons: { over7Days: none }, bestConstantKmPerDay: null });
  expect([median([]), median([3]), median([4, 1]), median([9, 1, 2])]).toEqual([undefined, 3, 2.5, 2]);
});
