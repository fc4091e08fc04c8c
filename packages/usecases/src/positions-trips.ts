import type { ShipmentUnit } from '@karavan/contracts';
import { events, type ingest, shipments, type Tx } from '@karavan/store';
import { advanceTrip, currentTrips, type EtaModel, type RoadModel } from '@karavan/tracking';
import type { Deps } from './deps.ts';
import { type AssetNews, eventsFor } from './events-for.ts';
import { gateOf } from './gate-hours.ts';
import { groupBy } from './group-by.ts';
import type { Good } from './positions-judge.ts';
import { assetIdOf } from './positions-sources.ts';
import { roadModelFor } from './road-learn.ts';
import { loadWagonsOf, refreshShipments, saveRefreshed } from './shipment-refresh.ts';

type Loaded = Awaited<ReturnType<typeof shipments.loadShipmentsOn>>;

/** What the trips of these trucks become, ready to be written under a revision; undefined when nothing changes. */
export async function advanceShipments(
  tx: Tx,
  input: {
    deps: Deps;
    companyId: string;
    shown: readonly Good[];
    carried: ingest.Stored['carried'];
    now: Date;
    model: EtaModel | undefined;
  },
): Promise<((revision: number) => Promise<void>) | undefined> {
  if (input.carried.length === 0) return undefined;
  // Most positions say nothing new of a trip: only those that do are worth the locks.
  const glance = await glanceAt(tx, input);
  const road = await roadModelFor(input.deps, input.companyId);
  const moved = advanceTrips(input.shown, glance, road);
  if (moved.trucks.size === 0 && moved.news.length === 0) return undefined;
  const touched = new Set(glance.filter(({ unit }) => moved.trucks.has(unit.id)).map(({ unit }) => unit.assetId));
  const loaded = await shipments.loadShipmentsOn(tx, [...touched]);
  const { trucks, news } = advanceTrips(input.shown, tripsOf(loaded, touched), road);
  const { now, model } = input;
  const wagons = await loadWagonsOf(tx, loaded.units);
  const refreshed = refreshShipments({ loaded, wagons, moved: new Set(), trucks, now, model });
  return async (revision) => {
    await saveRefreshed(tx, { revision, before: loaded.units, refreshed });
    const told = eventsFor(news, { before: loaded.units, refreshed });
    if (told.length > 0) await events.insertEvents(tx, { companyId: input.companyId, revision, events: told });
  };
}

/** Trips as they were read last, by truck; `state` names the shipments and their revisions, so what is old is seen to be. */
const glances = new WeakMap<Deps['db'], Map<string, { state: string; trips: shipments.TripUnderWay[] }>>();
const MOST_GLANCES = 20_000;

async function glanceAt(
  tx: Tx,
  { deps, carried }: { deps: Deps; carried: ingest.Stored['carried'] },
): Promise<shipments.TripUnderWay[]> {
  const known = glances.get(deps.db) ?? new Map<string, { state: string; trips: shipments.TripUnderWay[] }>();
  glances.set(deps.db, known);
  const states = new Map<string, string>();
  for (const [assetId, shipmentId, revision] of carried)
    states.set(assetId, `${states.get(assetId) ?? ''} ${shipmentId} ${revision}`);
  const changed = [...states].filter(([assetId, state]) => known.get(assetId)?.state !== state);
  if (changed.length > 0) {
    if (known.size > MOST_GLANCES) known.clear();
    const assetIds = changed.map(([assetId]) => assetId);
    const read = groupBy(await shipments.listTripsUnderWay(tx, assetIds), ({ unit }) => unit.assetId);
    for (const [assetId, state] of changed) known.set(assetId, { state, trips: read.get(assetId) ?? [] });
  }
  return [...states.keys()].flatMap((assetId) => known.get(assetId)?.trips ?? []);
}

function tripsOf(loaded: Loaded, assetIds: ReadonlySet<string>): shipments.TripUnderWay[] {
  const facts = new Map(loaded.records.map((record) => [record.id, record.facts]));
  return loaded.units.flatMap(({ unit, shipmentId }) => {
    const found = facts.get(shipmentId);
    if (found === undefined || !assetIds.has(unit.assetId)) return [];
    return [{ unit, origin: found.origin, destination: found.destination }];
  });
}

/** Walks the positions through the trips of their trucks, in the order of time; gives the units that changed. */
function advanceTrips(
  shown: readonly Good[],
  trips: readonly shipments.TripUnderWay[],
  model: RoadModel | undefined,
): { trucks: Map<string, ShipmentUnit>; news: AssetNews[] } {
  const byAsset = groupBy(trips, ({ unit }) => unit.assetId);
  const trucks = new Map<string, ShipmentUnit>();
  const news: AssetNews[] = [];
  for (const item of shown) {
    const assetId = assetIdOf(item);
    const own = byAsset.get(assetId);
    if (own === undefined) continue;
    const { position } = item;
    const now = own.map(({ unit }) => trucks.get(unit.id) ?? unit);
    const current = new Set(currentTrips(now, position.fixedAt).map(({ id }) => id));
    for (const [index, { origin, destination }] of own.entries()) {
      const unit = now[index];
      if (unit === undefined || !current.has(unit.id)) continue;
      const at = { lat: position.lat, lon: position.lon, at: position.fixedAt, speedKmh: position.speedKmh };
      const step = advanceTrip({
        unit,
        position: position.accuracyM === undefined ? at : { ...at, accuracyM: position.accuracyM },
        origin,
        destination,
        road: { model, opensAt: gateOf(destination) },
      });
      if (step.unit !== unit) trucks.set(unit.id, step.unit);
      news.push(...step.events.map((event) => ({ assetId, unitId: unit.id, event })));
    }
  }
  return { trucks, news };
}
