import type { Actor, ParsedReport, ReportHold } from '@karavan/contracts';
import { audit, reports, sources, type Tx } from '@karavan/store';
import type { FleetChange } from '@karavan/tracking';
import { shortened } from './report-issues.ts';
import { tellStaff } from './tell-staff.ts';

/** Clocks differ by minutes; a report that is ahead by more has a wrong date, and would make all that follow it old. */
const MOST_AHEAD_MINUTES = 30;
const MINUTE_MS = 60_000;
const NAMED = 50;

/** Why a report that says it was formed after it was received is held; undefined where it does not. */
export function aheadOf({ receivedAt, reportedAt }: { receivedAt: string; reportedAt: string }): ReportHold | undefined {
  const aheadMinutes = Math.floor((Date.parse(reportedAt) - Date.parse(receivedAt)) / MINUTE_MS);
  return aheadMinutes > MOST_AHEAD_MINUTES ? { aheadMinutes, fleet: 0, lost: 0, wagons: [] } : undefined;
}

export const holdOf = ({ size, lost }: FleetChange, present: number): ReportHold => ({
  fleet: size,
  lost: Math.max(lost.length, size - present),
  wagons: lost.slice(0, NAMED),
});

interface Holding {
  actor: Actor;
  reportId: string;
  parsed: ParsedReport;
  why: ReportHold;
  source: string;
  /** it waits already */
  isHeld: boolean;
  now: Date;
}

/** Keeps a report that was read for a person to decide on; staff are told of the first of a source. */
export async function hold(tx: Tx, input: Holding): Promise<void> {
  const { parsed, reportId, source, why } = input;
  const companyId = input.actor.companyId;
  const isFirst = (await reports.listHeld(tx, { source })).length === 0;
  const counts = {
    total: parsed.total,
    accepted: 0,
    rejected: parsed.rejected.length,
    duplicate: parsed.duplicates.length,
    stale: 0,
    held: parsed.rows.length,
  };
  await reports.saveReportOutcome(tx, {
    id: reportId,
    status: 'held',
    format: parsed.format,
    reportedAt: parsed.reportedAt,
    counts,
    issues: shortened(parsed.issues),
    problem: `${problemOf(why, source)} Nothing was made of it until somebody has looked.`,
    hold: why,
  });
  if (why.aheadMinutes === undefined) await sources.noteNewestReport(tx, { id: source, reportedAt: parsed.reportedAt });
  if (!input.isHeld)
    await audit.insertAudit(tx, {
      companyId,
      actor: input.actor.name,
      action: 'report held',
      subject: reportId,
      details: { ...counts },
    });
  if (isFirst)
    await tellStaff(tx, { companyId, kind: 'reportHeld', at: input.now, evidence: { reportId, source, ...told(why) } });
}

const told = ({ aheadMinutes, fleet, lost }: ReportHold) => (aheadMinutes === undefined ? { fleet, lost } : { aheadMinutes });

function problemOf({ aheadMinutes, fleet, lost }: ReportHold, source: string): string {
  if (aheadMinutes === undefined) return `${lost} of the ${fleet} wagons of ${source} are not in it.`;
  return `It says it was formed ${aheadMinutes} minutes after it was received; its date is wrong, or a clock is.`;
}
