/** A report as a table of cells, before it is written as text or workbook. */
import {
  account,
  delimited,
  dispatch,
  type Fleet,
  type Value,
  withDates,
  workbook,
} from '../../../scrapers/rzd/src/parse/render.fixture.ts';
import type { Random } from '../support/random.ts';

/** Heading rows first; `head` is the row of the heading. */
export interface Table {
  rows: Value[][];
  head: number;
}

export const tableOf = (random: Random, fleet: Fleet): Table =>
  random.unit() < 0.5 ? { rows: account(fleet), head: 3 } : { rows: withDates(dispatch(fleet)), head: 0 };

const WORKBOOK_SHARE = 0.04;

export function writeTable(random: Random, { rows }: Table): Uint8Array {
  const luck = random.unit();
  if (luck < WORKBOOK_SHARE) return workbook(rows, luck < WORKBOOK_SHARE / 2 ? 'xlsx' : 'biff8');
  return new TextEncoder().encode(delimited(rows, random.pick([';', '\t', ','])));
}

/** Any of the rows below the heading. */
export const dataRow = (random: Random, { rows, head }: Table): number => head + 1 + random.below(rows.length - head - 1);
