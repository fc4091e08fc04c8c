import { isWagonNumber, normaliseWagonNumber } from '@karavan/rail';
import type { Cell } from './table.ts';

/** fewer filled cells are a line with a client's number or a telephone in it */
const MIN_CELLS = 4;

/** Whether a row is plainly one of the table's body: a wagon among other values. */
export function isWagonRow(row: readonly Cell[]): boolean {
  const filled = row.filter((cell) => cell !== undefined && cell !== '');
  return filled.length >= MIN_CELLS && filled.some((cell) => isWagonNumber(normaliseWagonNumber(cell ?? '') ?? ''));
}
