import type { Actor, MappingReply, ReportColumns } from '@karavan/contracts';
import { AppError } from '@karavan/runtime';
import { REPORT_FIELDS, ReportError, type ReportField, type ReportMapping } from '@karavan/scraper-rzd';
import { audit, layouts, reports } from '@karavan/store';
import { type Deps, scopeOf } from './deps.ts';
import { readBytes } from './report-finish.ts';
import { finishReport } from './report-intake.ts';

interface OnReport {
  actor: Actor;
  reportId: string;
}

interface Explained extends ReportColumns {
  layout: string;
  bytes: Buffer;
  reportedAt: string | null;
}

/**
 * What the columns of a report in use are taken for, or of one in quarantine what each could mean.
 * @throws AppError NOT_FOUND; CONFLICT for a file without columns, or one that is neither
 */
export async function getReportColumns(deps: Deps, input: OnReport): Promise<ReportColumns> {
  const { columns, fields } = await explain(deps, input);
  return { columns, fields };
}

async function explain(deps: Deps, { actor, reportId }: OnReport): Promise<Explained> {
  const { report, raw } = await deps.db.scoped(scopeOf(actor), async (tx) => ({
    report: await reports.findReport(tx, reportId),
    raw: await reports.findReportRaw(tx, reportId),
  }));
  if (report === undefined || raw === undefined) throw new AppError('NOT_FOUND', 'There is no such report.');
  const found = { fields: [...REPORT_FIELDS], bytes: raw.bytes, reportedAt: report.reportedAt };
  if (report.layout !== undefined && report.columns !== null) return { ...found, layout: report.layout, columns: report.columns };
  if (report.status !== 'ingested')
    throw new AppError('CONFLICT', `The columns of a report that is ${report.status} cannot be explained.`);
  const { layout, columns } = await readBytes(deps, { actor, bytes: raw.bytes, explain: true });
  if (layout === undefined || columns === undefined) throw new AppError('CONFLICT', 'This file has no columns to explain.');
  return { ...found, layout, columns };
}

/**
 * Keeps what a person says the columns mean, for every file with these headers from now on, and reads those that came
 * before again in the order of their own time: what waited is taken in, what is in use is worked out anew, so that all ends
 * as if it had been read so from the beginning. Nothing is kept when the report cannot be read with it.
 * @throws AppError BAD_INPUT naming the column; UNPROCESSABLE when the report still makes no sense
 */
export async function approveMapping(deps: Deps, input: OnReport & { columns: Record<string, string> }): Promise<MappingReply> {
  const { actor, reportId } = input;
  const { layout, columns, bytes, reportedAt } = await explain(deps, { actor, reportId });
  const mapping = toMapping(
    input.columns,
    columns.map(({ header }) => header),
  );
  await deps.parseReport(bytes, { mapping }).catch((error: unknown) => {
    if (!(error instanceof ReportError)) throw error;
    throw new AppError('UNPROCESSABLE', `With these columns the report still cannot be read: ${error.message}`, { cause: error });
  });
  const same = await deps.db.scoped(scopeOf(actor), async (tx) => {
    const stamp = { by: actor.name, at: deps.clock() };
    await layouts.saveLayout(tx, { companyId: actor.companyId, signature: layout, columns: mapping, ...stamp });
    const { companyId, name } = actor;
    await audit.insertAudit(tx, { companyId, actor: name, action: 'layout approved', subject: reportId });
    const listed = await reports.listOfLayout(tx, layout);
    // a report read before signatures were kept has none yet
    return listed.some(({ id }) => id === reportId)
      ? listed
      : [...listed, { id: reportId, status: 'ingested' as const, reportedAt }];
  });
  return { replayed: await replayInOrder(deps, { actor, same }) };
}

type Same = Awaited<ReturnType<typeof reports.listOfLayout>>;

/** One that cannot be read stays as it is and says why. */
async function replayInOrder(deps: Deps, { actor, same }: { actor: Actor; same: Same }): Promise<MappingReply['replayed']> {
  const timed: (Same[number] & { problem: string | null })[] = [];
  for (const one of same) timed.push(one.reportedAt === null ? await withTime(deps, { actor, one }) : { ...one, problem: null });
  const ordered = timed.toSorted((a, b) => (a.reportedAt ?? '').localeCompare(b.reportedAt ?? ''));
  const replayed: MappingReply['replayed'] = [];
  for (const { id, reportedAt, status, problem } of ordered) {
    const because = status === 'ingested' ? 'correction' : 'late';
    const failed = problem ?? (await finishReport(deps, { actor, reportId: id, because }).then(() => null, refusalOf));
    replayed.push({ id, reportedAt, problem: failed });
  }
  return replayed;
}

/** What waits has to be read once for its time. */
async function withTime(
  deps: Deps,
  { actor, one }: { actor: Actor; one: Same[number] },
): Promise<Same[number] & { problem: string | null }> {
  const raw = await deps.db.scoped(scopeOf(actor), (tx) => reports.findReportRaw(tx, one.id));
  if (raw === undefined) return { ...one, problem: 'Its bytes are not kept.' };
  return readBytes(deps, { actor, bytes: raw.bytes }).then(
    ({ reportedAt }) => ({ ...one, reportedAt, problem: null }),
    (error: unknown) => ({ ...one, problem: error instanceof ReportError ? error.message : String(error) }),
  );
}

/** A file that makes no sense keeps none of the others from being read; anything else is a fault and is told as one. */
function refusalOf(error: unknown): string {
  if (error instanceof AppError && error.code === 'UNPROCESSABLE') return error.message;
  throw error;
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
