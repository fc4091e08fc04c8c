/** One record of a list, whatever its nesting → its plain values by the path of their keys. */
import { MAX_COLUMNS } from './limits.ts';
import type { Cell } from './table.ts';

export type Scalars = Map<string, unknown>;

const MAX_DEPTH = 6;
const MAX_LISTED = 50;
/** keys that hold the value of the key above them */
const VALUE_KEYS = new Set(['value', 'val', '#text', '$t', '_', '_text']);

/** a list of these in a wagon holds its operations, also where there is one alone */
export const HISTORY_KEY = /^(operations|opers|history|operation_?history|movements?|events|operacii|операции|история)$/i;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `{operation: {station: {name}}}` → `operation.station.name`. Lists of records are left out, lists of values joined. */
export function flatten(record: object, prefix = '', depth = 0, into: Scalars = new Map()): Scalars {
  for (const key in record) {
    const value = (record as Record<string, unknown>)[key];
    if (into.size >= MAX_COLUMNS) break;
    const path = VALUE_KEYS.has(key) && prefix !== '' ? prefix : prefix === '' ? key : `${prefix}.${key}`;
    const one = Array.isArray(value) && value.length === 1 && !HISTORY_KEY.test(key) ? value[0] : value;
    if (isObject(one)) {
      if (depth < MAX_DEPTH) flatten(one, path, depth + 1, into);
    } else if (Array.isArray(one)) {
      if (one.length > 0 && one.length <= MAX_LISTED && !one.some(isNest)) into.set(path, one.map(String).join(','));
    } else into.set(path, one);
  }
  return into;
}

export const isNest = (value: unknown): boolean => typeof value === 'object' && value !== null;

export function scalarOf(value: unknown): Cell {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (Array.isArray(value)) return value.some(isNest) ? undefined : value.slice(0, MAX_LISTED).map(String).join(',');
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}
