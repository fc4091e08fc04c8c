/** Columns as a person needs to see them to say what they mean. */
import { collapseSpaces, findOperation, normaliseTrainIndex, parseRailTime } from '@karavan/rail';
import { columnTexts } from './column-texts.ts';
import type { Field } from './fields.ts';
import { likelyHeaderRow } from './header.ts';
import type { CandidateColumn } from './mapping.ts';
import { matchHeader } from './match-header.ts';
import { type Cell, cellText, shorten, type Table } from './table.ts';
import { isWagonColumn, sampleOf } from './value-kinds.ts';
import { waybillOf } from './values.ts';

const MAX_SAMPLES = 3;
const MAX_SAMPLE_CHARS = 60;

/** Every column of a table no layout fits, with what header and values suggest. */
export function candidateColumns(table: Table): CandidateColumn[] {
  const row = likelyHeaderRow(table);
  const texts = columnTexts(table.cells.slice(row, row + 1));
  const firstRow = row + 1;
  return texts.flatMap(({ shown, tried }, column) => {
    if (shown === '') return [];
    const matched = matchHeader(tried)?.field;
    return [toCandidate(table, { column, firstRow, shown, guess: matched ?? guessByValues(table, { column, firstRow }) })];
  });
}

interface Place {
  column: number;
  firstRow: number;
  shown: string;
  guess?: Field | undefined;
}

export function toCandidate(table: Table, { column, firstRow, shown, guess }: Place): CandidateColumn {
  const texts = sampleOf(table, { column, firstRow }).map((cell) => shorten(collapseSpaces(cellText(cell)), MAX_SAMPLE_CHARS));
  const samples = [...new Set(texts)].slice(0, MAX_SAMPLES);
  return { column: column + 1, header: shown, samples, ...(guess ? { guess } : {}) };
}

const BY_VALUES: readonly (readonly [Field, (cell: Cell) => boolean])[] = [
  ['trainIndex', (cell) => typeof cell === 'string' && normaliseTrainIndex(cell) !== undefined],
  ['operation', (cell) => findOperation({ text: cellText(cell) }) !== undefined],
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
