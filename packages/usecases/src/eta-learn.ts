import type { ReportRow } from '@karavan/contracts';
import { eta, type Tx } from '@karavan/store';
import { EMPTY_MODEL, type EtaModel, FORGOTTEN_AFTER_DAYS, type StudiedWagon, studyReport } from '@karavan/tracking';
import type { Deps } from './deps.ts';

const REPORTS_AT_ONCE = 50;
const WAGONS_AT_ONCE = 1000;
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
  if (deps.reportThread !== undefined) {
    const learned = await deps.reportThread.learn();
    if (learned > 0) known.delete(deps.db);
    return learned;
  }
  let studied = 0;
  for (const companyId of await deps.db.system(eta.listToStudy)) studied += await learnEta(deps, companyId);
  return studied;
}

async function learnEta(deps: Deps, companyId: string): Promise<number> {
  const studied = await deps.db.system(async (tx) => {
    const stored = await eta.lockStudy(tx, companyId);
    const reports = await eta.listReportsToStudy(tx, { companyId, afterSeq: stored?.uptoSeq ?? 0, limit: REPORTS_AT_ONCE });
    const newest = reports.at(-1);
    if (newest === undefined) return 0;
    let model = (stored?.model as EtaModel | undefined) ?? EMPTY_MODEL;
    for (const { id, reportedAt } of reports) {
      const rows = await eta.listRowsToStudy(tx, id);
      const known = await studiedOf(tx, { companyId, rows });
      const next = studyReport({ model, known }, { id, reportedAt, rows });
      model = next.model;
      await saveStudied(tx, { companyId, studied: next.changed });
    }
    const since = new Date(Date.parse(newest.reportedAt) - FORGOTTEN_AFTER_DAYS * 86_400_000);
    await eta.saveStudy(tx, { companyId, uptoSeq: Math.max(...reports.map(({ seq }) => seq)), model, since });
    return reports.length;
  });
  if (studied > 0) known.get(deps.db)?.delete(companyId);
  return studied < REPORTS_AT_ONCE ? studied : studied + (await learnEta(deps, companyId));
}

async function studiedOf(
  tx: Tx,
  { companyId, rows }: { companyId: string; rows: readonly ReportRow[] },
): Promise<Map<string, StudiedWagon>> {
  const wagons = [...new Set(rows.map(({ wagon }) => wagon))];
  const stored = await eta.listStudyWagons(tx, { companyId, wagons });
  return new Map(stored.map(({ wagon, data }) => [wagon, data as StudiedWagon]));
}

async function saveStudied(
  tx: Tx,
  { companyId, studied }: { companyId: string; studied: ReadonlyMap<string, StudiedWagon> },
): Promise<void> {
  const changed = [...studied];
  for (let start = 0; start < changed.length; start += WAGONS_AT_ONCE) {
    const wagons = changed
      .slice(start, start + WAGONS_AT_ONCE)
      .map(([wagon, data]) => ({ wagon, reportedAt: data.state.reportedAt, data }));
    await eta.saveStudyWagons(tx, { companyId, wagons });
  }
}
