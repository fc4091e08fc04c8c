import type { ShipmentUnit } from '@karavan/contracts';
import { events, type ingest, shipments, type Tx } from '@karavan/store';
import { advanceTrip, currentTrips, isOnThisCargo, type RoadModel, type TripPosition, tellsOfTrip } from '@karavan/tracking';
import type { Deps } from './deps.ts';
import { type AssetNews, eventsFor } from './events-for.ts';
import type { Foresight } from './foresight.ts';
import { gateOf } from './gate-hours.ts';
import { groupBy } from './group-by.ts';
import { glanceAt, keepGlances } from './positions-glance.ts';
import type { Good } from './positions-judge.ts';
import { assetIdOf } from './positions-sources.ts';
import { roadModelFor } from './road-learn.ts';
import { loadWagonsOf, refreshShipments, saveRefreshed } from './shipment-refresh.ts';

type Loaded = Awaited<ReturnType<typeof shipments.loadShipmentsOn>>;

/** Writes what was worked out under a revision; gives what is to be remembered once all is committed. */
export type SaveTrips = (revision: number) => Promise<() => void>;

/** What the trips of these trucks become, ready to be written; undefined when nothing changes. */
export async function advanceShipments(
  tx: Tx,
  input: {
    deps: Deps;
    companyId: string;
    assetIds: readonly string[];
    shown: readonly Good[];
    carried: ingest.Stored['carried'];
    now: Date;
    foresight: Foresight;
  },
): Promise<SaveTrips | undefined> {
  // Most positions say nothing new of a trip: only those that do are worth the locks.
  const glance = await glanceAt(tx, input);
  if (glance.length === 0) return undefined;
  const touched = new Set<string>();
  const shownOf = groupBy(input.shown, assetIdOf);
  for (const [assetId, trips] of groupBy(glance, ({ unit }) => unit.assetId))
    if (tellTrips(shownOf.get(assetId) ?? [], trips)) touched.add(assetId);
  if (touched.size === 0) return undefined;
  const road = await roadModelFor(input.deps, input.companyId);
  const loaded = await shipments.loadShipmentsOn(tx, [...touched]);
  const { trucks, since, news } = advanceTrips(input.shown, tripsOf(loaded, touched), road);
  const { now, foresight } = input;
  const wagons = await loadWagonsOf(tx, loaded.units);
  const refreshed = refreshShipments({ loaded, wagons, moved: new Set(), trucks, since, now, foresight });
  return async (revision) => {
    await saveRefreshed(tx, { revision, before: loaded.units, refreshed });
    const told = eventsFor(news, { before: loaded.units, refreshed });
    if (told.length > 0) await events.insertEvents(tx, { companyId: input.companyId, revision, events: told });
    return () =>
      keepGlances(input.deps, {
        assetIds: new Set(loaded.units.map(({ unit }) => unit.assetId)),
        revision,
        shipmentIds: new Set(refreshed.states.map(({ id }) => id)),
        units: new Map(refreshed.units.map(({ unit }) => [unit.id, unit])),
      });
  };
}

function tripsOf(loaded: Loaded, assetIds: ReadonlySet<string>): shipments.TripUnderWay[] {
  const facts = new Map(loaded.records.map((record) => [record.id, record.facts]));
  return loaded.units.flatMap(({ unit, shipmentId, visibleUntil }) => {
    const found = facts.get(shipmentId);
    // A trip that nobody ended is over when its truck has taken up the next one.
    if (found === undefined || visibleUntil !== null || !assetIds.has(unit.assetId)) return [];
    return [{ unit, origin: found.origin, destination: found.destination }];
  });
}

/** Whether positions of one truck make anything of its trips. */
export function tellTrips(shown: readonly Good[], trips: readonly shipments.TripUnderWay[]): boolean {
  const units = trips.map(({ unit }) => unit);
  return shown.some((item) => {
    const current = units.length === 1 ? units : currentTrips(units, item.position.fixedAt);
    return trips.some(
      ({ unit, origin, destination }) =>
        current.includes(unit) && tellsOfTrip({ unit, position: asTripPosition(item), origin, destination }),
    );
  });
}

function asTripPosition({ position: { lat, lon, fixedAt: at, speedKmh, accuracyM } }: Good): TripPosition {
  return accuracyM === undefined ? { lat, lon, at, speedKmh } : { lat, lon, at, speedKmh, accuracyM };
}

/** Walks the positions through the trips of their trucks, in the order of time; gives the units that changed. */
export function advanceTrips(
  shown: readonly Good[],
  trips: readonly shipments.TripUnderWay[],
  model: RoadModel | undefined,
): { trucks: Map<string, ShipmentUnit>; since: Map<string, string>; news: AssetNews[] } {
  const byAsset = groupBy(trips, ({ unit }) => unit.assetId);
  const trucks = new Map<string, ShipmentUnit>();
  const since = new Map<string, string>();
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
      const step = advanceTrip({
        unit,
        position: asTripPosition(item),
        origin,
        destination,
        road: { model, opensAt: gateOf(destination) },
      });
      if (step.unit !== unit) trucks.set(unit.id, step.unit);
      if (!isOnThisCargo(unit) && isOnThisCargo(step.unit)) since.set(unit.id, position.fixedAt);
      news.push(...step.events.map((event) => ({ assetId, unitId: unit.id, event })));
    }
  }
  return { trucks, since, news };
}
