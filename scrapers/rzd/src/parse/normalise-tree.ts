/**
 * Ways of writing a list that say the same as the plain one, turned into it: named values, numbered keys, a list a column,
 * wagons by their numbers, the history of a wagon in the wagon.
 */
import { HISTORY_KEY, isObject } from './flatten.ts';

type Tree = Record<string, unknown>;

const MIN_FIELDS = 3;
const MAX_DEPTH = 40;
const NAME_KEYS = ['name', 'key', 'field', 'code'];
const VALUE_KEYS = ['value', 'val'];
const WAGON_KEY = /^\d{8}$/;

export function normaliseTree(value: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH || typeof value !== 'object' || value === null) return value;
  return Array.isArray(value) ? normaliseList(value, depth) : normaliseRecord(value as Tree, depth);
}

function normaliseList(list: readonly unknown[], depth: number): unknown {
  const filled = list.filter((one) => one !== null && !(Array.isArray(one) && one.length === 0));
  if (filled.length > 0 && filled.every(Array.isArray)) {
    // rows of plain values are what they are; lists of records in a list are one list
    const isOfRecords = filled.every((row) => (row as unknown[]).every(isObject));
    if (!isOfRecords) return filled;
    const named = filled.map((row) => namedValues(row as Tree[]));
    return normaliseTree(named.every((one) => one !== undefined) ? named : filled.flat(), depth + 1);
  }
  const named = filled.every(isObject) ? namedValues(filled as Tree[]) : undefined;
  return named ?? list.map((one) => normaliseTree(one, depth + 1));
}

/** `[{name: 'NOM_VAG', value: '93123453'}, …]` as a record. */
function namedValues(list: readonly Tree[]): Tree | undefined {
  if (list.length < MIN_FIELDS) return undefined;
  const [first] = list;
  const name = NAME_KEYS.find((key) => typeof first?.[key] === 'string');
  const value = VALUE_KEYS.find((key) => first !== undefined && key in first);
  if (name === undefined || value === undefined || !list.every((one) => typeof one[name] === 'string')) return undefined;
  return Object.fromEntries(list.map((one) => [String(one[name]), one[value]]));
}

function normaliseRecord(record: Tree, depth: number): unknown {
  const entries = Object.entries(record);
  if (isNumbered(entries)) return normaliseTree(Object.values(record), depth + 1);
  if (isByWagon(entries)) return normaliseTree(wagonsOf(entries), depth + 1);
  if (isByColumn(entries)) return rowsOf(entries);
  return Object.fromEntries(
    entries.map(([key, child]) => [
      key,
      HISTORY_KEY.test(key) ? operationsOf(normaliseTree(child, depth + 1)) : normaliseTree(child, depth + 1),
    ]),
  );
}

/** `{"0": …, "1": …}` */
const isNumbered = (entries: readonly [string, unknown][]): boolean =>
  entries.length > 0 && entries.every(([key], index) => key === String(index));

/** `{"93123453": [{…}, {…}]}` */
const isByWagon = (entries: readonly [string, unknown][]): boolean =>
  entries.length > 0 &&
  entries.every(([key, child]) => WAGON_KEY.test(key) && Array.isArray(child) && child.length > 0 && child.every(isObject));

const wagonsOf = (entries: readonly [string, unknown][]): Tree[] =>
  entries.map(([wagonNumber, operations]) => ({ wagonNumber, operations }));

/** `{"NOM_VAG": [..], "DATE_OP": [..], …}`: as many values in each. */
function isByColumn(entries: readonly [string, unknown][]): boolean {
  const size = Array.isArray(entries[0]?.[1]) ? entries[0][1].length : 0;
  return (
    size > 1 &&
    entries.length >= MIN_FIELDS &&
    entries.every(([, child]) => Array.isArray(child) && child.length === size && !child.some(isNest))
  );
}

const isNest = (value: unknown): boolean => typeof value === 'object' && value !== null;

function rowsOf(entries: readonly [string, unknown][]): Tree[] {
  const [, first] = entries[0] ?? ['', []];
  return (first as unknown[]).map((_, index) =>
    Object.fromEntries(entries.map(([key, column]) => [key, (column as unknown[])[index]])),
  );
}

/** Each operation under a key that says what it is: `{name, at}` → `{operation: {name, at}}`. */
function operationsOf(list: unknown): unknown {
  if (!Array.isArray(list) || !list.every(isObject)) return list;
  return (list as Tree[]).map((one) => (isObject(one['operation']) ? one : { operation: one }));
}
