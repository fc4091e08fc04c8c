import { setImmediate as breathe } from 'node:timers/promises';
import { eta } from '@karavan/store';
import { type EtaModel, type EtaStudy, NEW_STUDY, studyReport } from '@karavan/tracking';
import type { Deps } from './deps.ts';

const REPORTS_AT_ONCE = 50;
/** A model changes by a few trips a day: who forecasts may be half a minute behind. */
const FRESH_MS = 30_000;

interface Known {
  model: EtaModel | undefined;
  untilMs: number;
}
const known = new WeakMap<Deps['db'], Map<string, Known>>();

/** What the company's finished trips have taught; undefined while none has: then forecasts are made cold. */
export async function etaModelOf(deps: Deps, companyId: string): Promise<EtaModel | undefined> {
  const models = known.get(deps.db) ?? new Map<string, Known>();
  known.set(deps.db, models);
  const now = performance.now();
  const held = models.get(companyId);
  if (held !== undefined && held.untilMs > now) return held.model;
  const stored = (await deps.db.systemOnce((tx) => eta.findModel(tx, companyId))) as EtaModel | undefined;
  const model = stored !== undefined && stored.trips > 0 ? stored : undefined;
  models.set(companyId, { model, untilMs: now + FRESH_MS });
  return model;
}

/** Studies the reports nobody has learned from yet, each once and in order, also when several processes try. Gives how many. */
export async function learnEtas(deps: Deps): Promise<number> {
  let studied = 0;
  for (const companyId of await deps.db.system(eta.listToStudy)) studied += await learnEta(deps, companyId);
  return studied;
}

async function learnEta(deps: Deps, companyId: string): Promise<number> {
  const studied = await deps.db.system(async (tx) => {
    const stored = await eta.lockStudy(tx, companyId);
    const reports = await eta.listReportsToStudy(tx, { companyId, afterSeq: stored?.uptoSeq ?? 0, limit: REPORTS_AT_ONCE });
    if (reports.length === 0) return 0;
    const before: EtaStudy = stored === undefined ? NEW_STUDY : ({ model: stored.model, wagons: stored.wagons } as EtaStudy);
    let study = before;
    for (const report of reports) {
      study = studyReport(study, report);
      await breathe(); // fifty reports are two seconds of work, and people wait for answers meanwhile
    }
    const { model, wagons } = study;
    await eta.saveStudy(tx, { companyId, uptoSeq: Math.max(...reports.map(({ seq }) => seq)), model, wagons });
    return reports.length;
  });
  if (studied > 0) known.get(deps.db)?.delete(companyId);
  return studied < REPORTS_AT_ONCE ? studied : studied + (await learnEta(deps, companyId));
}
