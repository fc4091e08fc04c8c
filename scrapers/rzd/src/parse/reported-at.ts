/** When a report was formed: what the file says, else what its idle column gives away. Never the time of the upload. */
import type { ReportRow } from '@karavan/contracts';
import { parseRailTime } from '@karavan/rail';
import type { Cell, Table } from './table.ts';

const DAY_MS = 86_400_000;
/** a report is taken at most this long after its latest operation */
const MAX_LAG_MS = 2.5 * 3_600_000;
/** an operation later than this after the formation time is a mistyped date */
export const MAX_AHEAD_MS = DAY_MS;

const STAMP = /\d{1,2}[./]\d{1,2}[./]\d{2,4}[ ,]+\d{1,2}[:.-]\d{2}(?::\d{2})?/g;
const LABELLED =
  /(?:сформирован|состояни|дата и время отч[её]та|дата отч[её]та)[^\d]{0,30}(\d{1,2}[./]\d{1,2}[./]\d{2,4}[ ,]+\d{1,2}[:.-]\d{2}(?::\d{2})?)/i;

/** Epoch ms of the formation time above the header: a labelled one first, else the latest with a clock; undefined if none. */
export function statedTimeMs(table: Table, headerRow: number): number | undefined {
  const above = table.cells.slice(0, headerRow).flat();
  const text = `${table.preamble}\n${above.filter((cell) => typeof cell === 'string').join('\n')}`.replace(
    /[\u00a0\u2007\u202f]/g,
    ' ',
  );
  const labelled = LABELLED.exec(text)?.[1];
  const stamps: Cell[] = labelled
    ? [labelled]
    : [...(text.match(STAMP) ?? []), ...above.filter((cell) => typeof cell === 'number')];
  const times = stamps
    .map((stamp) => parseRailTime(stamp ?? '', { dateSystem: table.dateSystem }))
    .filter((time) => time?.hasClock)
    .map((time) => time?.epochMs ?? 0);
  return times.length > 0 ? Math.max(...times) : undefined;
}

/**
 * Formation time of a report that states none, epoch ms, before it is held to the latest operation. The idle column
 * counts from the arrival at the station, so for arrivals operation + idle is the formation time to ±7 minutes (two
 * decimals of a day): their median. Idle under the last operation gives it for any row. Undefined without either.
 */
export function impliedTimeMs(rows: readonly ReportRow[]): number | undefined {
  const sums: number[] = [];
  for (const row of rows) {
    const arrived = row.operation.event === 'ARRIVED_STATION' || row.operation.event === 'ARRIVED_DESTINATION';
    const idleDays = isExactIdle(row.idleOperationDays) ? row.idleOperationDays : arrived ? row.idleStationDays : undefined;
    if (idleDays !== undefined) sums.push(Date.parse(row.operationAt) + idleDays * DAY_MS);
  }
  return median(sums);
}

/** whole days are rounded down and say too little */
function isExactIdle(days: number | undefined): days is number {
  return days !== undefined && !Number.isInteger(days);
}

/** At least the latest operation, at most 2.5 hours after it; undefined without rows. Whole minutes. */
export function estimatedTimeMs(rows: readonly ReportRow[], impliedMs: number | undefined): number | undefined {
  if (rows.length === 0) return undefined;
  const latestMs = rows.reduce((latest, row) => Math.max(latest, Date.parse(row.operationAt)), Number.NEGATIVE_INFINITY);
  const wantedMs = Math.round((impliedMs ?? latestMs) / 60_000) * 60_000;
  return Math.min(Math.max(wantedMs, latestMs), latestMs + MAX_LAG_MS);
}

function median(values: number[]): number | undefined {
  const sorted = values.sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  if (upper === undefined) return undefined;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}
