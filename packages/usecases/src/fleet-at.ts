import type { Actor, AssetState, FleetAt, FleetAtQuery, RailEvent, WagonStatus } from '@karavan/contracts';
import { fleetAt, type Tx } from '@karavan/store';
import { followSources, HOLD_AGAINST_COARSE_MINUTES, limitsOf, MOVING_KMH, freshness as oldness } from '@karavan/tracking';
import { type Deps, scopeOf } from './deps.ts';
import { groupBy } from './group-by.ts';

/** What was last heard of longer ago was nowhere on the map then. */
const OLDEST_MS = 30 * 86_400_000;

/**
 * Where everything was at an instant, to the eyes of this actor: staff see the fleet, a customer what carried his cargo at that
 * very moment. What comes later is not known to it, neither places nor cargo nor age.
 */
export async function getFleetAt(deps: Deps, { actor, query }: { actor: Actor; query: FleetAtQuery }): Promise<FleetAt> {
  const now = deps.clock();
  const at = new Date(Math.min(Date.parse(query.at), now.getTime()));
  const moment = {
    at: at.toISOString(),
    since: new Date(at.getTime() - OLDEST_MS).toISOString(),
    knownThen: query.knownThen ?? false,
  };
  const devices = await deps.db.system((tx) => fleetAt.listCompanyDevices(tx, actor.companyId));
  const assets = await deps.db.scoped(scopeOf(actor), async (tx) => {
    const isStaff = actor.customerId === null;
    const fixes = await (isStaff ? fleetAt.listFixesAt(tx, moment) : fleetAt.listCarryingFixesAt(tx, moment));
    const chosen = await choose(tx, { fixes, moment, rivals: sharedVehicles(devices) });
    const wagons = await (isStaff ? fleetAt.listWagonsAt(tx, moment) : fleetAt.listCarryingWagonsAt(tx, moment));
    const cargo = groupBy(await fleetAt.listCargoAt(tx, moment.at), ({ assetId }) => assetId);
    const protocols = new Map(devices.map(({ uniqueId, protocol }) => [uniqueId, protocol]));
    const states = [...chosen.map((fix) => truckState(fix, { protocols, at })), ...wagons.map((wagon) => wagonState(wagon, at))];
    return states.map((state) => ({ ...state, shipmentIds: (cargo.get(state.id) ?? []).map(({ shipmentId }) => shipmentId) }));
  });
  return { at: moment.at, assets: query.bbox === undefined ? assets : assets.filter((asset) => isInside(asset, query.bbox)) };
}

type Devices = Awaited<ReturnType<typeof fleetAt.listCompanyDevices>>;

/** Vehicles that more than one device speaks for. */
function sharedVehicles(devices: Devices): Set<string> {
  const [once, more] = [new Set<string>(), new Set<string>()];
  for (const { vehicleId } of devices) if (vehicleId !== null) (once.has(vehicleId) ? more : once).add(vehicleId);
  return new Set([...more].map((id) => `truck:${id}`));
}

/** Where several sources speak for a truck, its marker stood where the source it followed then said. */
async function choose(
  tx: Tx,
  input: { fixes: readonly fleetAt.FixAt[]; moment: fleetAt.Moment; rivals: ReadonlySet<string> },
): Promise<fleetAt.FixAt[]> {
  const { fixes, moment, rivals } = input;
  const asked = fixes.filter(({ assetId }) => rivals.has(assetId));
  if (asked.length === 0) return [...fixes];
  const oldestMs = Math.min(...asked.map(({ at }) => Date.parse(at))) - 2 * HOLD_AGAINST_COARSE_MINUTES * 60_000;
  const since = new Date(Math.max(oldestMs, Date.parse(moment.since))).toISOString();
  const assetIds = asked.map(({ assetId }) => assetId);
  const said = groupBy(await fleetAt.listRivalFixes(tx, { ...moment, since, assetIds }), ({ assetId }) => assetId);
  return fixes.map((fix) => {
    const way = followSources(
      (said.get(fix.assetId) ?? []).map((one) => ({
        ...one,
        source: one.deviceId,
        atMs: Date.parse(one.at),
        accuracyM: one.accuracyM ?? undefined,
      })),
    );
    const last = way.at(-1);
    return last === undefined ? fix : { ...last, label: fix.label, accuracyM: last.accuracyM ?? null };
  });
}

function truckState(fix: fleetAt.FixAt, { protocols, at }: { protocols: ReadonlyMap<string, string>; at: Date }): AssetState {
  const source = fix.protocol ?? protocols.get(fix.deviceId) ?? 'unknown';
  return {
    id: fix.assetId,
    kind: fix.assetId.startsWith('truck:') ? 'truck' : 'device',
    label: fix.label,
    revision: 0,
    position: { lat: fix.lat, lon: fix.lon, at: fix.at, speedKmh: fix.speedKmh, courseDeg: fix.courseDeg, source },
    freshness: oldness(source, fix.at, at),
    status: (fix.speedKmh ?? 0) > MOVING_KMH ? 'moving' : 'standing',
    shipmentIds: [],
  };
}

/** What a wagon was doing, by its last operation alone. */
const STATUS: Partial<Record<RailEvent, WagonStatus>> = {
  TRAIN_ABANDONED: 'abandoned',
  BAD_ORDER: 'badOrder',
  ARRIVED_DESTINATION: 'arrived',
  TRIP_END: 'arrived',
  UNLOADED: 'unloaded',
  LOADED: 'atOrigin',
};

function wagonState({ number, operation }: fleetAt.WagonAt, at: Date): AssetState {
  const { lat, lon } = operation.station;
  const isDriving = operation.event === 'DEPARTED';
  const place = lat === undefined || lon === undefined ? null : { lat, lon };
  return {
    id: `wagon:${number}`,
    kind: 'wagon',
    label: number,
    revision: 0,
    position: place && {
      ...place,
      at: operation.at,
      speedKmh: null,
      courseDeg: null,
      source: 'rzd',
      ...(isDriving ? { approximate: true } : {}),
    },
    freshness: oldness('rzd', operation.at, at),
    status: STATUS[operation.event] ?? (isOverDay(operation.at, at) ? 'standing' : 'inTransit'),
    shipmentIds: [],
  };
}

const isOverDay = (since: string, at: Date): boolean => at.getTime() - Date.parse(since) > limitsOf('rzd').agingMinutes * 60_000;

function isInside({ position }: AssetState, bbox: FleetAtQuery['bbox']): boolean {
  if (position === null || bbox === undefined) return true;
  const [west, south, east, north] = bbox;
  return position.lat >= south && position.lat <= north && position.lon >= west && position.lon <= east;
}
