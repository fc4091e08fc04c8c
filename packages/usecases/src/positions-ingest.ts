import { createHash } from 'node:crypto';
import type { DevicePosition, DeviceReading, FilterReason, ShipmentUnit } from '@karavan/contracts';
import { AppError } from '@karavan/runtime';
import { assets, companies, devices, events, shipments, takeRevision } from '@karavan/store';
import { advanceTrip, currentTrips, filterPosition } from '@karavan/tracking';
import { truckAsset } from './asset-of.ts';
import type { Deps } from './deps.ts';
import { etaModelOf } from './eta-learn.ts';
import { type AssetNews, eventsFor } from './events-for.ts';
import { loadWagonsOf, refreshShipments, saveRefreshed } from './shipment-refresh.ts';

export interface Received {
  position: DeviceReading;
  receivedAt: Date;
}
/** Kept either way; `filtered` says why it is not shown. */
export interface PositionVerdict {
  filtered: FilterReason | null;
}

interface Judged extends Received {
  device: devices.DeviceForIngest;
  filtered: FilterReason | null;
  fingerprint: string;
}
/** What may move a marker: a place that nothing speaks against. */
type Good = Judged & { position: DevicePosition };

/**
 * Stores a batch of positions and what follows from them, in one transaction a company: filter, write, live marker,
 * trips. Gives a verdict for each, in the order they came, only after everything is committed.
 */
export async function ingestPositions(deps: Deps, batch: readonly Received[], protocol: string): Promise<PositionVerdict[]> {
  const owners = await deps.db.system(async (tx) => {
    const home = await companies.findHomeCompany(tx);
    if (home === undefined) throw new AppError('UNAVAILABLE', 'There is no company yet that positions could belong to.');
    const uniqueIds = [...new Set(batch.map((item) => item.position.uniqueId))];
    return devices.takeDevices(tx, { uniqueIds, protocol, homeCompanyId: home.id });
  });
  const byId = new Map(owners.map((device) => [device.uniqueId, device]));
  const judged = judge(batch, byId);
  for (const companyId of new Set(owners.map((device) => device.companyId))) {
    const own = judged.filter((item) => item.device.companyId === companyId);
    const stored = await saveCompany(deps, { companyId, judged: own, protocol });
    for (const { filtered } of stored) deps.tally.count('positions', { protocol, filtered: filtered ?? 'no' });
  }
  deps.announce();
  return judged.map(({ filtered }) => ({ filtered }));
}

function judge(batch: readonly Received[], byId: ReadonlyMap<string, devices.DeviceForIngest>): Judged[] {
  const last = new Map<string, devices.DeviceForIngest['last']>();
  return batch.map((item) => {
    const { position } = item;
    const device = byId.get(position.uniqueId);
    if (device === undefined) throw new Error(`device ${position.uniqueId} was not taken in`);
    const previous = last.get(device.uniqueId) ?? device.last;
    const filtered = reasonAgainst(item, previous);
    if (filtered === null && isPlaced(position) && (previous === null || position.fixedAt >= previous.fixedAt))
      last.set(device.uniqueId, position);
    return { ...item, device, filtered, fingerprint: fingerprintOf(position) };
  });
}

const isPlaced = (position: DeviceReading): position is DevicePosition => position.lat !== null;
const isGood = (item: Judged): item is Good => item.filtered === null && isPlaced(item.position);

/** A reading without a place is no position that could be shown, whatever else it tells. */
function reasonAgainst({ position, receivedAt }: Received, previous: devices.DeviceForIngest['last']): FilterReason | null {
  if (!isPlaced(position)) return 'invalid';
  return filterPosition({ position, receivedAt, ...(previous ? { previous } : {}) }) ?? null;
}

/**
 * The content of a message; the same message sent again has the same one, also when it now says that it comes from the
 * memory of the device.
 */
function fingerprintOf(position: DeviceReading): string {
  const { archive: _, ...attributes } = position.attributes;
  return createHash('md5')
    .update(JSON.stringify({ ...position, attributes }))
    .digest('hex');
}

