/** What a whole report says of the fleet it belongs to: who is there, who is gone, and whether to believe it. */
import type { ReportRow } from '@karavan/contracts';
import { advanceWagon, type WagonAdvance } from './advance-wagon.ts';
import { ms } from './time.ts';
import type { NewEvent } from './wagon-events.ts';
import type { WagonSnapshot } from './wagon-trip.ts';

/** A snapshot that lost a larger share of its fleet waits for a person (RW22). */
export const MAX_LOST_SHARE = 0.3;

/** What is known of one fleet: its wagons with the time of the newest report that had them, those known missing included. */
export interface Fleet {
  /** time of its newest report; undefined before the first one */
  reportedAt: string | undefined;
  members: ReadonlyMap<string, { missing: boolean }>;
}

export interface FleetChange {
  /** older than what we know of the fleet: it changes nothing (RW25) */
  isOlder: boolean;
  /** wagons that were there */
  size: number;
  /** that are no longer; empty where the report cannot tell */
  lost: string[];
  /** too many at once: nothing may be made of this report until a person has looked */
  isHeld: boolean;
}

/**
 * Compares a report with its fleet (RW22, RW25). `rejectedRows` are rows that could not be read: each may be one of
 * the wagons that seem to be gone, so with any of them nobody is.
 */
export function compareFleet(
  fleet: Fleet,
  report: { reportedAt: string; wagons: ReadonlySet<string>; rejectedRows: number },
): FleetChange {
  const isOlder = fleet.reportedAt !== undefined && ms(report.reportedAt) < ms(fleet.reportedAt);
  const present = [...fleet.members].filter(([, { missing }]) => !missing).map(([wagon]) => wagon);
  const gone = present.filter((wagon) => !report.wagons.has(wagon));
  const isHeld = !isOlder && gone.length - report.rejectedRows > present.length * MAX_LOST_SHARE;
  return { isOlder, size: present.length, lost: isOlder || report.rejectedRows > 0 ? [] : gone, isHeld };
}

/**
 * A wagon its fleet's report no longer has (RW23): everything known of it stays, time and place of the last news
 * included. Undefined where some report spoke of it at that time or later, or it is missing already.
 */
export function missWagon(
  known: WagonSnapshot,
  report: { id: string; reportedAt: string; source: string },
): { state: WagonSnapshot; event: NewEvent } | undefined {
  if (known.missing !== undefined || ms(known.reportedAt) >= ms(report.reportedAt)) return undefined;
  const { eta: _, ...rest } = known;
  const event: NewEvent = {
    kind: 'missing',
    at: report.reportedAt,
    place: known.lastOperation.station.name,
    evidence: { reportId: report.id, source: report.source, lastSeenAt: known.reportedAt, lastReport: known.evidence },
    late: false,
  };
  return { state: { ...rest, status: 'missing', missing: { since: report.reportedAt, was: known.status } }, event };
}

/** As it was before it went missing. */
export function withoutMissing(known: WagonSnapshot): WagonSnapshot {
  const { missing, ...rest } = known;
  return missing === undefined ? known : { ...rest, status: missing.was };
}

/** `advanceWagon` for a wagon that may have been missing: it returns first, then the row is judged as ever (RW24). */
export function advanceMember(input: {
  previous: WagonSnapshot | undefined;
  row: ReportRow;
  report: { id: string; reportedAt: string };
}): WagonAdvance {
  const { previous, row, report } = input;
  if (previous?.missing === undefined) return advanceWagon(input);
  const step = advanceWagon({ ...input, previous: withoutMissing(previous) });
  if (step.state === null) return step;
  const returned: NewEvent = {
    kind: 'returned',
    at: report.reportedAt,
    place: row.station.name,
    evidence: { reportId: report.id, row: row.row, missingSince: previous.missing.since },
    late: false,
  };
  return { ...step, events: [...step.events, returned] };
}
