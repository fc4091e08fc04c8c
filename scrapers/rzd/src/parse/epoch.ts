import type { Cell } from './table.ts';

const FIRST_MS = Date.UTC(1990, 0, 1);
const LAST_MS = Date.UTC(2100, 11, 31);

/** Instants as programs write them: seconds or milliseconds since 1970, `/Date(1786…)/`. Undefined for anything else. */
export function epochOf(cell: Cell): number | undefined {
  const text =
    typeof cell === 'string' ? (/^\/Date\((\d+)(?:[+-]\d{4})?\)\/$/.exec(cell.trim())?.[1] ?? cell.trim()) : String(cell);
  if (!/^\d{9,13}(?:\.\d+)?$/.test(text)) return undefined;
  const number = Number(text);
  const epochMs = number > 1e11 ? Math.round(number) : Math.round(number * 1000);
  return epochMs >= FIRST_MS && epochMs <= LAST_MS ? epochMs : undefined;
}