/** Gives what was stored: not what is there already. */
async function saveCompany(deps: Deps, input: { companyId: string; judged: Judged[]; protocol: string }): Promise<Judged[]> {
  const { companyId } = input;
  const model = await etaModelOf(deps, companyId);
  return deps.db.scoped({ companyId, customerId: null }, async (tx) => {
    const fresh = await devices.insertPositions(
      tx,
      input.judged.map((item) => ({
        ...item.position,
        companyId,
        vehicleId: item.device.vehicle?.id ?? null,
        receivedAt: item.receivedAt.toISOString(),
        filtered: item.filtered,
        fingerprint: item.fingerprint,
      })),
    );
    const stored = input.judged.filter((item) => fresh.delete(toUuid(item.fingerprint)));
    const good = stored.filter(isGood);
    const newest = newestByDevice(good);
    if (newest.length === 0) return stored;
    await devices.saveLastPositions(
      tx,
      newest.map(({ position }) => position),
    );
    const shown = newestByVehicle(newest.filter((item) => !item.device.quarantined));
    if (shown.length === 0) return stored;
    const markers = shown.map(({ device, position }) =>
      truckAsset({ vehicle: device.vehicle, position, protocol: input.protocol }),
    );
    const loaded = await shipments.loadShipmentsOn(
      tx,
      markers.map((marker) => marker.id),
    );
    const { trucks, news } = advanceTrips({ good, loaded });
    const refreshed = refreshShipments({
      loaded,
      wagons: await loadWagonsOf(tx, loaded.units),
      moved: new Set(),
      trucks,
      now: deps.clock(),
      model,
    });
    const revision = await takeRevision(tx);
    await assets.saveAssets(tx, { companyId, revision, assets: markers });
    await saveRefreshed(tx, { revision, before: loaded.units, refreshed });
    await events.insertEvents(tx, { companyId, revision, events: eventsFor(news, { before: loaded.units, refreshed }) });
    return stored;
  });
}

/** PostgreSQL gives a uuid back with hyphens. */
const toUuid = (hex: string): string => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** A position older than the one already shown fills the history and moves nothing. */
function newestByDevice(good: readonly Good[]): Good[] {
  const newest = new Map<string, Good>();
  for (const item of good) {
    const shownAt = newest.get(item.device.uniqueId)?.position.fixedAt ?? item.device.last?.fixedAt ?? '';
    if (Date.parse(item.position.fixedAt) >= (shownAt === '' ? 0 : Date.parse(shownAt))) newest.set(item.device.uniqueId, item);
  }
  return [...newest.values()];
}

/** Two devices may ride in one vehicle; its one marker is where the newer of them is. */
function newestByVehicle(items: readonly Good[]): Good[] {
  const newest = new Map<string, Good>();
  for (const item of items) {
    const key = item.device.vehicle?.id ?? item.device.uniqueId;
    const held = newest.get(key);
    if (held === undefined || Date.parse(item.position.fixedAt) >= Date.parse(held.position.fixedAt)) newest.set(key, item);
  }
  return [...newest.values()];
}

function advanceTrips(input: {
  good: readonly Good[];
  loaded: { records: shipments.ShipmentRecord[]; units: shipments.UnitRecord[] };
}): { trucks: Map<string, ShipmentUnit>; news: AssetNews[] } {
  const facts = new Map(input.loaded.records.map((record) => [record.id, record.facts]));
  const shipmentOf = new Map(input.loaded.units.map((record) => [record.unit.id, record.shipmentId]));
  const trucks = new Map<string, ShipmentUnit>();
  const news: AssetNews[] = [];
  const inOrder = [...input.good].sort((a, b) => Date.parse(a.position.fixedAt) - Date.parse(b.position.fixedAt));
  for (const { device, position } of inOrder) {
    if (device.vehicle === null) continue;
    const assetId = `truck:${device.vehicle.id}`;
    const trips = input.loaded.units
      .filter((record) => record.unit.assetId === assetId)
      .map((record) => trucks.get(record.unit.id) ?? record.unit);
    for (const unit of currentTrips(trips, position.fixedAt)) {
      const shipment = facts.get(shipmentOf.get(unit.id) ?? '');
      if (shipment === undefined) continue;
      const at = { lat: position.lat, lon: position.lon, at: position.fixedAt, speedKmh: position.speedKmh };
      const step = advanceTrip({
        unit,
        position: position.accuracyM === undefined ? at : { ...at, accuracyM: position.accuracyM },
        origin: shipment.origin,
        destination: shipment.destination,
      });
      trucks.set(unit.id, step.unit);
      news.push(...step.events.map((event) => ({ assetId, unitId: unit.id, event })));
    }
  }
  return { trucks, news };
}
