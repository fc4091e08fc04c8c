import type { Bus } from '@karavan/bus';
import type { JOBS } from '@karavan/contracts';
import { reports, sessions } from '@karavan/store';
import { type Deps, learnEtas, learnRoads, recheckPromises, settleNetworks } from '@karavan/usecases';

/**
 * Ends what has expired, finishes reports whose bytes were kept by a program that died before it read them, learns from the trips
 * that ended, looks again at promises that something changed under, and places wagons by lines whose import was cut off.
 */
export async function keepHouse(deps: Deps, bus: Bus<typeof JOBS>): Promise<void> {
  const { unfinished, ended } = await deps.db.system(async (tx) => ({
    unfinished: await reports.listUnfinishedReports(tx),
    ended: await sessions.deleteExpiredSessions(tx, deps.clock()),
  }));
  for (const report of unfinished)
    await bus.add('report-ingest', { companyId: report.companyId, reportId: report.id }, { jobId: report.id });
  const studied = (await learnEtas(deps)) + (await learnRoads(deps));
  const rechecked = await recheckPromises(deps);
  const placed = await settleNetworks(deps);
  if (unfinished.length + ended + studied + rechecked + placed > 0)
    deps.log.info({ event: 'house.kept', unfinished: unfinished.length, sessionsEnded: ended, studied, rechecked, placed });
}
