import { AppError } from '@karavan/runtime';
import { type RzdAccount, SourceError } from '@karavan/scraper-rzd';
import { sources } from '@karavan/store';
import { type Deps, systemActor, takeInReport } from '@karavan/usecases';

export interface ReportSource {
  id: string;
  companyId: string;
  everySeconds: number;
  account: RzdAccount;
}

/** An attempt that has not ended by then belongs to a worker that died. */
const LEASE_MS = 10 * 60_000;
/** A refused password is not tried again at once: the railway locks accounts. */
const AFTER_BAD_LOGIN_MS = 15 * 60_000;

/** One look at one source: order the report, take it in, note how it went. A failing source fails alone. */
export async function fetchReport(deps: Deps, source: ReportSource): Promise<void> {
  const scope = { companyId: source.companyId, customerId: null };
  const started = deps.clock();
  const until = new Date(started.getTime() + LEASE_MS);
  const free = await deps.db.scoped(scope, (tx) => sources.leaseSource(tx, { id: source.id, now: started, until }));
  if (!free) return;
  const failure = await attempt(deps, source);
  const at = deps.clock();
  const nextRunAt = new Date(at.getTime() + source.everySeconds * 1000);
  const leaveUntil = failure?.badLogin ? { leaveUntil: new Date(at.getTime() + AFTER_BAD_LOGIN_MS) } : {};
  await deps.db.scoped(scope, (tx) =>
    sources.saveSourceAttempt(tx, { id: source.id, at, error: failure?.message ?? null, nextRunAt, ...leaveUntil }),
  );
}

async function attempt(deps: Deps, source: ReportSource): Promise<{ message: string; badLogin: boolean } | undefined> {
  try {
    const file = await source.account.fetchReport();
    const actor = systemActor(source.companyId, `source ${source.id}`);
    await takeInReport(deps, { actor, bytes: file.bytes, source: source.id, fileName: file.fileName });
    return undefined;
  } catch (error) {
    // A file we could not use is told in the report itself; a source that is away is told in its health.
    if (!(error instanceof SourceError) && !(error instanceof AppError && error.code === 'UNPROCESSABLE')) throw error;
    deps.log.warn({ event: 'source.failed', source: source.id, error });
    return { message: error.message, badLogin: error instanceof SourceError && error.code === 'BAD_LOGIN' };
  }
}
