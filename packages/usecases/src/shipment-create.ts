import { randomUUID } from 'node:crypto';
import { type Actor, type NewShipment, type Place, type ShipmentUnit, searchKey, type Vehicle } from '@karavan/contracts';
import { normaliseWagonNumber } from '@karavan/rail';
import { AppError } from '@karavan/runtime';
import { assets, audit, companies, reports, shipments, sites, type Tx, takeRevision, vehicles, wagons } from '@karavan/store';
import { type Deps, scopeOf } from './deps.ts';
import { type Foresight, foresightOf } from './foresight.ts';
import { takenUp, withPresence } from './shipment-presence.ts';
import { loadWagonsOf, refreshShipments, stateOf } from './shipment-refresh.ts';
import { type Network, networkOf } from './station-network.ts';

/** Makes a shipment of what was ordered and of the wagons and trucks that carry it; those seen already count at once. */
export async function createShipment(deps: Deps, input: { actor: Actor; shipment: NewShipment }): Promise<string> {
  const around = await aroundShipments(deps, input.actor);
  const id = await deps.db.scoped(scopeOf(input.actor), (tx) => createShipmentIn(tx, { ...input, ...around }));
  deps.announce();
  return id;
}

/** What a shipment is made with besides itself, looked up before the transaction begins. */
export interface AroundShipments {
  now: Date;
  foresight: Foresight;
  network: Network;
}
export async function aroundShipments(deps: Deps, { companyId }: Pick<Actor, 'companyId'>): Promise<AroundShipments> {
  return { now: deps.clock(), foresight: await foresightOf(deps, companyId), network: await networkOf(deps, companyId) };
}

/** The same as part of a larger transaction; whoever commits it announces. */
export async function createShipmentIn(
  tx: Tx,
  input: AroundShipments & { actor: Actor; shipment: NewShipment },
): Promise<string> {
  const { actor, shipment, now, foresight, network } = input;
  const customer = await companies.findCompany(tx, shipment.customerId);
  if (customer?.kind !== 'customer') throw refuse('customerId', 'must name one of your customers');
  const facts: shipments.ShipmentFacts = {
    product: shipment.product,
    origin: await placeOf(tx, { path: 'originSiteId', siteId: shipment.originSiteId, place: shipment.origin, network }),
    destination: await placeOf(tx, {
      path: 'destinationSiteId',
      siteId: shipment.destinationSiteId,
      place: shipment.destination,
      network,
    }),
    orderedKg: shipment.massKg,
    ...(shipment.deliverBy !== undefined ? { deliverBy: shipment.deliverBy } : {}),
    customer: { id: customer.id, name: customer.name },
    legs: shipment.legs.map((leg) => ({
      mode: leg.mode,
      ...(leg.mode === 'rail' && leg.waybill !== undefined ? { waybill: leg.waybill } : {}),
    })),
  };
  // Reports wait until we are through: a wagon must not move between our look at it and our commit.
  await reports.lockIngest(tx, actor.companyId);
  const record = {
    id: randomUUID(),
    number: await shipments.nextShipmentNumber(tx),
    ...(shipment.orderNumber !== undefined ? { orderNumber: shipment.orderNumber } : {}),
    customerId: customer.id,
    createdAt: now.toISOString(),
    facts,
  };
  const { origin, destination } = facts;
  const planned = await unitsOf(tx, { companyId: actor.companyId, shipment, record });
  const units = await withPresence(tx, { units: planned, origin, destination, now });
  await save(tx, { actor, record, units, now, foresight });
  return record.id;
}

async function save(
  tx: Tx,
  input: {
    actor: Actor;
    record: Omit<shipments.ShipmentRecord, 'state'>;
    units: shipments.UnitRecord[];
    now: Date;
    foresight: Foresight;
  },
): Promise<void> {
  const { record, now, foresight } = input;
  const companyId = input.actor.companyId;
  const wagons = await loadWagonsOf(tx, input.units);
  const planned = { ...record, state: { ...stateOf(record, { units: input.units, wagons, now, foresight }), revision: 0 } };
  const refreshed = refreshShipments({ loaded: { records: [planned], units: input.units }, wagons, now, foresight });
  const units = input.units.map((unit) => refreshed.units.find((changed) => changed.unit.id === unit.unit.id) ?? unit);

  const revision = await takeRevision(tx);
  await shipments.insertShipment(tx, {
    companyId,
    revision,
    record,
    state: refreshed.states[0] ?? stateOf(record, { units, wagons, now, foresight }),
  });
  await shipments.insertUnits(tx, { companyId, units });
  const taken = takenUp(units);
  if (taken.length > 0) await shipments.endEarlierWindows(tx, taken);
  await assets.touchAssets(tx, { revision, ids: units.map((unit) => unit.unit.assetId) });
  await audit.insertAudit(tx, {
    companyId,
    actor: input.actor.name,
    action: 'shipment created',
    subject: record.id,
    details: { number: record.number },
  });
}

