import type { Actor, DevicePosition } from '@karavan/contracts';
import { devices, vehicles } from '@karavan/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestKaravan, type TestKaravan } from '../../../test/support/karavan.ts';
import {
  at,
  type Delivery,
  deliveries,
  inOrder,
  NEXT_LOAD_MINUTE,
  PLANT,
  SITE,
  SWAP_MINUTE,
  type Told,
} from './permuted.fixture.ts';
import { ingestPositions } from './positions-ingest.ts';
import { swapTruck } from './trip-swap.ts';
import { getTruckHistory } from './truck-history.ts';

const SEEDS = [3, 14, 100];

let karavan: TestKaravan;
let staff: Actor;
beforeAll(async () => {
  karavan = await startTestKaravan();
  const http = karavan.http;
  const dispatcher = await karavan.as('dispatcher');
  for (const [kind, place] of [
    ['plant', PLANT],
    ['site', SITE],
  ] as const)
    await http
      .post('/api/v1/sites')
      .set(dispatcher)
      .send({ kind, name: kind, ...place })
      .expect(201);
  // the fences were there before the trip
  await karavan.db.system((tx) => tx.many(`UPDATE geofences SET updated_at = '2026-08-01' RETURNING id`));
  staff = { companyId: karavan.companyId, customerId: null, userId: null, name: 'Test', role: 'dispatcher' } as unknown as Actor;
});
afterAll(() => karavan.close());

interface World {
  ids: Record<Told['device'], string>;
  plates: [string, string];
  shipments: [string, string];
}

let worlds = 0;
async function world(): Promise<World> {
  worlds += 1;
  const { companyId } = karavan;
  const number = String(worlds).padStart(3, '0');
  const plates: [string, string] = [`А${number}АА77`, `В${number}ВВ77`];
  const ids = { tracker: `tracker-${number}`, phone: `phone-${number}`, second: `second-${number}` };
  const [first, second] = await Promise.all(
    plates.map((plate) =>
      karavan.db.scoped({ companyId, customerId: null }, (tx) => vehicles.saveVehicle(tx, companyId, { plate })),
    ),
  );
  for (const [device, vehicle] of [
    [ids.tracker, first],
    [ids.phone, first],
    [ids.second, second],
  ] as const)
    await karavan.db.system((tx) =>
      devices.adoptDevice(tx, { companyId, uniqueId: device, vehicleId: vehicle?.vehicle.id ?? '' }),
    );
  const sites = (await karavan.http.get('/api/v1/sites').set(await karavan.as('dispatcher'))).body.items as {
    id: string;
    kind: string;
  }[];
  const site = (kind: string) => sites.find((one) => one.kind === kind)?.id;
  const order = async (customer: number, plate: string, loadFrom: string) =>
    (
      await karavan.http
        .post('/api/v1/shipments')
        .set(await karavan.as('dispatcher'))
        .send({
          ...{ customerId: karavan.customers[customer], product: 'Цемент', massKg: 20_000 },
          ...{ originSiteId: site('plant'), destinationSiteId: site('site') },
          legs: [{ mode: 'road', trips: [{ plate, massKg: 20_000, loadFrom }] }],
        })
        .expect(201)
    ).body.id as string;
  karavan.setNow(at(-60));
  return { ids, plates, shipments: [await order(0, plates[0], at(10)), await order(1, plates[1], at(NEXT_LOAD_MINUTE))] };
}

async function ingest(told: World, { minute, fixes }: Delivery): Promise<void> {
  karavan.setNow(at(minute + 0.1));
  const receivedAt = new Date(at(minute + 0.1));
  await ingestPositions(
    karavan.deps,
    fixes.map(({ device, minute: when, lat, speedKmh, accuracyM }) => {
      const position: DevicePosition = {
        ...{ uniqueId: told.ids[device], fixedAt: at(when), lat, lon: 37, speedKmh, courseDeg: 0, valid: true },
        ...(accuracyM === undefined ? {} : { accuracyM }),
        attributes: { minute: when },
      };
      return { position, receivedAt };
    }),
    'wialon',
  );
}

async function play(coming: readonly Delivery[]): Promise<World> {
  const told = await world();
  let isSwapped = false;
  for (const delivery of coming) {
    if (!isSwapped && delivery.minute >= SWAP_MINUTE) {
      karavan.setNow(at(SWAP_MINUTE + 1));
      const unit = await karavan.db.system((tx) =>
        tx.one<{ id: string }>('SELECT id FROM shipment_units WHERE shipment_id = $1', [told.shipments[0]]),
      );
      const swap = { plate: told.plates[1], at: at(SWAP_MINUTE) };
      await swapTruck(karavan.deps, { actor: staff, shipmentId: told.shipments[0], unitId: unit?.id ?? '', swap });
      isSwapped = true;
    }
    await ingest(told, delivery);
  }
  return told;
}

