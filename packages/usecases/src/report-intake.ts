import { createHash } from 'node:crypto';
import type { Actor, ReportSummary } from '@karavan/contracts';
import { AppError } from '@karavan/runtime';
import { type ReadReport, ReportError, type ReportMapping } from '@karavan/scraper-rzd';
import { audit, layouts, reports, type Tx } from '@karavan/store';
import { type Deps, scopeOf } from './deps.ts';
import { inTurn } from './in-turn.ts';
import { ingestReport } from './report-ingest.ts';
import { layoutSignature } from './report-layout.ts';
import { tellStaff } from './tell-staff.ts';

export interface Intake {
  summary: ReportSummary;
  /** false when these very bytes were taken in before */
  isNew: boolean;
}

/** Bytes that hold no report at all: nothing of them is kept but the line in the audit. */
const UNUSABLE: ReadonlySet<string> = new Set(['EMPTY', 'TRUNCATED', 'ENCRYPTED', 'TOO_LARGE', 'ZIP_BOMB']);

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

/** Why stored bytes are read: that decides what becomes of them when they turn out to be unusable, and whether guards speak. */
export type Reason = 'upload' | 'recovery' | 'replay' | 'late' | 'release';

/** Parses kept bytes and saves what they say. Also what a replay and the start after a crash do. */
export async function finishReport(
  deps: Deps,
  input: { actor: Actor; reportId: string; because: Reason; bytes?: Uint8Array },
): Promise<ReportSummary> {
  const { actor, reportId } = input;
  const bytes = input.bytes ?? (await deps.db.scoped(scopeOf(actor), (tx) => reports.findReportRaw(tx, reportId)))?.bytes;
  if (bytes === undefined) throw new AppError('NOT_FOUND', 'There is no such report, or it was refused a moment ago.');
  try {
    const parsed = await readBytes(deps, { actor, bytes });
    await ingestReport(deps, {
      actor,
      reportId,
      parsed,
      again: input.because === 'replay',
      inItsTime: input.because === 'late' || input.because === 'release',
      unguarded: input.because === 'release',
    });
  } catch (error) {
    if (!(error instanceof ReportError)) throw error;
    throw await refuse(deps, { actor, reportId, error, because: input.because });
  }
  return getSummary(deps, actor, reportId);
}

/** With what people have said of layouts we did not know. @throws ReportError */
export async function readBytes(deps: Deps, input: { actor: Actor; bytes: Uint8Array }): Promise<ReadReport> {
  try {
    return await deps.parseReport(input.bytes);
  } catch (error) {
    const signature = error instanceof ReportError ? layoutSignature(error) : undefined;
    if (signature === undefined) throw error;
    const mapping = await deps.db.scoped(scopeOf(input.actor), (tx) => layouts.findLayout(tx, signature));
    if (mapping === undefined) throw error;
    return deps.parseReport(input.bytes, { mapping: mapping as ReportMapping });
  }
}

/**
 * An upload without a usable report is not kept: its sender hears so. Bytes found after a crash have no sender waiting, so
 * they go to quarantine; a report read before stays as it was.
 */
async function refuse(
  deps: Deps,
  input: { actor: Actor; reportId: string; error: ReportError; because: Reason },
): Promise<AppError> {
  const { actor, reportId, error, because } = input;
  const unusable = UNUSABLE.has(error.code) && because === 'upload';
  await deps.db.scoped(scopeOf(actor), async (tx) => {
    const status = (await reports.lockReport(tx, { companyId: actor.companyId, id: reportId }))?.status;
    if (status === 'received' && unusable) await reports.deleteReport(tx, reportId);
    else if (status !== undefined && status !== 'ingested' && status !== 'rejected')
      await quarantine(tx, { ...input, now: deps.clock() });
    const action = unusable ? 'report refused' : 'report quarantined';
    await audit.insertAudit(tx, {
      companyId: actor.companyId,
      actor: actor.name,
      action,
      subject: reportId,
      details: { code: error.code },
    });
  });
  if (!unusable) deps.announce();
  deps.log.warn({ event: 'report.refused', reportId, code: error.code }, error.message);
  const detail = unusable ? error.message : `${error.message} The bytes are kept and quarantined as report ${reportId}.`;
  return new AppError(error.code === 'TOO_LARGE' ? 'TOO_LARGE' : 'UNPROCESSABLE', detail, {
    cause: error,
    reason: `report-${error.code.toLowerCase().replaceAll('_', '-')}`,
    details: { code: error.code, reportId, kept: !unusable },
    errors: [{ path: 'file', message: error.message }],
  });
}

/** Kept for a person, who is told of the first file of a layout, or of the first a source sends without any, and not of every one that follows. */
async function quarantine(
  tx: Tx,
  { actor, reportId, error, now }: { actor: Actor; reportId: string; error: ReportError; now: Date },
): Promise<void> {
  const signature = layoutSignature(error);
  const isTold = await reports.hasQuarantined(tx, { id: reportId, layout: signature ?? null });
  await reports.saveReportOutcome(tx, {
    id: reportId,
    status: 'quarantined',
    issues: [],
    problem: error.message,
    ...(signature === undefined ? {} : { layout: { signature, columns: error.candidateColumns } }),
  });
  if (!isTold)
    await tellStaff(tx, {
      companyId: actor.companyId,
      kind: 'reportQuarantined',
      at: now,
      evidence: { reportId, code: error.code, columns: error.candidateColumns.length },
    });
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
