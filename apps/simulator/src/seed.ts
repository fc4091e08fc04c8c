/**
 * Sets the stage through the public API alone: customers, sites, vehicles, devices, past reports, orders. Everything is
 * looked up before it is made, so a second start on kept data adds only what is new.
 */
import type { Company, NewShipment } from '@karavan/contracts';
import { reportCells } from './account/report-cells.ts';
import { reportBytes } from './account/report-file.ts';
import { CUSTOMER_KEYS, DEMO_CUSTOMER, PLACES, partyOf } from './cast.ts';
import { KaravanClient } from './karavan-client.ts';
import { DEMO_GOODS, DEMO_NETWORK, demoStock } from './network.ts';
import type { DemoLeg, DemoOrder } from './orders.ts';
import { seedPlans } from './seed-plans.ts';
import type { World } from './world.ts';

export interface SeedOptions {
  apiUrl: string;
  token: string;
  world: World;
  /** the company of the demo login; made here where it is not given */
  demoCustomerId?: string;
  /** the world's present */
  now?: Date;
  signal?: AbortSignal;
}

/** The ids Karavan gave to what the cast knows by keys. */
export interface Stage {
  customers: ReadonlyMap<string, string>;
  sites: ReadonlyMap<string, string>;
  /** numbers of the orders Karavan has */
  entered: Set<string>;
}

const HOUR_MS = 3_600_000;
const HISTORY_HOURS = 72;
const HISTORY_STEP_HOURS = 6;
const TIME_ZONE = 'Europe/Moscow';

export async function seedDemo(options: SeedOptions): Promise<{ demoCustomerId: string; stage: Stage }> {
  const { world, now = world.anchor } = options;
  const client = clientOf(options);
  const customers = await seedCustomers(client, options.demoCustomerId);
  const sites = await seedSites(client, customers);
  await seedVehicles(client, world);
  await seedNetwork(client, now);
  await seedHistory(client, { world, now });
  const numbers = (await client.listShipments()).flatMap(({ orderNumber }) => orderNumber ?? []);
  const stage = { customers, sites, entered: new Set(numbers) };
  await seedOrders(client, { world, now, stage });
  await seedPlans(client, { stage, now });
  const demoCustomerId = customers.get(DEMO_CUSTOMER);
  if (demoCustomerId === undefined) throw new Error('the demo customer was not made');
  return { demoCustomerId, stage };
}

export function clientOf({ apiUrl, token, signal }: Pick<SeedOptions, 'apiUrl' | 'token' | 'signal'>): KaravanClient {
  return new KaravanClient({ apiUrl, token, ...(signal ? { signal } : {}) });
}

async function seedCustomers(client: KaravanClient, demoCustomerId: string | undefined): Promise<Map<string, string>> {
  const present = new Map((await client.listCompanies()).map((company) => [company.name, company]));
  const ids = new Map<string, string>();
  for (const key of CUSTOMER_KEYS) {
    if (key === DEMO_CUSTOMER && demoCustomerId !== undefined) ids.set(key, demoCustomerId);
    else {
      const { name, okpo } = partyOf(key);
      const company: Company = present.get(name) ?? (await client.createCompany(name, okpo));
      ids.set(key, company.id);
    }
  }
  return ids;
}

async function seedSites(client: KaravanClient, customers: ReadonlyMap<string, string>): Promise<Map<string, string>> {
  const present = new Map((await client.listSites()).map((site) => [site.name, site.id]));
  const ids = new Map<string, string>();
  for (const { key, kind, name, lat, lon, esr, party } of PLACES) {
    const customerId = kind === 'site' ? customers.get(party) : undefined;
    const site = { kind, name, lat, lon, timeZone: TIME_ZONE, ...(esr ? { esr } : {}), ...(customerId ? { customerId } : {}) };
    ids.set(key, present.get(name) ?? (await client.createSite(site)).id);
  }
  return ids;
}

async function seedVehicles(client: KaravanClient, world: World): Promise<void> {
  for (const { cast } of world.trucks) {
    const { plate, name, carrier, driverPhone, deviceId } = cast;
    const vehicle = await client.createVehicle({ plate, name, carrier, driverPhone });
    await client.createDevice({ uniqueId: deviceId, protocol: 'osmand', vehicleId: vehicle.id });
  }
}

async function seedNetwork(client: KaravanClient, now: Date): Promise<void> {
  if ((await client.getNetwork()).version > 0) return;
  await client.saveGoods(DEMO_GOODS);
  await client.saveStock(demoStock(now));
  await client.saveNetwork(DEMO_NETWORK);
}

/** Reports of the last three days, one every six hours, oldest first; after a pause those that were missed meanwhile. */
async function seedHistory(client: KaravanClient, { world, now }: { world: World; now: Date }): Promise<void> {
  const newest = (await client.newestReport())?.reportedAt;
  const known = newest ? Date.parse(newest) : Number.NEGATIVE_INFINITY;
  for (const at of historyTimes(world, now)) {
    if (at.getTime() <= known) continue;
    const bytes = reportBytes(reportCells(world.wagonRows(at), at), 'xlsx');
    await client.uploadReport(new Uint8Array(bytes), `dislocation-${at.toISOString().slice(0, 16).replace(/\D/g, '')}.xlsx`);
  }
}

/** On a grid that does not depend on when one looks, so that the same reports are made again. */
function historyTimes({ anchor }: World, now: Date): Date[] {
  const stepMs = HISTORY_STEP_HOURS * HOUR_MS;
  const lastMs = anchor.getTime() + Math.floor((now.getTime() - anchor.getTime()) / stepMs) * stepMs;
  const count = HISTORY_HOURS / HISTORY_STEP_HOURS;
  return Array.from({ length: count + 1 }, (_, i) => new Date(lastMs - (count - i) * stepMs));
}

/** Enters the orders of this moment that Karavan does not have yet. */
export async function seedOrders(
  client: KaravanClient,
  { world, now, stage }: { world: World; now: Date; stage: Stage },
): Promise<void> {
  for (const order of world.orders(now)) {
    if (stage.entered.has(order.orderNumber)) continue;
    await client.createShipment(toShipment(order, stage));
    stage.entered.add(order.orderNumber);
  }
}

function toShipment(order: DemoOrder, { customers, sites }: Stage): NewShipment {
  const customerId = customers.get(order.customer);
  const originSiteId = sites.get(order.origin);
  const destinationSiteId = sites.get(order.destination);
  if (!customerId || !originSiteId || !destinationSiteId) throw new Error(`order ${order.orderNumber} plays on no known stage`);
  const { orderNumber, product, massKg, deliverBy } = order;
  return { customerId, orderNumber, product, massKg, originSiteId, destinationSiteId, deliverBy, legs: order.legs.map(toLeg) };
}

function toLeg(leg: DemoLeg): NewShipment['legs'][number] {
  if (leg.mode === 'rail') return leg;
  const trips = leg.trips.map(({ plate, massKg, loadFromMs, unloadToMs }) => ({
    plate,
    massKg,
    loadFrom: new Date(loadFromMs).toISOString(),
    unloadTo: new Date(unloadToMs).toISOString(),
  }));
  return { mode: 'road', trips };
}
