import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Actor, LayoutRun, ReportColumns } from '@karavan/contracts';
import { AppError } from '@karavan/runtime';
import { REPORT_FIELDS, ReportError, type ReportField, type ReportMapping } from '@karavan/scraper-rzd';
import { audit, layoutRuns, layouts, reports } from '@karavan/store';
import { type Deps, scopeOf } from './deps.ts';
import { runLayoutRuns, shownRun } from './layout-run.ts';
import { readBytes } from './report-finish.ts';

interface OnReport {
  actor: Actor;
  reportId: string;
}

/** So long an answer may take before it is one about work under way. */
const ANSWER_MS = 2_000;

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
 * as if it had been read so from the beginning. That is a run of its own, which outlives this program; where it takes longer
 * than a moment the answer tells how far it is. Nothing is kept when the report cannot be read with it.
 * @throws AppError BAD_INPUT naming the column; UNPROCESSABLE when the report still makes no sense
 */
export async function approveMapping(deps: Deps, input: OnReport & { columns: Record<string, string> }): Promise<LayoutRun> {
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
  const runId = randomUUID();
  await deps.db.scoped(scopeOf(actor), async (tx) => {
    const { companyId, name } = actor;
    const at = deps.clock();
    await layouts.saveLayout(tx, { companyId, signature: layout, columns: mapping, by: name, at });
    await audit.insertAudit(tx, { companyId, actor: name, action: 'layout approved', subject: reportId });
    const listed = await reports.listOfLayout(tx, layout);
    // a report read before signatures were kept has none yet
    const same = listed.some(({ id }) => id === reportId)
      ? listed
      : [...listed, { id: reportId, status: 'ingested' as const, reportedAt }];
    await layoutRuns.insertRun(tx, { id: runId, companyId, signature: layout, reportId, reports: same, at, by: name });
  });
  const running = runLayoutRuns(deps, { waitedMs: 0 }).catch((error: unknown) =>
    deps.log.error({ event: 'layout_runs.not_run', error }),
  );
  await Promise.race([running, setTimeout(ANSWER_MS)]);
  const run = await deps.db.scoped(scopeOf(actor), (tx) => layoutRuns.findRun(tx, runId));
  if (run === undefined) throw new AppError('NOT_FOUND', 'There is no such report.');
  return shownRun(run);
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
