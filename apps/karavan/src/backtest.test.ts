import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DispatchWagon, dispatchXlsx } from '../../../scrapers/rzd/src/parse/workbook.fixture.ts';
import { backtestRailEta, printBacktest, type RailEtaBacktest } from './backtest.ts';

const NUMBERS = [93123453, 93456788, 93234565, 93333334, 93000016, 95001236, 94567898, 59000075];
const KM = 1_600;

const two = (value: number) => String(value).padStart(2, '0');
/** Moscow wall clock so many days after 1 May 2026, as a report prints it. */
function clock(day: number): string {
  const at = new Date(Date.UTC(2026, 4, 1) + Math.round(day * 24 * 60) * 60_000);
  return `${two(at.getUTCDate())}.${two(at.getUTCMonth() + 1)}.${at.getUTCFullYear()} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
}

/**
 * A fleet that goes from Себряково to Воскресенск for ever: each wagon at its own pace, 160 to 265 km a day, one trip every
 * twenty days, the first of them begun before the first report.
 */
function wagonOn(day: number, index: number): DispatchWagon {
  const kmPerDay = 160 + 15 * index;
  const sinceStart = day + 2.5 * index;
  const start = day - (sinceStart % 20);
  const gone = sinceStart % 20;
  const shared = { wagon: NUMBERS[index] ?? 0, startedAt: clock(start), massT: 68, cargo: 'ЦЕМЕНТ' };
  const stayed = gone - KM / kmPerDay;
  if (stayed >= 0)
    return {
      ...shared,
      station: 'Воскресенск',
      at: clock(day - stayed),
      operation: 'ПРИБЫТИЕ ВАГОНА НА СТАНЦИЮ',
      idleDays: Math.round(stayed * 100) / 100,
      leftKm: 0,
    };
  return { ...shared, station: 'Рыбное', at: clock(day - 0.03), idleDays: 0.03, leftKm: Math.round(KM - gone * kmPerDay) };
}

const report = (day: number) => dispatchXlsx(NUMBERS.map((_, index) => wagonOn(day, index)));

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'karavan-backtest-'));
  await mkdir(path.join(folder, 'older'));
  // names run against the order of the days
  for (let day = 1; day <= 45; day += 1) await writeFile(path.join(folder, `report-${99 - day}.xlsx`), report(day + 0.295));
  await writeFile(path.join(folder, 'notes.txt'), 'no report at all\n');
  await writeFile(path.join(folder, 'report-broken.xlsx'), report(5).subarray(0, 900));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('replays a folder by the reports own time, names what it skips, and beats what does not know the lane', async () => {
  const result = await backtestRailEta(folder);
  expect(result.reports).toMatchObject({ read: 45, skipped: [{ file: 'notes.txt' }, { file: 'report-broken.xlsx' }] });
  expect([result.reports.from.slice(0, 10), result.reports.to.slice(0, 10)]).toEqual(['2026-05-02', '2026-06-15']);
  expect(result.wagons).toBe(8);
  expect(result.trips.scored).toBe(result.trips.finished);
  expect(result.trips.finished).toBeGreaterThanOrEqual(12);
  const { horizons, overall } = result;
  expect(Object.values(horizons).reduce((sum, { count }) => sum + count, 0)).toBe(overall.count);
  expect(overall.count).toBe(result.predictions.scored);
  expect(result.predictions.made).toBeGreaterThan(overall.count);
  expect(overall.medianAbsErrorDays).toBeLessThan(overall.naive.networkSpeed ?? 0);
  expect(await backtestRailEta(folder)).toEqual(result);
});

test('JSON to one side, a table that says the same to a person to the other', async () => {
  const written = { json: '', table: '' };
  const to = (side: 'json' | 'table') => ({
    write: (text: string) => {
      written[side] += text;
    },
  });
  expect(await printBacktest(folder, { json: to('json'), table: to('table') })).toBe(0);
  const { overall } = JSON.parse(written.json) as RailEtaBacktest;
  expect(written.table).toContain('skipped notes.txt: ');
  expect(written.table).toContain('45 reports, 2026-05-02 to 2026-06-15, 8 wagons');
  expect(written.table).toMatch(new RegExp(`overall +${overall.count} +${overall.medianAbsErrorDays?.toFixed(2)} `));
});

test('a folder that is not there, or without a single report, is an error that says so', async () => {
  await expect(backtestRailEta(path.join(folder, 'nowhere'))).rejects.toThrow(/nowhere cannot be listed/);
  await expect(backtestRailEta(path.join(folder, 'older'))).rejects.toThrow(/older holds no report that can be read/);
});