/** All that is known in the end, without ids. */
async function endOf({ ids, shipments, plates }: World) {
  const devicesOf = Object.values(ids);
  const known = await karavan.db.system(async (tx) => ({
    positions: await tx.many(
      `SELECT split_part(device_id, '-', 1) AS device, fixed_at, lat, filtered, moving, step_m FROM positions WHERE device_id = ANY($1) ORDER BY 1, 2, fingerprint`,
      [devicesOf],
    ),
    odometers: (
      await tx.many<{ m: number }>('SELECT odometer_m AS m FROM devices WHERE unique_id = ANY($1) ORDER BY unique_id', [
        devicesOf,
      ])
    ).map(({ m }) => Math.round(m)),
    trips: await tx.many(
      `SELECT data ->> 'status' AS status, (data -> 'massKg')::float8 AS kg, data ->> 'departedAt' AS departed, data ->> 'deliveredAt' AS delivered,
         data ->> 'handedOverAt' AS over, data ->> 'seenAt' AS seen, data -> 'remainingKm' AS km, visible_from, visible_until
       FROM shipment_units WHERE shipment_id = ANY($1) ORDER BY array_position($1, shipment_id), visible_from`,
      [shipments],
    ),
    orders: await tx.many(
      `SELECT status, state - 'id' - 'number' - 'revision' - 'vehicles' - 'eta' AS state FROM shipments WHERE id = ANY($1) ORDER BY array_position($1, id)`,
      [shipments],
    ),
    events: await tx.many(
      `SELECT v.plate LIKE 'А%' AS first, e.kind, e.at, array_position($1, e.shipment_id) AS shipment, e.customer_id AS customer FROM events e
       JOIN vehicles v ON e.asset_id = 'truck:' || v.id
       WHERE v.plate = ANY($2) AND e.kind IN ('departed', 'delivered', 'geofenceEnter', 'geofenceExit') ORDER BY e.at, e.kind, shipment`,
      [shipments, plates],
    ),
    // of two sources of equal worth the marker keeps to the one it has, so that it never goes back: minutes may lie between them
    markers: await tx.many(
      `SELECT a.lat, CASE WHEN v.plate LIKE 'В%' THEN a.at END AS at, a.status FROM assets a JOIN vehicles v ON a.id = 'truck:' || v.id WHERE v.plate = ANY($1) ORDER BY v.plate`,
      [plates],
    ),
    alerts: await tx.many<{ kind: string; opened_at: string }>(
      `SELECT kind, opened_at FROM alerts a JOIN vehicles v ON a.asset_id = 'truck:' || v.id WHERE v.plate = ANY($1) AND kind = 'longStop' ORDER BY 2`,
      [plates],
    ),
  }));
  karavan.setNow('2026-08-22T20:00:00Z');
  const views = [];
  for (const customerId of [null, ...karavan.customers])
    for (const name of plates) {
      const query = { from: '2026-08-20T00:00:00Z', to: '2026-08-22T19:00:00Z' };
      const view = await getTruckHistory(karavan.deps, { actor: { ...staff, customerId }, name, query }).catch(() => undefined);
      views.push(
        view && { points: view.points, stops: view.stops, counts: { ...view.counts, aside: {} }, km: view.trips.length },
      );
    }
  return { ...known, views };
}

it('one set of positions of two trucks, two sources, a swap, a night and the next cargo makes one story, whenever they come', async () => {
  const { alerts, ...expected } = await endOf(await play(inOrder()));
  expect(expected.trips).toMatchObject([
    { status: 'delivered', kg: 0, over: at(SWAP_MINUTE) },
    { status: 'delivered', kg: 20_000 },
    { status: 'moving' },
  ]);
  expect(expected.events.map((event) => (event as { kind: string }).kind)).toEqual([
    ...['geofenceEnter', 'geofenceExit', 'departed'], // the first truck at the plant
    ...['geofenceExit'], // the second one leaves the site where it was
    ...['geofenceEnter', 'delivered', 'geofenceExit', 'geofenceEnter', 'geofenceExit', 'departed'],
  ]);
  for (const seed of SEEDS) {
    const { alerts: raised, ...got } = await endOf(await play(deliveries(seed)));
    expect({ seed, ...got }).toEqual({ seed, ...expected });
    // What came late calls nobody: there may be fewer alerts than in order and they may begin with what was heard first, never more.
    const episodes = raised.map(({ opened_at }) => alerts.findLastIndex((known) => known.opened_at <= opened_at));
    expect(episodes).not.toContain(-1);
    expect(new Set(episodes).size).toBe(episodes.length);
  }
}, 120_000);
