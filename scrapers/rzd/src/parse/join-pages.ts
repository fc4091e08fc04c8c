/** A page may print every sheet of paper as a table of its own: tables with the same heading, or without one, go on. */
import { normaliseWagonNumber } from '@karavan/rail';
import { headerKey } from './header-key.ts';
import { HEADER_SEARCH_ROWS } from './limits.ts';
import { type Cell, cellText, type Table } from './table.ts';

export function joinPages(tables: readonly Table[]): Table[] {
  const joined: Table[] = [];
  for (const table of tables) {
    const before = joined.findLast((one) => goesOn(one, table));
    if (!before) {
      joined.push({ ...table, cells: [...table.cells], rowNumbers: [...table.rowNumbers] });
      continue;
    }
    const last = before.rowNumbers.at(-1) ?? 0;
    for (const [index, row] of table.cells.entries()) {
      before.cells.push(row);
      before.rowNumbers.push(last + (table.rowNumbers[index] ?? index + 1));
    }
  }
  return joined;
}

function goesOn(before: Table, table: Table): boolean {
  const first = table.cells[0] ?? [];
  if (wagonColumn(first) >= 0) return wagonColumn(first) === wagonColumn(before.cells.find((row) => wagonColumn(row) >= 0) ?? []);
  if (first.filter((cell) => cellText(cell).trim() !== '').length < 3) return false;
  const key = keyOf(first);
  return before.cells.slice(0, HEADER_SEARCH_ROWS).some((row) => keyOf(row) === key);
}

const keyOf = (row: readonly Cell[]): string => row.map((cell) => headerKey(cellText(cell).slice(0, 200))).join('|');

function wagonColumn(row: readonly Cell[]): number {
  return row.findIndex((cell) => cell !== undefined && normaliseWagonNumber(cell) !== undefined);
}