/** The units of what a shipment is carried by: wagons and trips, the trucks stored where they are not yet. */
export async function unitsOf(
  tx: Tx,
  input: {
    companyId: string;
    shipment: Pick<NewShipment, 'legs' | 'massKg'>;
    record: Pick<shipments.ShipmentRecord, 'id' | 'customerId' | 'createdAt'>;
  },
): Promise<shipments.UnitRecord[]> {
  const { shipment, record } = input;
  const units: shipments.UnitRecord[] = [];
  const add = (unit: Omit<ShipmentUnit, 'id' | 'status'>, visibleFrom: string) =>
    units.push({
      shipmentId: record.id,
      customerId: record.customerId,
      unit: { id: randomUUID(), status: 'planned', ...unit },
      visibleFrom,
      visibleUntil: null,
    });
  const trucks = await saveTrucks(tx, { companyId: input.companyId, shipment });
  for (const [leg, part] of shipment.legs.entries()) {
    if (part.mode === 'rail') {
      const share = shareOfRest(part.wagons, shipment.massKg);
      for (const [index, wagon] of part.wagons.entries()) {
        const number = normaliseWagonNumber(wagon.number);
        if (number === undefined) throw refuse(`legs.${leg}.wagons.${index}.number`, 'is not a wagon number: 8 digits');
        const waybill = part.waybill === undefined ? {} : { waybill: part.waybill };
        const unit = {
          leg,
          mode: 'rail' as const,
          assetId: `wagon:${number}`,
          label: number,
          massKg: wagon.massKg ?? share,
          ...waybill,
        };
        add(unit, await railVisibleFrom(tx, { number, waybill: part.waybill, createdAt: record.createdAt }));
      }
    } else {
      for (const trip of part.trips) {
        const vehicle = trucks.get(searchKey(trip.plate));
        if (vehicle === undefined) throw new Error(`truck ${trip.plate} was not saved`);
        const times = {
          ...(trip.loadFrom ? { loadFrom: trip.loadFrom } : {}),
          ...(trip.unloadTo ? { unloadTo: trip.unloadTo } : {}),
        };
        const unit = {
          leg,
          mode: 'road' as const,
          assetId: `truck:${vehicle.id}`,
          label: vehicle.plate,
          massKg: trip.massKg,
          ...times,
        };
        add(unit, trip.loadFrom ?? record.createdAt);
      }
    }
  }
  return units;
}

/** Every truck of the shipment, in one order for all shipments: two that name the same trucks then never wait for each other in a ring. */
async function saveTrucks(
  tx: Tx,
  input: { companyId: string; shipment: Pick<NewShipment, 'legs'> },
): Promise<Map<string, Vehicle>> {
  const plates = input.shipment.legs.flatMap((leg) =>
    leg.mode === 'road' ? leg.trips.map((trip) => searchKey(trip.plate)) : [],
  );
  const saved = new Map<string, Vehicle>();
  for (const plate of [...new Set(plates)].sort())
    saved.set(plate, (await vehicles.saveVehicle(tx, input.companyId, { plate })).vehicle);
  return saved;
}

/** Wagons without a mass of their own share what the others leave. */
function shareOfRest(list: readonly { massKg?: number | undefined }[], totalKg: number): number {
  const open = list.filter((wagon) => wagon.massKg === undefined).length;
  const given = list.reduce((sum, wagon) => sum + (wagon.massKg ?? 0), 0);
  return open === 0 ? 0 : Math.max(0, Math.floor((totalKg - given) / open));
}

/** A wagon already on the way with this cargo is the customer's from the start of its trip, not of what it did before. */
async function railVisibleFrom(
  tx: Tx,
  input: { number: string; waybill: string | undefined; createdAt: string },
): Promise<string> {
  const state = await wagons.findWagon(tx, input.number);
  const sameTrip =
    state?.tripStartedAt !== undefined &&
    state.status !== 'unloaded' &&
    (input.waybill === undefined || state.waybill === undefined || searchKey(input.waybill) === searchKey(state.waybill));
  return sameTrip && state.tripStartedAt !== undefined && state.tripStartedAt < input.createdAt
    ? state.tripStartedAt
    : input.createdAt;
}

async function placeOf(
  tx: Tx,
  input: { path: string; siteId: string | undefined; place: Place | string | undefined; network: Network },
): Promise<Place> {
  if (input.siteId !== undefined) {
    const site = await sites.findSite(tx, input.siteId);
    if (site === undefined) throw refuse(input.path, 'there is no such site');
    const { id, kind: _, customerId: __, ...place } = site;
    return { ...place, siteId: id };
  }
  if (typeof input.place === 'object') return input.place;
  const name = input.place ?? '';
  const { lat, lon, esr } = input.network.resolve({ name }) ?? {};
  return {
    name,
    ...(lat === undefined || lon === undefined ? {} : { lat, lon }),
    ...(esr === undefined ? {} : { esr }),
  };
}

const refuse = (path: string, message: string) =>
  new AppError('BAD_INPUT', `${path}: ${message}`, { errors: [{ path, message }] });
