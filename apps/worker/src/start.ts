import type { Bus } from '@karavan/bus';
import type { JOBS } from '@karavan/contracts';
import { AppError } from '@karavan/runtime';
import { createRzdAccount } from '@karavan/scraper-rzd';
import { sources } from '@karavan/store';
import { type Deps, finishReport, systemActor } from '@karavan/usecases';
import { keepHouse } from './jobs/housekeeping.ts';
import { fetchReport, type ReportSource } from './jobs/report-fetch.ts';

export interface RzdSettings {
  baseUrl: string;
  login: string;
  password: string;
  everySeconds: number;
}

const HOUSEKEEPING_MS = 60_000;

/** Starts what happens without being asked: schedules, and the handlers of every job. */
export async function startWorker(input: {
  deps: Deps;
  bus: Bus<typeof JOBS>;
  companyId: string;
  rzd?: RzdSettings | undefined;
}): Promise<void> {
  const { deps, bus, companyId } = input;
  const known = new Map<string, ReportSource>();
  if (input.rzd === undefined) await bus.unschedule('report-fetch rzd');
  else known.set('rzd', await registerRzd(deps, { companyId, settings: input.rzd }));

  await bus.work(
    {
      'report-fetch': async ({ sourceId }) => {
        const source = known.get(sourceId);
        if (source !== undefined) await fetchReport(deps, source);
      },
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
  for (const source of known.values())
    await bus.schedule(
      'report-fetch',
      { companyId, sourceId: source.id },
      { everyMs: source.everySeconds * 1000, key: `report-fetch ${source.id}` },
    );
}

async function registerRzd(deps: Deps, input: { companyId: string; settings: RzdSettings }): Promise<ReportSource> {
  const { companyId, settings } = input;
  const { everySeconds, ...access } = settings;
  await deps.db.scoped({ companyId, customerId: null }, (tx) =>
    sources.saveSource(tx, { companyId, id: 'rzd', kind: 'rzd-account', name: 'RZD client account', everySeconds }),
  );
  return {
    id: 'rzd',
    companyId,
    everySeconds,
    account: createRzdAccount({ ...access, pollMs: Math.min(5000, everySeconds * 250) }),
  };
}
