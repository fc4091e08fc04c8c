/** Columns as a person needs to see them to say what they mean. */
import { collapseSpaces, findOperation, formatMoscow, normaliseTrainIndex, parseRailTime } from '@karavan/rail';
import { columnTexts } from './column-texts.ts';
import type { Field } from './fields.ts';
import { type Layout, likelyHeaderRow } from './header.ts';
import type { CandidateColumn } from './mapping.ts';
import { matchHeader } from './match-header.ts';
import { type Cell, cellText, shorten, type Table } from './table.ts';
import { isWagonColumn, sampleOf } from './value-kinds.ts';
import { clockOf, waybillOf } from './values.ts';

const MAX_SAMPLES = 3;
const MAX_SAMPLE_CHARS = 60;

/** Every column of a table no layout fits, with what header and values suggest. */
export function candidateColumns(table: Table): CandidateColumn[] {
  const row = likelyHeaderRow(table);
  const texts = columnTexts(table.cells.slice(row, row + 1));
  const firstRow = row + 1;
  const found = texts.flatMap(({ shown, tried }, column) => {
    if (shown === '') return [];
    const matched = matchHeader(tried)?.field;
    return [toCandidate(table, { column, firstRow, shown, guess: matched ?? guessByValues(table, { column, firstRow }) })];
  });
  return withClock(withStation(found));
}

/** Every column of a layout that was found but cannot be read by, with what it was taken for. */
export function layoutColumns(table: Table, { columns, texts, firstRow }: Layout): CandidateColumn[] {
  const taken = new Map([...columns].map(([field, column]) => [column, field] as const));
  const found = texts.flatMap(({ shown, tried }, column) => {
    if (shown === '') return [];
    const guess = taken.get(column) ?? matchHeader(tried)?.field ?? guessByValues(table, { column, firstRow });
    return [toCandidate(table, { column, firstRow, shown, guess })];
  });
  return withStation(found);
}

/** Every column of a layout that was read by, with what it was taken for and nothing that is only supposed. */
export function takenColumns(table: Table, { columns, texts, firstRow }: Layout): CandidateColumn[] {
  const taken = new Map([...columns].map(([field, column]) => [column, field] as const));
  return texts.flatMap(({ shown }, column) =>
    shown === '' ? [] : [toCandidate(table, { column, firstRow, shown, guess: taken.get(column) })],
  );
}

const PLACE_WORDS = /станц|дислок|мест|пункт|наход|где|stan|station|place|where|located/i;

/** Names of stations are like any other words, so where no column is the place the heading must help; a wagon is at one place. */
function withStation(columns: CandidateColumn[]): CandidateColumn[] {
  const places = columns.filter(({ guess }) => guess === 'opStation');
  const [first] = places.toSorted((a, b) => Number(PLACE_WORDS.test(b.header)) - Number(PLACE_WORDS.test(a.header)));
  if (first) return columns.map((one) => (one !== first && one.guess === 'opStation' ? withoutGuess(one) : one));
  if (columns.some(({ guess }) => guess === 'opStationCode')) return columns;
  const place = columns.find(
    ({ guess, header, samples }) =>
      guess === undefined && PLACE_WORDS.test(header) && samples.some((text) => /\p{L}{2}/u.test(text)),
  );
  return columns.map((one) => (one === place ? { ...one, guess: 'opStation' } : one));
}

const withoutGuess = ({ guess: _, ...column }: CandidateColumn): CandidateColumn => column;

/** A column of days beside a column of times of day is one thing said in two. */
function withClock(columns: CandidateColumn[]): CandidateColumn[] {
  if (columns.some(({ guess }) => guess === 'opTime')) return columns;
  const at = columns.findIndex(
    ({ guess, samples }, index) => guess === undefined && isDays(samples) && columns[index + 1]?.guess === 'opClock',
  );
  return columns.map((one, index) => (index === at ? { ...one, guess: 'opTime' } : one));
}

const isDays = (samples: readonly string[]): boolean =>
  samples.length > 0 && samples.every((text) => parseRailTime(text)?.hasClock === false);

interface Place {
  column: number;
  firstRow: number;
  shown: string;
  guess?: Field | undefined;
}

export function toCandidate(table: Table, { column, firstRow, shown, guess }: Place): CandidateColumn {
  const texts = sampleOf(table, { column, firstRow }).map((cell) =>
    shorten(collapseSpaces(shownText(cell, table)), MAX_SAMPLE_CHARS),
  );
  const samples = [...new Set(texts)].slice(0, MAX_SAMPLES);
  return { column: column + 1, header: shown, samples, ...(guess ? { guess } : {}) };
}

/** days of this century; a wagon's mileage may be such a number too, but not with a fraction so long */
const DAYS = { from: 36_526, to: 73_415 };

/** A moment of a spreadsheet is a number with a fraction; a person knows it by its date. */
function shownText(cell: Cell, { dateSystem }: Table): string {
  if (typeof cell !== 'number' || cell < DAYS.from || cell > DAYS.to || Number.isInteger(cell * 100)) return cellText(cell);
  const time = parseRailTime(cell, { dateSystem });
  return time === undefined ? cellText(cell) : formatMoscow(time.epochMs);
}

const BY_VALUES: readonly (readonly [Field, (cell: Cell) => boolean])[] = [
  ['trainIndex', (cell) => typeof cell === 'string' && normaliseTrainIndex(cell) !== undefined],
  ['operation', (cell) => findOperation({ text: cellText(cell) }) !== undefined],
  ['opClock', (cell) => typeof cell === 'string' && clockOf(cell) !== undefined],
  ['opTime', (cell) => cell !== undefined && parseRailTime(cell)?.hasClock === true],
  ['loadState', (cell) => /^(груж|гр$|порож|пор$)/i.test(cellText(cell).trim())],
  ['opStation', (cell) => /\p{L}.*\(\d{6}\)$/u.test(cellText(cell).trim())],
  ['waybill', (cell) => /\p{L}/u.test(cellText(cell)) && waybillOf(cellText(cell)) !== undefined],
];

/** Undefined where most values are like none of the fields that can be told by values. */
export function guessByValues(table: Table, place: { column: number; firstRow: number }): Field | undefined {
  if (isWagonColumn(table, place)) return 'wagon';
  const sample = sampleOf(table, place);
  return BY_VALUES.find(([, fits]) => sample.length > 0 && sample.filter(fits).length * 2 > sample.length)?.[0];
}
