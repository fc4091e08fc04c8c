/** A workbook the library has opened → tables, one a sheet. */
import { type CellObject, type DenseWorkSheet, type ParsingOptions, read, type WorkBook } from '@e965/xlsx';
import { HEADER_SEARCH_ROWS, MAX_COLUMNS, MAX_ROWS, MAX_TABLES } from './limits.ts';
import { ReportError } from './report-error.ts';
import type { Cell, Table } from './table.ts';
import { isWagonRow } from './wagon-row.ts';

const READING: ParsingOptions = {
  type: 'array',
  dense: true,
  cellFormula: false,
  cellHTML: false,
  cellText: false,
  sheetRows: MAX_ROWS + 1,
};

/** Throws ReportError: ENCRYPTED, TOO_LARGE, and NOT_A_REPORT where the library gives up. */
export function readWorkbook(bytes: Uint8Array): Table[] {
  const workbook = open(bytes);
  const dateSystem = workbook.Workbook?.WBProps?.date1904 ? 1904 : 1900;
  return workbook.SheetNames.slice(0, MAX_TABLES).map((name, index) => ({
    ...toTable(name, workbook.Sheets[name] as DenseWorkSheet | undefined, dateSystem),
    ...((workbook.Workbook?.Sheets?.[index]?.Hidden ?? 0) > 0 ? { isHidden: true } : {}),
  }));
}

function open(bytes: Uint8Array): WorkBook {
  try {
    return quietly(() => read(bytes, READING));
  } catch (cause) {
    if (cause instanceof Error && /password|encrypt/i.test(cause.message)) {
      throw new ReportError('ENCRYPTED', 'The workbook is protected by a password; save it without one.', { cause });
    }
    throw new ReportError('NOT_A_REPORT', 'The workbook cannot be read; open it in Excel and save it again as .xlsx.', { cause });
  }
}

/** The library complains about each record of a damaged workbook on the console, thousands of times. */
function quietly<T>(work: () => T): T {
  const { error } = console;
  console.error = () => undefined;
  try {
    return work();
  } finally {
    console.error = error;
  }
}

function toTable(name: string, sheet: DenseWorkSheet | undefined, dateSystem: 1900 | 1904): Table {
  const table: Table = { name, cells: [], rowNumbers: [], preamble: '', dateSystem };
  const data = sheet?.['!data'] ?? [];
  if (data.length > MAX_ROWS)
    throw new ReportError('TOO_LARGE', `The sheet has more than ${MAX_ROWS} rows; send one day's report.`);
  data.forEach((row, index) => {
    if (!row) return;
    table.cells.push(row.slice(0, MAX_COLUMNS).map(cellValue));
    table.rowNumbers.push(index + 1);
  });
  repeatMergedHeadings(table, sheet);
  return table;
}

function cellValue(cell: CellObject | undefined): Cell {
  if (!cell || cell.v === undefined || cell.t === 'e' || cell.t === 'z') return undefined;
  return typeof cell.v === 'number' || typeof cell.v === 'string' ? cell.v : String(cell.v);
}

/** A group heading stands in the first of its merged cells only; below the heading merges are left alone. */
function repeatMergedHeadings(table: Table, sheet: DenseWorkSheet | undefined): void {
  const firstWagon = table.cells.slice(0, HEADER_SEARCH_ROWS + 2).findIndex(isWagonRow);
  const lastRow = firstWagon < 0 ? HEADER_SEARCH_ROWS + 1 : (table.rowNumbers[firstWagon] ?? 1) - 2;
  const heading = new Map(
    table.cells.slice(0, lastRow + 1).map((row, index) => [(table.rowNumbers[index] ?? 0) - 1, row] as const),
  );
  for (const { s: from, e: to } of sheet?.['!merges'] ?? []) {
    const value = heading.get(from.r)?.[from.c];
    for (let r = from.r; value !== undefined && r <= Math.min(to.r, lastRow); r += 1) {
      const row = heading.get(r);
      for (let c = from.c; row && c <= Math.min(to.c, MAX_COLUMNS - 1); c += 1) row[c] ??= value;
    }
  }
}
