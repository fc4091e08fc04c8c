import type { Actor, ReportDetail, ReportSummary } from '@karavan/contracts';
import { AppError } from '@karavan/runtime';
import { REPORT_FIELDS } from '@karavan/scraper-rzd';
import { audit, reports } from '@karavan/store';
import { type Deps, scopeOf } from './deps.ts';
import { finishReport } from './report-intake.ts';

interface OnReport {
  actor: Actor;
  reportId: string;
}

/** One report; of one in quarantine its columns and what each could mean. */
export async function getReport(deps: Deps, { actor, reportId }: OnReport): Promise<ReportDetail> {
  const found = await deps.db.scoped(scopeOf(actor), (tx) => reports.findReport(tx, reportId));
  if (found === undefined) throw missing();
  const { columns, ...report } = found;
  return report.status === 'quarantined' && columns !== null ? { ...report, columns, fields: [...REPORT_FIELDS] } : report;
}

/**
 * A person has looked at a held report: it is applied as if it had come in its time, and those of its source held after it
 * are judged again, oldest first.
 */
export async function approveReport(deps: Deps, { actor, reportId }: OnReport): Promise<ReportSummary> {
  const report = await getWaiting(deps, { actor, reportId, status: 'held' });
  const summary = await finishReport(deps, { actor, reportId, because: 'release' });
  await note(deps, { actor, reportId, action: 'report approved' });
  const after = summary.reportedAt;
  for (const { id } of await deps.db.scoped(scopeOf(actor), (tx) => reports.listHeld(tx, { source: report.source, after })))
    await finishReport(deps, { actor, reportId: id, because: 'late' });
  return summary;
}

export async function rejectReport(deps: Deps, { actor, reportId }: OnReport): Promise<void> {
  await deps.db.scoped(scopeOf(actor), async (tx) => {
    await reports.lockIngest(tx, actor.companyId);
    if (await reports.rejectReport(tx, reportId)) return;
    if ((await reports.findReport(tx, reportId)) === undefined) throw missing();
    throw new AppError('CONFLICT', 'This report waits for nobody: it is in use or was put away before.');
  });
  await note(deps, { actor, reportId, action: 'report rejected' });
}

async function getWaiting(deps: Deps, { actor, reportId, status }: OnReport & { status: 'held' }) {
  const report = await deps.db.scoped(scopeOf(actor), (tx) => reports.findReport(tx, reportId));
  if (report === undefined) throw missing();
  if (report.status !== status) throw new AppError('CONFLICT', `This report is not ${status}; it is ${report.status}.`);
  return report;
}

const note = (deps: Deps, { actor, reportId, action }: OnReport & { action: string }): Promise<void> =>
  deps.db.scoped(scopeOf(actor), (tx) =>
    audit.insertAudit(tx, { companyId: actor.companyId, actor: actor.name, action, subject: reportId }),
  );

const missing = () => new AppError('NOT_FOUND', 'There is no such report.');
