import type { ReportRow } from '@karavan/contracts';
import { sameStation } from './station.ts';
import { DAY_MS, daysBetween, earliest, HOUR_MS, iso, ms, round2 } from './time.ts';
import { operationKey } from './wagon-operation.ts';
import type { WagonSnapshot } from './wagon-trip.ts';

/** A report's own idle figure has 2 decimals (a quarter of an hour); a start this much later is another stay. */
const SAME_STAY_TOLERANCE_MS = HOUR_MS;

export interface Stay {
  /** first known operation of the stay at the present station */
  since: string;
  /** the same stay as in the state before: what was told of it is not told again */
  continued: boolean;
}

/** Where the report itself says how long the wagon has been at the station, the stay began that long before it. */
function claimedSince(row: ReportRow, reportedAt: string): string | undefined {
  return row.idleStationDays === undefined ? undefined : iso(ms(reportedAt) - row.idleStationDays * DAY_MS);
}

/** The arrival at the destination, where the row states one that belongs to this stay. */
function arrivalHere(row: ReportRow): string | undefined {
  const here = row.arrivedAt !== undefined && sameStation(row.station, row.destination ?? row.station);
  const left = row.operation.event === 'DEPARTED';
  const ofThisTrip =
    here &&
    ms(row.arrivedAt ?? '') <= ms(row.operationAt) &&
    ms(row.arrivedAt ?? '') >= ms(row.tripStartedAt ?? '1970-01-01T00:00:00Z');
  return ofThisTrip && !left ? row.arrivedAt : undefined;
}

/**
 * The stay at the present station (RW6, RW7): it goes on through shunting, abandoning and corrections, ends with a new
 * station or a departure, and never begins later than was known before.
 */
export function stayOf(row: ReportRow, reportedAt: string, previous: WagonSnapshot | undefined): Stay {
  const claimed = claimedSince(row, reportedAt);
  const known = earliest(claimed, row.operationAt, claimed === undefined ? arrivalHere(row) : undefined) ?? row.operationAt;
  if (previous === undefined || !sameStation(previous.lastOperation.station, row.station))
    return { since: known, continued: false };
  const sameOperation =
    operationKey(previous.lastOperation) ===
    operationKey({ at: row.operationAt, event: row.operation.event, station: row.station });
  const departure = row.operation.event === 'DEPARTED' || previous.lastOperation.event === 'DEPARTED';
  const returned = claimed !== undefined && ms(known) > ms(previous.atStationSince) + SAME_STAY_TOLERANCE_MS;
  if (!sameOperation && (departure || returned)) return { since: known, continued: false };
  return { since: earliest(previous.atStationSince, known) ?? known, continued: true };
}

/** Both figures at the time of the report, in days; the station figure is the report's own where it carries one. */
export function idleOf(row: ReportRow, reportedAt: string, since: string): WagonSnapshot['idle'] {
  return {
    sinceLastOperationDays: round2(Math.max(0, daysBetween(row.operationAt, reportedAt))),
    atStationDays: row.idleStationDays ?? round2(Math.max(0, daysBetween(since, reportedAt))),
  };
}

/** Since when it has been standing: a wagon that departed stands (if at all) only from the departure on. */
export const standingSince = (state: Pick<WagonSnapshot, 'lastOperation' | 'atStationSince'>): string =>
  state.lastOperation.event === 'DEPARTED' ? state.lastOperation.at : state.atStationSince;

/** A train may be recorded as abandoned again and again in one stay; only the first time says since when. */
export function isFirstAbandoning({ lastOperation, idle }: WagonSnapshot): boolean {
  return lastOperation.event === 'TRAIN_ABANDONED' && idle.atStationDays - idle.sinceLastOperationDays < 1;
}
