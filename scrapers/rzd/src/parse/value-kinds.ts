/** What the values of a column are like: a heading may be wrong, eight digits with a check digit are not. */
import { findOperation, isWagonNumber, normaliseEsr, normaliseWagonNumber, parseRailTime } from '@karavan/rail';
import type { Field } from './fields.ts';
import { type Cell, cellText, type Table } from './table.ts';
import { idleDaysOf, namedTextOf, numberOf } from './values.ts';

export interface ColumnPlace {
  column: number;
  firstRow: number;
}

const SAMPLE_ROWS = 50;
const MIN_VALID_SHARE = 0.8;
/** three check digits are right by chance once in a thousand */
const MIN_WAGONS = 3;

const isTime = (cell: Cell): boolean => {
  if (cell === undefined) return false;
  if (typeof cell === 'number' && cell > 1e8) return true;
  return parseRailTime(cell, { reportedAtMs: SAMPLE_TIME_MS }) !== undefined || /^\d{10}(?:\d{3})?$/.test(cellText(cell).trim());
};
/** dates without a year need some year to be dates */
const SAMPLE_TIME_MS = Date.UTC(2026, 0, 1);
const isAmount = (cell: Cell): boolean => numberOf(cell) !== undefined;
const isCode = (cell: Cell): boolean => normaliseEsr(typeof cell === 'number' ? cell : cellText(cell)) !== undefined;

const KINDS: Partial<Record<Field, (cell: Cell) => boolean>> = {
  wagon: (cell) => normaliseWagonNumber(cell ?? '') !== undefined,
  opTime: isTime,
  tripStart: isTime,
  departure: isTime,
  arrival: isTime,
  deadline: isTime,
  originCode: isCode,
  destCode: isCode,
  opStationCode: isCode,
  kmTotal: isAmount,
  kmDone: isAmount,
  kmLeft: isAmount,
  weight: isAmount,
  idleOp: (cell) => idleDaysOf(cell) !== undefined,
  idleOpDays: (cell) => idleDaysOf(cell) !== undefined,
  idleStation: (cell) => idleDaysOf(cell) !== undefined,
};

/** Values of a column that say anything, from its first rows. */
export function sampleOf(table: Table, { column, firstRow }: ColumnPlace): Cell[] {
  const cells = table.cells.slice(firstRow, firstRow + SAMPLE_ROWS).map((row) => row[column]);
  return cells.filter((cell) => namedTextOf(cell) !== undefined);
}

/** Share of a column's values that can be the field at all; 1 where any text can, 0 for a column without values. */
export function fitShare(table: Table, place: ColumnPlace & { field: Field }): number {
  const sample = sampleOf(table, place);
  const fits = KINDS[place.field] ?? (() => true);
  return sample.length === 0 ? 0 : sample.filter(fits).length / sample.length;
}

/** Full names of operations stand in no other column; short ones may be roads and marks. */
export function isOperationColumn(table: Table, place: ColumnPlace): boolean {
  const texts = sampleOf(table, place).map(cellText);
  const known = texts.filter((text) => text.length > MAX_MNEMONIC_CHARS && findOperation({ text }) !== undefined).length;
  return known >= MIN_OPERATIONS && known >= texts.length * MIN_VALID_SHARE;
}

const MIN_OPERATIONS = 3;
const MAX_MNEMONIC_CHARS = 6;

/** Nothing but wagon numbers has wagons' check digits in nearly every row. */
export function isWagonColumn(table: Table, place: ColumnPlace): boolean {
  const numbers = sampleOf(table, place).map((cell) => normaliseWagonNumber(cell ?? ''));
  const valid = numbers.filter((number) => number !== undefined && isWagonNumber(number)).length;
  return valid >= MIN_WAGONS && valid >= numbers.length * MIN_VALID_SHARE;
}
