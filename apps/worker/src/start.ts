import type { Bus } from '@karavan/bus';
import type { JOBS } from '@karavan/contracts';
import { AppError } from '@karavan/runtime';
import { createRouter } from '@karavan/scraper-osrm';
import { sources } from '@karavan/store';
import { type Deps, finishReport, systemActor } from '@karavan/usecases';
import { type ChannelSettings, startChannels } from './channels/start.ts';
import { startAlerts } from './jobs/alerts-ticker.ts';
import { keepHouse } from './jobs/housekeeping.ts';
import { startLayoutRuns } from './jobs/layout-runner.ts';
import { startPlanSearches } from './jobs/plan-searcher.ts';
import { startRoutes } from './jobs/routes-ticker.ts';
import { createReaders } from './jobs/source-open.ts';
import { startSources } from './jobs/source-runner.ts';

export interface RzdSettings {
  baseUrl: string;
  login: string;
  password: string;
  everySeconds: number;
}

export interface RunningWorker {
  close(): Promise<void>;
}

const HOUSEKEEPING_MS = 60_000;
/** the source that the environment names */
const RZD = 'rzd';

/** Starts what happens without being asked: sources by their schedules, and the handlers of every job. */
export async function startWorker(input: {
  deps: Deps;
  bus: Bus<typeof JOBS>;
  companyId: string;
  rzd?: RzdSettings | undefined;
  folderRoot?: string | undefined;
  channels: ChannelSettings;
  /** an OSRM-compatible server that knows the roads */
  routerUrl?: string | undefined;
}): Promise<RunningWorker> {
  const { deps, bus, companyId, rzd } = input;
  await bus.unschedule('report-fetch rzd'); // what older versions left behind
  await registerRzd(deps, { companyId, settings: rzd });
  await bus.work(
    {
      'report-ingest': async ({ companyId: owner, reportId }) => {
        await finishReport(deps, { actor: systemActor(owner, 'worker'), reportId, because: 'recovery' }).catch(
          (error: unknown) => {
            if (!(error instanceof AppError && error.code === 'UNPROCESSABLE')) throw error; // told in the report itself
          },
        );
      },
      housekeeping: () => keepHouse(deps, bus),
    },
    { concurrency: 4 },
  );
  await bus.schedule('housekeeping', {}, { everyMs: HOUSEKEEPING_MS, key: 'housekeeping' });
  await keepHouse(deps, bus);
  const managed = rzd && { companyId, id: RZD, password: rzd.password };
  const ending = new AbortController();
  const running = [
    startSources(deps, createReaders(deps, { managed, folderRoot: input.folderRoot })),
    startAlerts(deps),
    startRoutes(deps, routerOf(deps, input.routerUrl)),
    startChannels(deps, input.channels),
    startPlanSearches(deps),
    startLayoutRuns(deps, ending.signal),
  ];
  return {
    async close() {
      ending.abort(new Error('the program ends'));
      await Promise.all(running.map((part) => part.close()));
    },
  };
}

function routerOf(deps: Deps, baseUrl: string | undefined) {
  if (baseUrl === undefined) return undefined;
  return createRouter({ baseUrl }, (problem) => deps.log.warn({ event: 'router.failed' }, problem));
}

/** The account of the environment is a source like any other, but for its password, which is stored nowhere. */
async function registerRzd(deps: Deps, input: { companyId: string; settings: RzdSettings | undefined }): Promise<void> {
  const { companyId, settings } = input;
  await deps.db.scoped({ companyId, customerId: null }, async (tx) => {
    if (settings === undefined) return sources.disableManaged(tx, RZD);
    const { baseUrl, login, everySeconds } = settings;
    await sources.saveSource(tx, {
      companyId,
      id: RZD,
      kind: 'rzd-account',
      name: 'RZD client account',
      everySeconds,
      settings: { baseUrl, login },
      secrets: null,
      enabled: true,
      managed: true,
      nextRunAt: deps.clock(),
    });
  });
}
