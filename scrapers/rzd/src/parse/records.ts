/**
 * A tree of values (JSON, or XML turned into one) → the lists of records in it, each a table whose header is the keys.
 * Where the list stands, how deep, under what key and whether a record is one object or a nest of them does not matter.
 */

import { isWagonNumber } from '@karavan/rail';
import { flatten, isObject, type Scalars, scalarOf } from './flatten.ts';
import { namedHeads, rowsUnderHeads } from './heads.ts';
import { MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_TABLES } from './limits.ts';
import { ReportError } from './report-error.ts';
import { formationText } from './stamps.ts';
import type { Cell, Table } from './table.ts';

interface Found {
  records: { own: Scalars; outer: Scalars }[];
}

interface Visit {
  value: unknown;
  path: string;
  /** scalars of the records around */
  outer: Scalars;
}

const MIN_FIELDS = 3;
/** replies have a handful of lists; more are no report */
const MAX_LISTS = 300;

/** Tables with most rows first. Throws ReportError TOO_LARGE for more rows than a report has. */
export function recordTables(root: unknown): Table[] {
  const groups = new Map<string, Found>();
  const stamps: [string, unknown][] = [];
  const headed: Table[] = [];
  const heads = namedHeads(root);
  const pending: Visit[] = [{ value: root, path: '', outer: new Map() }];
  for (let visit = pending.pop(); visit; visit = pending.pop()) {
    const { value, path, outer } = visit;
    if (Array.isArray(value)) {
      if (value.length > 0 && value.every(Array.isArray)) {
        if (headed.length < MAX_TABLES) headed.push(...rowsUnderHeads(value as unknown[][], heads));
      } else for (const one of value.toReversed()) if (isObject(one)) pending.push({ value: one, path: `${path}[]`, outer });
      continue;
    }
    if (!isObject(value)) continue;
    const own = flatten(value);
    const isElement = path.endsWith('[]');
    if (own.size >= MIN_FIELDS) addTo(groups, path, { own, outer });
    if (!isElement) for (const pair of own) stamps.push(pair);
    const around = isElement || hasWagon(own) ? new Map([...outer, ...plainOf(own)]) : outer;
    for (const child of childrenOf(value, path, around)) pending.push(child);
  }
  const preamble = formationText(stamps);
  const tables = [...groups.values()].map(({ records }) => toTable(records, preamble));
  return [...joined(headed).map((table) => ({ ...table, preamble })), ...tables]
    .sort((a, b) => b.cells.length - a.cells.length)
    .slice(0, MAX_TABLES);
}

/** Several lists under one heading are one list: a reply may come in portions. */
function joined(tables: readonly Table[]): Table[] {
  const byHead = new Map<string, Table>();
  for (const table of tables) {
    const key = JSON.stringify([table.rowNumbers[0], table.cells[0]]);
    const known = byHead.get(key);
    if (known === undefined) byHead.set(key, { ...table, cells: [...table.cells], rowNumbers: [...table.rowNumbers] });
    else
      for (const row of table.cells.slice(1)) {
        known.rowNumbers.push((known.rowNumbers.at(-1) ?? 0) + 1);
        known.cells.push(row);
      }
  }
  return [...byHead.values()];
}

/** Values of the record itself, without those of the records in it, which are visited apart; its wagon wherever that stands. */
function plainOf(own: Scalars): [string, unknown][] {
  return [...own].filter(([path, value]) => !path.includes('.') || isWagonNumber(String(value)));
}

/** A wagon with a list of its operations in it. */
function hasWagon(own: Scalars): boolean {
  return [...own.values()].some((value) => isWagonNumber(String(value)));
}

function addTo(groups: Map<string, Found>, path: string, record: Found['records'][number]): void {
  const group = groups.get(path) ?? { records: [] };
  if (group.records.length === 0 && groups.size >= MAX_LISTS) return;
  group.records.push(record);
  groups.set(path, group);
  if (group.records.length > MAX_ROWS) {
    throw new ReportError('TOO_LARGE', `The list has more than ${MAX_ROWS} elements; send one day's report.`);
  }
}

/** A map of wagons by number, or of anything by digits, is a list whose elements are named. */
function childrenOf(value: object, path: string, outer: Scalars): Visit[] {
  const entries = Object.entries(value).filter(([, child]) => isObject(child) || Array.isArray(child));
  const isMap = entries.length > 0 && entries.every(([key, child]) => /^\d+$/.test(key) && isObject(child));
  return entries
    .map(([key, child]) => {
      if (!isMap) return { value: child, path: `${path}.${key}`, outer };
      return { value: /^\d{8}$/.test(key) ? { wagonNumber: key, ...child } : child, path: `${path}[]`, outer };
    })
    .reverse();
}

function toTable(records: Found['records'], preamble: string): Table {
  const own = keysOf(records.map((record) => record.own));
  const outer = keysOf(records.map((record) => record.outer)).filter((key) => !own.includes(key));
  if ((own.length + outer.length) * records.length > MAX_CELLS) {
    throw new ReportError('TOO_LARGE', `The list has more than ${MAX_CELLS} values; send one day's report.`);
  }
  const rows = records.map((record): Cell[] => [
    ...own.map((key) => scalarOf(record.own.get(key))),
    ...outer.map((key) => scalarOf(record.outer.get(key))),
  ]);
  return {
    cells: [[...own, ...outer], ...rows],
    rowNumbers: [0, ...rows.map((_, index) => index + 1)],
    preamble,
    dateSystem: 1900,
    outerFrom: own.length,
  };
}

function keysOf(records: readonly Scalars[]): string[] {
  const keys = new Set<string>();
  for (const record of records) for (const key of record.keys()) if (keys.size < MAX_COLUMNS / 2) keys.add(key);
  return [...keys];
}
