/** Where the header stands and which column is what: by text, never by place, because exports order columns freely. */
import { nameKey, normaliseWagonNumber } from '@karavan/rail';
import { type ColumnChoice, chooseColumns } from './choose-columns.ts';
import { type ColumnText, columnTexts } from './column-texts.ts';
import type { Field } from './fields.ts';
import { HEADER_SEARCH_ROWS } from './limits.ts';
import type { ReportMapping } from './mapping.ts';
import { type Cell, cellText, shorten, type Table } from './table.ts';
import { isWagonRow } from './wagon-row.ts';

export interface Layout {
  kind: 'account' | 'dispatch';
  columns: ReadonlyMap<Field, number>;
  /** columns of the clocks of times whose own column holds the day alone */
  clocks: ReadonlyMap<Field, number>;
  /** columns of the core whose meaning was concluded and not read */
  guessed: readonly Field[];
  /** heading of each column */
  texts: readonly ColumnText[];
  /** columns whose heading says nothing to us */
  unknown: readonly number[];
  /** lowest header text of each column, normalised: repeated headers are recognised by it */
  headers: readonly string[];
  /** unit the weight header states, if it does */
  massUnit: 'kg' | 't' | undefined;
  /** index in the table of the first row below the header */
  firstRow: number;
}

const HEIGHTS = [1, 2, 3] as const;

/**
 * The header of the first ten rows with the most known columns, one row or up to three with groups above; undefined
 * when none has both a wagon and an operation time.
 */
export function findLayout(table: Table, mapping: ReportMapping = {}): Layout | undefined {
  let best: Header | undefined;
  const limit = Math.min(table.cells.length, HEADER_SEARCH_ROWS);
  const filled = table.cells.slice(0, limit).map((row) => (isData(row) ? 0 : row.filter(isFilled).length));
  for (let row = 0; row < limit; row += 1) {
    // a heading among the wagons is the one above repeated; what stands over it would be lost
    if (isWagonRow(table.cells[row] ?? [])) break;
    for (const height of HEIGHTS) {
      if (filled[row] === 0 || (filled[row + height - 1] ?? 0) < MIN_CELLS) break;
      const header = tryHeader(table, { row, height, mapping });
      if (header && header.choice.columns.size > (best?.choice.columns.size ?? 0)) best = header;
    }
  }
  return best && describe(table, best);
}

/** a row with fewer is a title, or the end of a heading that began above */
const MIN_CELLS = 2;
const isFilled = (cell: Cell): boolean => cell !== undefined && cell !== '';

/** Index of the row that looks most like a header, for a layout we do not know. */
export function likelyHeaderRow(table: Table): number {
  const filled = table.cells
    .slice(0, HEADER_SEARCH_ROWS)
    .map((row) => (isData(row) ? 0 : row.filter((cell) => typeof cell === 'string' && /\p{L}/u.test(cell)).length));
  return filled.indexOf(Math.max(0, ...filled));
}

/** Texts of the row that looks most like a header, for the message about an unknown layout. */
export function likelyHeaders(table: Table): string[] {
  const row = table.cells[likelyHeaderRow(table)] ?? [];
  const texts = row.filter((cell) => typeof cell === 'string' && cell.trim() !== '');
  return texts.slice(0, 60).map((cell) => shorten(cellText(cell).trim(), 80));
}

function isData(row: readonly Cell[]): boolean {
  return row.some((cell) => cell !== undefined && normaliseWagonNumber(cell) !== undefined);
}

interface Header {
  row: number;
  height: number;
  texts: readonly ColumnText[];
  choice: ColumnChoice;
}

function tryHeader(table: Table, at: { row: number; height: number; mapping: ReportMapping }): Header | undefined {
  const { row, height, mapping } = at;
  const texts = columnTexts(table.cells.slice(row, row + height));
  const choice = chooseColumns({ table, texts, firstRow: row + height, mapping });
  return choice.columns.has('wagon') && choice.columns.has('opTime') ? { row, height, texts, choice } : undefined;
}

function describe(table: Table, { row, height, texts, choice }: Header): Layout {
  const headers = texts.map(({ leafKey }) => leafKey);
  const weight = texts[choice.columns.get('weight') ?? -1];
  return {
    ...choice,
    kind: isAccount(headers, table, row) ? 'account' : 'dispatch',
    headers,
    texts,
    massUnit: unitOf(weight?.shown ?? ''),
    firstRow: row + height,
  };
}

function isAccount(headers: readonly string[], table: Table, row: number): boolean {
  const preamble = table.cells.slice(0, row).flat().map(cellText).join(' ');
  if (nameKey(preamble).includes('ЛИЧНЫЙКАБИНЕТ')) return true;
  return headers.includes('станция операции') && headers.includes('операция с вагоном');
}

function unitOf(header: string): 'kg' | 't' | undefined {
  const words = header
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase()
    .split(/[^\p{L}]+/u);
  if (words.includes('кг') || words.includes('kg')) return 'kg';
  return words.some((word) => word === 'т' || word === 'тн' || word === 'тонн' || word === 't') ? 't' : undefined;
}
