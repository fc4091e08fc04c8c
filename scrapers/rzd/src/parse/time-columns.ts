/** The day and the clock of the operation, where headings say too little and the values say the rest. */
import { parseRailTime } from '@karavan/rail';
import type { ColumnText } from './column-texts.ts';
import type { Field } from './fields.ts';
import { headerKey } from './header-key.ts';
import { saysOtherThing } from './match-header.ts';
import type { Cell, Table } from './table.ts';
import { fitShare, sampleOf } from './value-kinds.ts';
import { clockOf } from './values.ts';

interface Place {
  table: Table;
  texts: readonly ColumnText[];
  firstRow: number;
}

/** `op_time` beside `op_date` holds the clock alone. */
export function isClock({ table, firstRow }: Pick<Place, 'table' | 'firstRow'>, column: number): boolean {
  const sample = sampleOf(table, { column, firstRow });
  return sample.length > 0 && sample.every((cell) => clockOf(cell) !== undefined);
}

/** `Время операции` alone may hold the day too. */
export function clockForTime({ table, firstRow }: Place, columns: Map<Field, number>): void {
  const column = columns.get('opClock');
  if (column === undefined || columns.has('opTime')) return;
  if (fitShare(table, { column, firstRow, field: 'opTime' }) > 0) columns.set('opTime', column);
}

export interface TimeColumns {
  opTime: number;
  opClock?: number;
}

/**
 * A heading of nothing but `Дата` is the operation's where no other column is, and days without a clock have theirs in
 * the column of clocks that stands beside them or in their group. Undefined where nothing is to be added.
 */
export function timeByValues(
  place: Place,
  columns: ReadonlyMap<Field, number>,
  unknown: readonly number[],
): TimeColumns | undefined {
  const told = columns.get('opTime');
  if (told !== undefined && (columns.has('opClock') || !isDays(place, told))) return undefined;
  const bare = unknown.filter((column) => isBare(place.texts[column]) && isTimes(place, column) && !isClocks(place, column));
  const opTime = told ?? (bare.length === 1 ? bare[0] : undefined);
  if (opTime === undefined) return undefined;
  const opClock = isDays(place, opTime) ? clockBeside(place, opTime, unknown) : undefined;
  if (opClock !== undefined) return { opTime, opClock };
  return told === undefined && !isDays(place, opTime) ? { opTime } : undefined;
}

function clockBeside(place: Place, opTime: number, unknown: readonly number[]): number | undefined {
  const clocks = unknown.filter((column) => isClocks(place, column) && !isOther(place.texts[column]));
  return clocks.find((column) => column === opTime + 1) ?? (clocks.length === 1 ? clocks[0] : undefined);
}

const BARE = /^(?:(?:дата|время|дт|д|и|в|вр|мск|date|time)(?: |$))+$/;
const isBare = (text: ColumnText | undefined): boolean => BARE.test(headerKey(text?.shown ?? ''));

const isOther = (text: ColumnText | undefined): boolean => (text?.tried ?? []).some((one) => saysOtherThing(headerKey(one)));

/** dates without a year need some year to be dates */
const SOME_TIME_MS = Date.UTC(2026, 0, 1);
const timeOf = (cell: Cell) => (cell === undefined ? undefined : parseRailTime(cell, { reportedAtMs: SOME_TIME_MS }));

function isTimes(place: Place, column: number): boolean {
  return isMostly(place, column, (cell) => timeOf(cell) !== undefined);
}

function isDays(place: Place, column: number): boolean {
  return isMostly(place, column, (cell) => timeOf(cell)?.hasClock === false);
}

const isClocks = (place: Place, column: number): boolean => isMostly(place, column, (cell) => clockOf(cell) !== undefined);

const IN_TWO: readonly Field[] = ['tripStart', 'departure', 'arrival'];

/** Other times in two columns: days, and right beside them clocks nobody else has. */
export function clocksBeside(
  place: Place,
  columns: ReadonlyMap<Field, number>,
  unknown: readonly number[],
): ReadonlyMap<Field, number> {
  const found = IN_TWO.flatMap((field): [Field, number][] => {
    const beside = (columns.get(field) ?? Number.NaN) + 1;
    return unknown.includes(beside) && isClocks(place, beside) && isDays(place, beside - 1) ? [[field, beside]] : [];
  });
  return new Map(found);
}

/** headings may be repeated between the rows */
const MOST = 0.8;

function isMostly(place: Place, column: number, fits: (cell: Cell) => boolean): boolean {
  const sample = sampleOf(place.table, { column, firstRow: place.firstRow });
  return sample.length > 0 && sample.filter(fits).length >= sample.length * MOST;
}
