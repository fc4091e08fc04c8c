import { createHash } from 'node:crypto';
import type { Actor, ReportSummary } from '@karavan/contracts';
import { AppError } from '@karavan/runtime';
import { audit, reports } from '@karavan/store';
import { type Deps, scopeOf } from './deps.ts';
import { inTurn } from './in-turn.ts';
import { readAndSave } from './report-finish.ts';
import type { Finish } from './report-task.ts';

export interface Intake {
  summary: ReportSummary;
  /** false when these very bytes were taken in before */
  isNew: boolean;
}

/**
 * Takes in one wagon report: keeps the raw bytes, then makes rows, states and news of them. Safe to call again with the
 * same bytes at any moment, also after the program died half-way: what is done stays done, what is missing is made up.
 * @throws AppError TOO_LARGE, UNPROCESSABLE (with what is wrong and, for an unknown layout, the id it is quarantined under)
 */
export async function takeInReport(
  deps: Deps,
  input: { actor: Actor; bytes: Uint8Array; source: string; fileName: string | null },
): Promise<Intake> {
  const sha256 = createHash('sha256').update(input.bytes).digest('hex');
  const { companyId } = input.actor;
  const kept = await inTurn(deps.db, `keep ${companyId}`, () =>
    deps.db.scoped(scopeOf(input.actor), (tx) =>
      reports.keepReport(tx, { companyId, sha256, receivedAt: deps.clock(), ...input }),
    ),
  );
  if (kept.status === 'ingested' || kept.status === 'held')
    return { summary: await getSummary(deps, input.actor, kept.id), isNew: false };
  const { actor, bytes } = input;
  return { summary: await finishReport(deps, { actor, reportId: kept.id, because: 'upload', bytes }), isNew: kept.isNew };
}

/** Parses kept bytes and saves what they say, beside the event loop where there is a thread. Also what a replay and the start after a crash do. */
export async function finishReport(deps: Deps, input: Finish): Promise<ReportSummary> {
  await (deps.reportThread === undefined ? readAndSave(deps, input) : deps.reportThread.finish(input));
  return getSummary(deps, input.actor, input.reportId);
}

export async function getSummary(deps: Deps, actor: Actor, reportId: string): Promise<ReportSummary> {
  const report = await deps.db.scoped(scopeOf(actor), (tx) => reports.findReport(tx, reportId));
  if (report?.format == null || report.reportedAt === null || report.rows === null)
    throw new AppError('NOT_FOUND', 'There is no such report, or it has not been read yet.');
  return {
    id: report.id,
    sha256: report.sha256,
    format: report.format,
    reportedAt: report.reportedAt,
    rows: report.rows,
    issues: report.issues,
    ...(report.status === 'held' ? { status: 'held' as const } : {}),
    ...(report.hold ? { hold: report.hold } : {}),
  };
}

/** The audit line of a file so plainly unusable that nothing of it reached us. */
export async function noteRefusal(deps: Deps, input: { actor: Actor; action: string; code: string }): Promise<void> {
  const { actor } = input;
  await deps.db.scoped(scopeOf(actor), (tx) =>
    audit.insertAudit(tx, { companyId: actor.companyId, actor: actor.name, action: input.action, details: { code: input.code } }),
  );
}
