import { describe, expect, it } from 'vitest';
import { parseReport } from './parse-report.ts';
import { accountRows, csv, dispatchWagons, dispatchXlsx } from './workbook.fixture.ts';

const MINUTE = 60_000;
const first = dispatchWagons[0] ?? { wagon: null };
const arrival = { ...first, operation: 'ПРИБЫТИЕ ВАГОНА НА СТАНЦИЮ' };
const reportedAt = (wagons: Parameters<typeof dispatchXlsx>[0]) => Date.parse(parseReport(dispatchXlsx(wagons)).reportedAt);

describe('formation time of a report that states none', () => {
  it('is the median of arrival + idle', () => {
    const at = reportedAt([
      { ...arrival, wagon: 93123453, at: '20.08.2026 01:30', idleDays: 0.23 },
      { ...arrival, wagon: 93456788, at: '20.08.2026 06:12', idleDays: 0.04 },
      { ...arrival, wagon: 93000016, at: '19.08.2026 07:05', idleDays: 1 },
      { ...arrival, wagon: 93234565, at: '19.08.2026 07:05', idleDays: 400 },
    ]);
    expect(Math.abs(at - Date.parse('2026-08-20T04:05:00Z'))).toBeLessThan(8 * MINUTE);
  });

  it('is never before the latest operation and never more than 2.5 hours after it', () => {
    expect(reportedAt([{ ...arrival, at: '20.08.2026 06:12', idleDays: 0 }])).toBe(Date.parse('2026-08-20T03:12:00Z'));
    expect(reportedAt([{ ...arrival, at: '20.08.2026 06:12', idleDays: 5.5 }])).toBe(Date.parse('2026-08-20T05:42:00Z'));
  });

  it('is the latest operation where no idle helps', () => {
    expect(
      reportedAt([
        { ...first, at: '20.08.2026 06:12' },
        { ...first, wagon: 93456788, at: '19.08.2026 06:12' },
      ]),
    ).toBe(Date.parse('2026-08-20T03:12:00Z'));
  });

  it('is not moved by one operation dated into the future', () => {
    const report = parseReport(dispatchXlsx([...dispatchWagons, { ...first, wagon: 24123457, at: '20.09.2026 06:12' }]));
    expect(report).toMatchObject({ total: 8, rejected: [9] });
    expect(report.reportedAt < '2026-08-21').toBe(true);
  });
});

describe('formation time that stands in the file', () => {
  it.each(['20.08.2026 07:05', 'Сформировано: 20.08.2026 07:05', 'По состоянию на 20.08.2026 07-05 МСК'])('%j', (text) => {
    const rows = accountRows().map((row, index) => (index === 1 ? row.with(0, text) : row));
    expect(parseReport(csv(rows))).toMatchObject({ reportedAt: '2026-08-20T04:05:00.000Z', reportedAtBasis: 'stated' });
  });

  it('dates operations without a year', () => {
    const rows = accountRows().map((row, index) => (index === 4 ? row.with(28, '20.08 06-12') : row));
    expect(parseReport(csv(rows)).rows[0]?.operationAt).toBe('2026-08-20T03:12:00.000Z');
  });

  it('is not believed when most operations are later', () => {
    const rows = accountRows().map((row, index) => (index === 1 ? row.with(0, '01.08.2026 07:05') : row));
    const report = parseReport(csv(rows));
    expect(report).toMatchObject({ reportedAtBasis: 'estimated', reportedAt: '2026-08-20T04:05:00.000Z', rejected: [] });
    expect(report.issues).toMatchObject([{ code: 'REPORT_TIME' }]);
  });

  it('lets a report without wagons be a report', () => {
    expect(parseReport(csv(accountRows().slice(0, 4)))).toMatchObject({
      total: 0,
      rows: [],
      reportedAt: '2026-08-20T04:05:00.000Z',
    });
  });
});
