import { road } from '@karavan/store';
import { NEW_ROAD_STUDY, type RoadModel, type RoadStudy, roadModelOf, studyRoadTrip } from '@karavan/tracking';
import type { Deps } from './deps.ts';

const TRIPS_AT_ONCE = 20;
/** A model changes by a few trips a day: who forecasts may be half a minute behind. */
const FRESH_MS = 30_000;

const known = new WeakMap<Deps['db'], Map<string, { model: RoadModel | undefined; untilMs: number }>>();

/** What the finished trips of a company's trucks have taught; undefined while none has. */
export async function roadModelFor(deps: Deps, companyId: string): Promise<RoadModel | undefined> {
  const models = known.get(deps.db) ?? new Map<string, { model: RoadModel | undefined; untilMs: number }>();
  known.set(deps.db, models);
  const now = performance.now();
  const held = models.get(companyId);
  if (held !== undefined && held.untilMs > now) return held.model;
  const study = (await deps.db.systemOnce((tx) => road.findStudy(tx, companyId))) as RoadStudy | undefined;
  const model = study && roadModelOf(study);
  models.set(companyId, { model, untilMs: now + FRESH_MS });
  return model;
}

/** Studies the trips that have ended and nobody has learned from yet, each once, also when several processes try. Gives how many. */
export async function learnRoads(deps: Deps): Promise<number> {
  let studied = 0;
  for (const companyId of await deps.db.system(road.listToStudy)) studied += await learnRoad(deps, companyId);
  return studied;
}

async function learnRoad(deps: Deps, companyId: string): Promise<number> {
  const studied = await deps.db.system(async (tx) => {
    const stored = await road.lockStudy(tx, companyId);
    const trips = await road.listEndedTrips(tx, { companyId, after: stored, limit: TRIPS_AT_ONCE });
    const last = trips.at(-1)?.unit;
    if (last?.deliveredAt === undefined) return 0;
    const study = trips.reduce(studyTrip, (stored?.study ?? NEW_ROAD_STUDY) as RoadStudy);
    await road.saveStudy(tx, { companyId, upto: last.deliveredAt, uptoUnit: last.id, study });
    return trips.length;
  });
  if (studied > 0) known.get(deps.db)?.delete(companyId);
  return studied < TRIPS_AT_ONCE ? studied : studied + (await learnRoad(deps, companyId));
}

function studyTrip(study: RoadStudy, { unit, destination, fixes }: road.EndedTrip): RoadStudy {
  const { lat, lon, timeZone } = destination;
  if (lat === undefined || lon === undefined || unit.deliveredAt === undefined) return study;
  return studyRoadTrip(study, { fixes, destination: { lat, lon }, arrivedMs: Date.parse(unit.deliveredAt), timeZone });
}
