import type { Actor } from '@karavan/contracts';
import { AppError } from '@karavan/runtime';
import { type ReadReport, ReportError, type ReportMapping } from '@karavan/scraper-rzd';
import { audit, layouts, reports, type Tx } from '@karavan/store';
import { type Deps, scopeOf } from './deps.ts';
import { inTurn } from './in-turn.ts';
import { rereadReport } from './report-correct.ts';
import { ingestReport } from './report-ingest.ts';
import { headingsSignature, layoutSignature } from './report-layout.ts';
import type { Finish, Reason } from './report-task.ts';
import { tellStaff } from './tell-staff.ts';

/** Bytes that hold no report at all: nothing of them is kept but the line in the audit. */
const UNUSABLE: ReadonlySet<string> = new Set(['EMPTY', 'TRUNCATED', 'ENCRYPTED', 'TOO_LARGE', 'ZIP_BOMB']);

/**
 * Reads the kept bytes of a report and saves what they say, all of it in this thread but the parsing.
 * @throws AppError as `takeInReport` does
 */
export async function readAndSave(deps: Deps, input: Finish): Promise<void> {
  const { actor, reportId } = input;
  try {
    // In turn, so that reports are saved in the order they were given.
    const parsed = await inTurn(deps.db, `read ${actor.companyId}`, async () => {
      const bytes = input.bytes ?? (await deps.db.scoped(scopeOf(actor), (tx) => reports.findReportRaw(tx, reportId)))?.bytes;
      if (bytes === undefined) throw new AppError('NOT_FOUND', 'There is no such report, or it was refused a moment ago.');
      return readBytes(deps, { actor, bytes });
    });
    if (input.because === 'correction') return await rereadReport(deps, { actor, reportId, parsed });
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
}

/** A report as it was read, with the signature of its headings. */
export type Read = ReadReport & { layout: string | undefined };

/** With what people have said of layouts, those we did not know and those we took for something else. @throws ReportError */
export async function readBytes(
  deps: Deps,
  { actor, bytes, explain = false }: { actor: Actor; bytes: Uint8Array; explain?: boolean },
): Promise<Read> {
  const read = await deps.parseReport(bytes, { explain }).catch((error: unknown) => {
    if (error instanceof ReportError && layoutSignature(error) !== undefined) return error;
    throw error;
  });
  const layout = read instanceof ReportError ? layoutSignature(read) : headingsSignature(read.headings);
  const mapping = layout && (await deps.db.scoped(scopeOf(actor), (tx) => layouts.findLayout(tx, layout)));
  if (mapping) return { ...(await deps.parseReport(bytes, { mapping: mapping as ReportMapping, explain })), layout };
  if (read instanceof ReportError) throw read;
  return { ...read, layout };
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
