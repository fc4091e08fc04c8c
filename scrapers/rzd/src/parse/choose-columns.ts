/** Texts of a header → one column a field. Where several columns answer to a field, the surer text wins, then the values. */
import type { ColumnText } from './column-texts.ts';
import type { Field } from './fields.ts';
import { headerKey } from './header-key.ts';
import type { ReportMapping } from './mapping.ts';
import { type Match, matchHeader, saysOtherThing } from './match-header.ts';
import type { Table } from './table.ts';
import { clockForTime, clocksBeside, isClock, timeByValues } from './time-columns.ts';
import { fitShare, isOperationColumn, isWagonColumn, sampleOf } from './value-kinds.ts';

export interface ColumnChoice {
  columns: ReadonlyMap<Field, number>;
  unknown: readonly number[];
  guessed: readonly Field[];
  /** columns of the clocks of times whose own column holds the day alone */
  clocks: ReadonlyMap<Field, number>;
}

interface Question {
  table: Table;
  texts: readonly ColumnText[];
  firstRow: number;
  mapping: ReportMapping;
}

interface Candidate extends Match {
  column: number;
}

/** A wrong one of these is a wrong position, so a conclusion is told. */
const CORE: readonly Field[] = ['wagon', 'opTime', 'opStation', 'operation'];
/** What people plan by is told where the text we know is but a part of the heading. */
const PLANNED_BY: readonly Field[] = ['destStation', 'originStation', 'kmLeft', 'tripStart', 'departure', 'arrival', 'deadline'];

/** Headings that say what stands below and not whose it is, where no group above tells. */
const BARE: ReadonlySet<string> = new Set(['станция', 'дата и время']);

export function chooseColumns(question: Question): ColumnChoice {
  const { texts, table, firstRow } = question;
  const matches = matchAll(question);
  const outerFrom = table.outerFrom ?? texts.length;
  const columns = new Map<Field, number>();
  const guessed: Field[] = [];
  for (const [field, all] of byField(matches)) {
    const inner = all.filter(({ column }) => column < outerFrom);
    const isInner = field === 'wagon' ? inner.some((one) => fits(question, field, one)) : inner.length > 0;
    const chosen = chooseOne(question, field, isInner ? inner : all);
    if (field === 'ignored' || !chosen) continue;
    columns.set(field, chosen.column);
    const clock =
      field === 'opTime' ? all.find(({ column }) => column !== chosen.column && isClock(question, column)) : undefined;
    if (clock !== undefined) columns.set('opClock', clock.column);
    const isBare = chosen.sureness === 3 && BARE.has(headerKey(texts[chosen.column]?.shown ?? ''));
    const isGuessed = CORE.includes(field) ? chosen.sureness < 3 || isBare : chosen.sureness === 1 && PLANNED_BY.includes(field);
    if (isGuessed || isContested(question, field, chosen, all)) guessed.push(field);
  }
  const unknown = texts.flatMap(({ shown }, column) => (shown !== '' && !matches[column] ? [column] : []));
  for (const { field, isTold, fits } of BY_VALUES) {
    if (isTold.some((one) => columns.has(one))) continue;
    const mayBe = unknown.filter((one) => fits(table, { column: one, firstRow }));
    const [column, ...others] = field === 'wagon' ? mayBe : mayBe.filter((one) => !isOfOtherThing(texts, one));
    if (column === undefined || others.length > 0) continue;
    columns.set(field, column);
    guessed.push(field);
  }
  clockForTime(question, columns);
  const timed = timeByValues(question, columns, unknown);
  if (timed) {
    columns.set('opTime', timed.opTime);
    if (timed.opClock !== undefined) columns.set('opClock', timed.opClock);
    if (!guessed.includes('opTime')) guessed.push('opTime');
  }
  const clocks = clocksBeside(question, columns, unknown);
  const taken = new Set([...columns.values(), ...clocks.values()]);
  return { columns, clocks, guessed, unknown: unknown.filter((column) => !taken.has(column)) };
}

/** Values that are like nothing else make a heading needless. */
const BY_VALUES = [
  { field: 'wagon', isTold: ['wagon'], fits: isWagonColumn },
  { field: 'operation', isTold: ['operation', 'opCode', 'opMnemonic'], fits: isOperationColumn },
] as const satisfies readonly { field: Field; isTold: readonly Field[]; fits: typeof isWagonColumn }[];

const isOfOtherThing = (texts: readonly ColumnText[], column: number): boolean =>
  (texts[column]?.tried ?? []).some((text) => saysOtherThing(headerKey(text)));

function matchAll({ texts, mapping }: Question): (Match | undefined)[] {
  const approved = new Map(Object.entries(mapping).map(([text, field]) => [approvedKey(text), field]));
  return texts.map(({ shown, tried }) => {
    if (shown === '') return undefined;
    const field = approved.get(approvedKey(shown));
    return field ? { field, rank: 0, sureness: 4 } : matchHeader(tried);
  });
}

function approvedKey(text: string): string {
  const number = / (#\d+)$/.exec(text)?.[1] ?? '';
  return `${headerKey(text.slice(0, text.length - number.length))}${number}`;
}

function byField(matches: readonly (Match | undefined)[]): Map<Field, Candidate[]> {
  const found = new Map<Field, Candidate[]>();
  matches.forEach((match, column) => {
    if (!match) return;
    const candidates = found.get(match.field) ?? [];
    candidates.push({ ...match, column });
    found.set(match.field, candidates);
  });
  return found;
}

function chooseOne({ table, firstRow }: Question, field: Field, candidates: readonly Candidate[]): Candidate | undefined {
  const sorted = [...candidates].sort((a, b) => b.sureness - a.sureness || a.rank - b.rank || a.column - b.column);
  if (sorted.length < 2) return sorted[0];
  return sorted.find((one) => fits({ table, firstRow }, field, one)) ?? sorted[0];
}

function fits({ table, firstRow }: Pick<Question, 'table' | 'firstRow'>, field: Field, { column }: Candidate): boolean {
  return fitShare(table, { column, firstRow, field }) > 0;
}

/** Another column answers to the field as well as the one that was taken, and says something else. */
function isContested(question: Question, field: Field, chosen: Candidate, all: readonly Candidate[]): boolean {
  if (!CORE.includes(field) && !PLANNED_BY.includes(field)) return false;
  const rivals = all.filter(
    (one) => one.column !== chosen.column && one.sureness === chosen.sureness && (one.sureness < 3 || one.rank === chosen.rank),
  );
  return rivals.some((one) => fits(question, field, one) && textsOf(question, one) !== textsOf(question, chosen));
}

const textsOf = ({ table, firstRow }: Question, { column }: Candidate): string =>
  sampleOf(table, { column, firstRow }).join('\n');
