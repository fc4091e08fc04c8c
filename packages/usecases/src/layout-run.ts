import { randomUUID } from 'node:crypto';
import type { Actor, LayoutRun } from '@karavan/contracts';
import { AppError, ERROR_TABLE } from '@karavan/runtime';
import { ReportError } from '@karavan/scraper-rzd';
import { layoutRuns, reports } from '@karavan/store';
import { type Deps, scopeOf, systemActor } from './deps.ts';
import { workOutAnew } from './report-anew.ts';
import { readBytes } from './report-finish.ts';
import { finishReport } from './report-intake.ts';

const BEAT_MS = 2_000;
/** Whoever reads gives a sign of life every two seconds; one that has given none for so long is no more. */
const SILENT_MS = 20_000;
const RETRY_MS = 10_000;
/** Faults at one report before the others go on without it. */
const MOST_ATTEMPTS = 5;

type Record = layoutRuns.LayoutRunRecord;
type RunReport = layoutRuns.RunReport;

export function shownRun({ id, status, reports: all, done, problems, createdAt, createdBy, endedAt }: Record): LayoutRun {
  const replayed = all
    .slice(0, done)
    .map((report) => ({ id: report.id, reportedAt: report.reportedAt, problem: problems[report.id] ?? null }));
  return { id, status, total: all.length, done, createdAt, createdBy, endedAt, replayed };
}

/** What is being read again, or was last, because of what somebody said of the layout of this report. */
export async function getLayoutRun(deps: Deps, input: { actor: Actor; reportId: string }): Promise<{ run: LayoutRun | null }> {
  const { actor, reportId } = input;
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    const signature = await reports.findLayoutOf(tx, reportId);
    if (signature === undefined) throw new AppError('NOT_FOUND', 'There is no such report.');
    const run = await layoutRuns.latestRun(tx, { signature, reportId });
    return { run: run === undefined ? null : shownRun(run) };
  });
}

/**
 * Carries out what waits, of every company, one after another; gives how many. A program that dies in between leaves what it
 * has done, and another goes on after that: a report that was in hand is read once more, to the same end.
 */
export async function runLayoutRuns(
  deps: Deps,
  { waitedMs, signal }: { waitedMs: number; signal?: AbortSignal },
): Promise<number> {
  for (let count = 0; ; count += 1) {
    if (signal?.aborted) return count;
    const now = deps.clock();
    const before = (ms: number) => new Date(now.getTime() - ms);
    const lease = randomUUID();
    const run = await deps.db.system((tx) =>
      layoutRuns.leaseRun(tx, { lease, now, waitingSince: before(waitedMs), silentSince: before(SILENT_MS) }),
    );
    if (run === undefined) return count;
    await carryOut(deps, { run, lease, signal });
  }
}

/** Somebody else has it by now, or a later word has taken its place. */
class Taken extends Error {}

interface Leased {
  run: Record;
  lease: string;
  signal: AbortSignal | undefined;
}

async function carryOut(deps: Deps, { run, lease, signal }: Leased): Promise<void> {
  const { id } = run;
  const actor = systemActor(run.companyId, run.createdBy);
  const scope = scopeOf(actor);
  const keep = async (change: Omit<Parameters<typeof layoutRuns.keepRun>[1], 'id' | 'lease' | 'now'>) => {
    signal?.throwIfAborted();
    const isOurs = await deps.db.scoped(scope, (tx) => layoutRuns.keepRun(tx, { id, lease, now: deps.clock(), ...change }));
    if (!isOurs) throw new Taken();
  };
  const beat = setInterval(() => void keep({}).catch(() => undefined), BEAT_MS); // the next step hears of it
  try {
    const ordered = run.isOrdered ? run.reports : await inOrder(deps, { actor, reports: run.reports, keep });
    // Those in use are read first, and what is known of their wagons is worked out when all of them are.
    const misread = ordered.filter(({ status }) => status === 'ingested').map(({ id: reportId }) => reportId);
    let isDue = misread.length > 0;
    for (const one of ordered.slice(run.done)) {
      if (isDue && one.status !== 'ingested') {
        await workOutAnew(deps, { actor, reportIds: misread });
        isDue = false;
      }
      await keep({});
      const problem = await readAgain(deps, { actor, one, isLast: run.attempts >= MOST_ATTEMPTS });
      run.attempts = 0;
      await keep({ step: { report: one.id, problem } });
    }
    if (isDue) await workOutAnew(deps, { actor, reportIds: misread });
    await deps.db.scoped(scope, (tx) => layoutRuns.endRun(tx, { id, lease, now: deps.clock() }));
  } catch (error) {
    if (error instanceof Taken) return;
    const ends = signal?.aborted === true;
    if (!ends) deps.log.error({ event: 'layout_run.failed', run: id, error });
    const notBefore = new Date(deps.clock().getTime() + (ends ? 0 : RETRY_MS));
    await deps.db.scoped(scope, (tx) => layoutRuns.releaseRun(tx, { id, lease, now: notBefore }));
  } finally {
    clearInterval(beat);
  }
}

interface Ordering {
  actor: Actor;
  reports: readonly RunReport[];
  keep: (change: { ordered: RunReport[] } | object) => Promise<void>;
}

/** Those in use first, each oldest first. What waits in quarantine has to be read once for its time; one that cannot be comes first, and says why then. */
async function inOrder(deps: Deps, { actor, reports: listed, keep }: Ordering): Promise<RunReport[]> {
  const timed: RunReport[] = [];
  for (const one of listed) {
    await keep({});
    timed.push(one.reportedAt === null ? { ...one, reportedAt: await timeOf(deps, { actor, reportId: one.id }) } : one);
  }
  const isWaiting = ({ status }: RunReport) => Number(status !== 'ingested');
  const ordered = timed.toSorted((a, b) => isWaiting(a) - isWaiting(b) || (a.reportedAt ?? '').localeCompare(b.reportedAt ?? ''));
  await keep({ ordered });
  return ordered;
}

async function timeOf(deps: Deps, { actor, reportId }: { actor: Actor; reportId: string }): Promise<string | null> {
  const raw = await deps.db.scoped(scopeOf(actor), (tx) => reports.findReportRaw(tx, reportId));
  if (raw === undefined) return null;
  return readBytes(deps, { actor, bytes: raw.bytes }).then(
    ({ reportedAt }) => reportedAt,
    (error: unknown) => {
      if (error instanceof ReportError) return null;
      throw error;
    },
  );
}

/** A file that makes no sense keeps none of the others from being read; a fault does, until it has been tried often enough. */
async function readAgain(
  deps: Deps,
  { actor, one, isLast }: { actor: Actor; one: RunReport; isLast: boolean },
): Promise<string | null> {
  const because = one.status === 'ingested' ? 'correction' : 'late';
  try {
    await finishReport(deps, { actor, reportId: one.id, because });
    return null;
  } catch (error) {
    if (error instanceof AppError && !ERROR_TABLE[error.code].retry) return error.message;
    if (!isLast) throw error;
    return error instanceof Error ? error.message : String(error);
  }
}
