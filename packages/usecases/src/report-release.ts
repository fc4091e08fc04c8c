import type { Actor, MappingReply, ReportDetail, ReportSummary } from '@karavan/contracts';
import { AppError } from '@karavan/runtime';
import { REPORT_FIELDS, ReportError, type ReportField, type ReportMapping } from '@karavan/scraper-rzd';
import { audit, layouts, reports } from '@karavan/store';
import { type Deps, scopeOf } from './deps.ts';
import { finishReport, readBytes } from './report-intake.ts';

interface OnReport {
  actor: Actor;
  reportId: string;
}

/** One report; of one in quarantine its columns and what each could mean. */
export async function getReport(deps: Deps, { actor, reportId }: OnReport): Promise<ReportDetail> {
  const found = await deps.db.scoped(scopeOf(actor), (tx) => reports.findReport(tx, reportId));
  if (found === undefined) throw missing();
  const { layout: _, columns, ...report } = found;
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

/**
 * Keeps what a person says the columns mean, for every file with these headers from now on, and takes in those that waited,
 * in the order of their own time. Nothing is kept when the report cannot be read with it.
 * @throws AppError BAD_INPUT naming the column; UNPROCESSABLE when the report still makes no sense
 */
export async function approveMapping(deps: Deps, input: OnReport & { columns: Record<string, string> }): Promise<MappingReply> {
  const { actor, reportId } = input;
  const { layout, columns } = await getWaiting(deps, { actor, reportId, status: 'quarantined' });
  if (layout === null || columns === null) throw new AppError('CONFLICT', 'This file has no columns to explain.');
  const mapping = toMapping(
    input.columns,
    columns.map(({ header }) => header),
  );
  const first = await deps.db.scoped(scopeOf(actor), (tx) => reports.findReportRaw(tx, reportId));
  if (first === undefined) throw missing();
  await deps.parseReport(first.bytes, { mapping }).catch((error: unknown) => {
    if (!(error instanceof ReportError)) throw error;
    throw new AppError('UNPROCESSABLE', `With these columns the report still cannot be read: ${error.message}`, { cause: error });
  });
  const waiting = await deps.db.scoped(scopeOf(actor), async (tx) => {
    await layouts.saveLayout(tx, {
      companyId: actor.companyId,
      signature: layout,
      columns: mapping,
      by: actor.name,
      at: deps.clock(),
    });
    return reports.listQuarantined(tx, layout);
  });
  await note(deps, { actor, reportId, action: 'layout approved' });
  return { replayed: await replayInOrder(deps, { actor, ids: waiting.map(({ id }) => id) }) };
}

/** Reads them once for their time, then takes them in by it. One that cannot be read stays where it is and says why. */
async function replayInOrder(deps: Deps, { actor, ids }: { actor: Actor; ids: string[] }): Promise<MappingReply['replayed']> {
  const read: { id: string; reportedAt: string | null; problem: string | null }[] = [];
  for (const id of ids) {
    const raw = await deps.db.scoped(scopeOf(actor), (tx) => reports.findReportRaw(tx, id));
    if (raw === undefined) continue;
    read.push(
      await readBytes(deps, { actor, bytes: raw.bytes }).then(
        ({ reportedAt }) => ({ id, reportedAt, problem: null }),
        (error: unknown) => ({ id, reportedAt: null, problem: error instanceof Error ? error.message : String(error) }),
      ),
    );
  }
  const ordered = read.toSorted((a, b) => (a.reportedAt ?? '').localeCompare(b.reportedAt ?? ''));
  for (const item of ordered)
    if (item.reportedAt !== null) await finishReport(deps, { actor, reportId: item.id, because: 'late' });
  return ordered;
}

function toMapping(given: Record<string, string>, headers: readonly string[]): ReportMapping {
  const errors = Object.entries(given).flatMap(([header, field]) => {
    const path = `columns.${header}`;
    if (!headers.includes(header)) return [{ path, message: 'is no column of this report' }];
    return REPORT_FIELDS.includes(field as ReportField) ? [] : [{ path, message: `is not one of ${REPORT_FIELDS.join(', ')}` }];
  });
  const [first] = errors;
  if (first !== undefined) throw new AppError('BAD_INPUT', `${first.path}: ${first.message}`, { errors });
  return given as ReportMapping;
}

async function getWaiting(deps: Deps, { actor, reportId, status }: OnReport & { status: 'held' | 'quarantined' }) {
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
