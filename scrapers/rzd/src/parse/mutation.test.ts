/** Thousands of damaged reports: a refusal is a ReportError, an answer keeps its promises, nothing hangs or falls. */
import { ParsedReport } from '@karavan/contracts';
import fc from 'fast-check';
import { unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { fleet } from './fleet.fixture.ts';
import { parseReport } from './parse-report.ts';
import { RENDERED } from './render.fixture.ts';
import { ReportError } from './report-error.ts';
import {
  accountRows,
  csv,
  DISPATCH_HEADER,
  dispatchRow,
  dispatchWagons,
  dispatchXlsx,
  fixture,
  xlsx,
} from './workbook.fixture.ts';

const sample = fc
  .sample(fleet, { numRuns: 8, seed: 7 })
  .reduce((best, next) => (next.wagons.length > best.wagons.length ? next : best));
const render = (name: string): Uint8Array => RENDERED.find((layout) => layout.name === name)?.render(sample) ?? new Uint8Array();

function check(bytes: Uint8Array): void {
  let report: ParsedReport;
  try {
    report = parseReport(bytes);
  } catch (error) {
    if (error instanceof ReportError) return;
    throw error;
  }
  ParsedReport.parse(report);
  expect(report.rows.length + report.rejected.length + report.duplicates.length).toBe(report.total);
  const numbers = [...report.rows.map((row) => row.row), ...report.rejected, ...report.duplicates];
  expect(new Set(numbers).size).toBe(report.total);
  const reasons = new Set(report.issues.filter((issue) => issue.severity === 'error').map((issue) => issue.row));
  expect(report.rejected.every((row) => reasons.has(row))).toBe(true);
  expect(reasons.size).toBe(report.rejected.length);
  if (report.reportedAtBasis === 'estimated') {
    const latest = Math.max(...report.rows.map((row) => Date.parse(row.operationAt)));
    const lag = Date.parse(report.reportedAt) - latest;
    expect(lag >= 0 && lag <= 2.5 * 3_600_000).toBe(true);
  }
}

const flips = (length: number) => fc.array(fc.tuple(fc.nat(length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 });

function flipped(bytes: Uint8Array, changes: [number, number][]): Uint8Array {
  const copy = bytes.slice();
  for (const [at, value] of changes) copy[at] = value;
  return copy;
}

const NASTY = [
  '',
  '0',
  '-',
  'null',
  '93123454',
  '9312345',
  '1e308',
  '-5',
  'NaN',
  '31.12.9999 23:59',
  '20.08.2026 06:12',
  '20.08 06-12',
  '20.08.2062',
  'Итого',
  'Номер вагона',
  '(',
  ')))((',
  '"',
  ';',
  '\n',
  '   ',
  '\u00a0',
  'ПРИБ',
  'БРОС (92)',
  '😀',
  'ЭX1',
  '9'.repeat(400),
];
const cell = fc.oneof(
  fc.constantFrom<string | number>(...NASTY),
  fc.string(),
  fc.double(),
  fc.integer(),
  fc.integer({ min: 30_000, max: 60_000 }),
);
const edits = fc.array(fc.tuple(fc.nat(10), fc.nat(45), cell), { minLength: 1, maxLength: 10 });

describe('damaged reports', () => {
  it.each([
    ['csv', fixture('3-lk-export.utf8.csv'), 150],
    ['csv cp1251', fixture('3-lk-export.cp1251.csv'), 100],
    ['html', fixture('1-two-row-header.cp1251.html'), 120],
    ['xlsx', dispatchXlsx(), 250],
    ['xls', render('dispatch workbook of 1997'), 60],
    ['print', fixture('2-gvc-print.cp866.txt'), 100],
    ['json', fixture('4-lk-report.json'), 120],
    ['xml', fixture('5-spv4664.cp1251.xml'), 100],
    ['workbook of 2003', render('account workbook of 2003'), 40],
  ])(
    'bytes of %s',
    (_, bytes, numRuns) => {
      fc.assert(
        fc.property(flips(bytes.length), (changes) => check(flipped(bytes, changes))),
        { numRuns, seed: 7 },
      );
    },
    60_000,
  );

  it('cut anywhere', () => {
    for (const bytes of [...RENDERED.map(({ render }) => render(sample)), dispatchXlsx()]) {
      for (let end = 0; end < bytes.length; end += Math.ceil(bytes.length / 25)) check(bytes.subarray(0, end));
    }
  }, 60_000);

  it('cells of a text', () => {
    const source = accountRows();
    fc.assert(
      fc.property(edits, (changes) => {
        const rows = source.map((row) => [...row]);
        for (const [row, column, value] of changes) rows[row]?.splice(column, 1, value);
        check(csv(rows));
      }),
      { numRuns: 200, seed: 7 },
    );
  }, 60_000);

  it('cells of a workbook', () => {
    const source = [DISPATCH_HEADER, ...dispatchWagons.map(dispatchRow)];
    fc.assert(
      fc.property(edits, (changes) => {
        const rows = source.map((row) => [...row]);
        for (const [row, column, value] of changes) rows[row % rows.length]?.splice(column % 22, 1, value);
        check(xlsx(rows));
      }),
      { numRuns: 80, seed: 7 },
    );
  }, 60_000);

  it('the XML inside a workbook', () => {
    const files = unzipSync(dispatchXlsx());
    const name = 'xl/worksheets/sheet1.xml';
    const sheet = files[name] ?? new Uint8Array();
    const letters = fc.constantFrom(...new TextEncoder().encode('<>"&/r9 \0'));
    const changes = fc.array(fc.tuple(fc.nat(sheet.length - 1), letters), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(changes, (change) => check(zipSync({ ...files, [name]: flipped(sheet, change) }))),
      { numRuns: 80, seed: 7 },
    );
  }, 60_000);
});
