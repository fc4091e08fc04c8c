/** Lists of lists: the names of their columns stand in another list, beside them or elsewhere, or in their first row. */

import { isNest, isObject, scalarOf } from './flatten.ts';
import { MAX_COLUMNS, MAX_ROWS } from './limits.ts';
import { ReportError } from './report-error.ts';
import type { Table } from './table.ts';

const MIN_COLUMNS = 3;
/** lists of names of one length that are tried as the header of a list of lists */
const MAX_HEADS = 4;
const NAME_KEYS = ['name', 'code', 'field', 'key', 'id', 'title', 'header', 'label', 'caption'];

/** Every list of names in the tree, by its length. */
export function namedHeads(root: unknown): Map<number, string[][]> {
  const heads = new Map<number, string[][]>();
  const pending: unknown[] = [root];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (!Array.isArray(value)) {
      if (isObject(value)) for (const child of Object.values(value)) if (isNest(child)) pending.push(child);
      continue;
    }
    for (const head of headsOf(value)) {
      const known = heads.get(head.length) ?? [];
      if (known.length < MAX_HEADS) heads.set(head.length, [...known, head]);
    }
    if (!value.every(Array.isArray)) for (const child of value) if (isObject(child)) pending.push(child);
  }
  return heads;
}

function headsOf(list: readonly unknown[]): string[][] {
  if (list.length < MIN_COLUMNS || list.length > MAX_COLUMNS) return [];
  if (list.every((one) => typeof one === 'string')) return [list as string[]];
  if (!list.every(isObject)) return [];
  return NAME_KEYS.map((key) => list.map((one) => (one as Record<string, unknown>)[key])).filter((names): names is string[] =>
    names.every((name) => typeof name === 'string'),
  );
}

/** One table a head that fits; where none does, the first row is one itself. */
export function rowsUnderHeads(rows: readonly (readonly unknown[])[], heads: ReadonlyMap<number, string[][]>): Table[] {
  if (rows.length > MAX_ROWS)
    throw new ReportError('TOO_LARGE', `The list has more than ${MAX_ROWS} rows; send one day's report.`);
  const cells = rows.map((row) => row.slice(0, MAX_COLUMNS).map(scalarOf));
  const fitting = heads.get(rows[0]?.length ?? 0) ?? [];
  const base = { preamble: '', dateSystem: 1900 } as const;
  if (fitting.length === 0) return [{ ...base, cells, rowNumbers: cells.map((_, index) => index + 1) }];
  return fitting.map((head) => ({
    ...base,
    cells: [head, ...cells],
    rowNumbers: [0, ...cells.map((_, index) => index + 1)],
  }));
}
