import type { Actor, DevicePosition } from '@karavan/contracts';
import { type Database, devices, openDatabase, vehicles } from '@karavan/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestKaravan, type TestKaravan } from '../../../test/support/karavan.ts';
import type { Deps } from './deps.ts';
import { createGeofence } from './geofence-manage.ts';
import { ingestPositions } from './positions-ingest.ts';
import { createShipment } from './shipment-create.ts';

let karavan: TestKaravan;
/** knows nothing of what the other remembers, as another process does */
let other: Database;
beforeAll(async () => {
  karavan = await startTestKaravan();
  other = openDatabase({ url: karavan.databaseUrl, max: 4 });
});
afterAll(async () => {
  await other.close();
  await karavan.close();
});

const BEGAN = Date.parse('2026-08-20T08:00:00Z');
const RECEIVED = new Date('2026-08-20T18:00:00Z');
const PLANT = { name: 'Завод', lat: 55, lon: 37 };
const SITE = { name: 'Стройка', lat: 55.5, lon: 37 };
const KM = 1 / 111.195;

/** a jump, and a receiver without a fix */
const ODD: Record<number, Partial<DevicePosition>> = { 30: { lat: 58 }, 31: { valid: false } };

/** A minute and a kilometre north of the one before. */
const fix = (uniqueId: string, minute: number, more: Partial<DevicePosition> = {}): DevicePosition => ({
  uniqueId,
  fixedAt: new Date(BEGAN + minute * 60_000).toISOString(),
  lat: PLANT.lat + minute * KM,
  lon: PLANT.lon,
  speedKmh: 60,
  courseDeg: 0,
  valid: true,
  attributes: {},
  ...more,
});

/** The same world, with a count of how often the ordinary way was gone to its end. */
function counting(db: Database): Deps & { ordinary: () => number } {
  let count = 0;
  const systemOnce: Database['systemOnce'] = (work) =>
    db.systemOnce((tx) =>
      work({
        many: tx.many,
        one: async (sql, values) => {
          const row = await tx.one<never>(sql, values);
          if (sql.includes('karavan_store_ordinary')) count += 1;
          return row;
        },
      }),
    );
  return { ...karavan.deps, db: { ...db, systemOnce }, ordinary: () => count };
}

const send = (deps: Deps, ...positions: DevicePosition[]) =>
  ingestPositions(
    deps,
    positions.map((position) => ({ position, receivedAt: RECEIVED })),
    'wialon',
  );

async function truck(plate: string, uniqueId: string): Promise<string> {
  const { vehicle } = await karavan.db.scoped({ companyId: karavan.companyId, customerId: null }, (tx) =>
    vehicles.saveVehicle(tx, karavan.companyId, { plate }),
  );
  await karavan.db.system((tx) => devices.adoptDevice(tx, { companyId: karavan.companyId, uniqueId, vehicleId: vehicle.id }));
  return `truck:${vehicle.id}`;
}

const dispatcher = (): Actor => ({
  companyId: karavan.companyId,
  customerId: null,
  role: 'dispatcher',
  userId: null,
  name: 'test',
});

const ship = (plate: string) =>
  createShipment(karavan.deps, {
    actor: dispatcher(),
    shipment: {
      customerId: karavan.customers[0],
      product: 'Цемент',
      massKg: 20_000,
      origin: PLANT,
      destination: SITE,
      legs: [{ mode: 'road', trips: [{ plate, massKg: 20_000, loadFrom: new Date(BEGAN - 3_600_000).toISOString() }] }],
    },
  });

/** All that follows from a stream, but for what names the device and its truck. */
const follows = (uniqueId: string, assetId: string, plate: string) =>
  karavan.db.systemOnce((tx) =>
    tx.one(
      `SELECT (SELECT jsonb_agg(jsonb_build_array(fixed_at, lat, lon, speed_kmh, course_deg, filtered, moving, step_m, attributes) ORDER BY fixed_at)
         FROM positions WHERE device_id = $1) AS history,
       (SELECT jsonb_build_array(lat, lon, at, speed_kmh, course_deg, accuracy_m, source, status, gone, kind) FROM assets WHERE id = $2) AS marker,
       (SELECT jsonb_build_array(protocol, last_fixed_at, last_lat, last_lon, round(odometer_m::numeric, 3)) FROM devices WHERE unique_id = $1) AS device,
       (SELECT jsonb_agg(jsonb_build_array(kind, at, place) ORDER BY at, kind) FROM events WHERE asset_id = $2) AS events,
       (SELECT data - 'id' - 'assetId' - 'label' FROM shipment_units WHERE data ->> 'label' = $3) AS unit`,
      [uniqueId, assetId, plate],
    ),
  );

describe('what begins and ends nothing', () => {
  it('is stored in one call, and all is as it would be the long way', async () => {
    const [mine, elsewhere] = [await truck('А301АА77', 'short-way'), await truck('А302АА77', 'long-way')];
    for (const plate of ['А301АА77', 'А302АА77']) await ship(plate);
    await createGeofence(karavan.deps, {
      actor: dispatcher(),
      fence: {
        name: 'Весы',
        shape: { kind: 'circle', center: { lat: 55 + 20.5 * KM, lon: 37 }, radiusM: 1_800 },
        alertOn: 'none',
        marginM: 50,
        dwellSeconds: 0,
        active: true,
      },
    });
    const quick = counting(karavan.db);
    for (let minute = 0; minute < 60; minute += 1) {
      const more = ODD[minute] ?? (minute < 56 ? {} : { lat: SITE.lat, speedKmh: 0 });
      await send(quick, fix('short-way', minute, more));
      const forgetful = counting(other); // remembers nothing of the minute before
      await send(forgetful, fix('long-way', minute, more));
      expect(forgetful.ordinary()).toBe(0);
    }
    const [short, long] = [await follows('short-way', mine, 'А301АА77'), await follows('long-way', elsewhere, 'А302АА77')];
    expect(short).toEqual(long);
    expect(short).toMatchObject({ unit: { status: 'delivered' }, history: { length: 60 } });
    expect(JSON.stringify(short)).toContain('geofenceExit');
  });

  it('is most of what a truck sends that carries nothing', async () => {
    await truck('А303АА77', 'idle-truck');
    const deps = counting(karavan.db);
    for (let minute = 0; minute < 12; minute += 1) await send(deps, fix('idle-truck', minute, { lon: 39 }));
    expect(deps.ordinary()).toBe(11); // the first one brings its marker
  });
});

describe('what was remembered and is no longer so', () => {
  it('a shipment that another process gave the truck hears of the very next position', async () => {
    const assetId = await truck('А304АА77', 'then-carries');
    const deps = counting(karavan.db);
    for (const minute of [-3, -2, -1]) await send(deps, fix('then-carries', minute, { lat: PLANT.lat, speedKmh: 0 }));
    await createShipment(
      { ...karavan.deps, db: other },
      {
        actor: dispatcher(),
        shipment: {
          customerId: karavan.customers[0],
          product: 'Цемент',
          massKg: 20_000,
          origin: PLANT,
          destination: SITE,
          legs: [{ mode: 'road', trips: [{ plate: 'А304АА77', massKg: 20_000, loadFrom: new Date(BEGAN).toISOString() }] }],
        },
      },
    );
    await send(deps, fix('then-carries', 10));
    expect(await follows('then-carries', assetId, 'А304АА77')).toMatchObject({ unit: { status: 'moving' } });
  });

  it('a fence that was drawn meanwhile is crossed by the very next position', async () => {
    const assetId = await truck('А305АА77', 'then-fenced');
    const deps = counting(karavan.db);
    for (const minute of [0, 1, 2]) await send(deps, fix('then-fenced', minute, { lon: 41 }));
    await createGeofence(
      { ...karavan.deps, db: other },
      {
        actor: dispatcher(),
        fence: {
          name: 'Переправа',
          shape: { kind: 'circle', center: { lat: PLANT.lat + 5 * KM, lon: 41 }, radiusM: 1_500 },
          alertOn: 'none',
          marginM: 20,
          dwellSeconds: 0,
          active: true,
        },
      },
    );
    for (const minute of [3, 4, 5, 6, 7, 8]) await send(deps, fix('then-fenced', minute, { lon: 41 }));
    const { events } = (await follows('then-fenced', assetId, 'А305АА77')) as { events: [string, string, string][] };
    expect(events.map(([kind]) => kind)).toEqual(['geofenceEnter', 'geofenceExit']);
  });

  it('a device that was given to another truck moves that one', async () => {
    await truck('А306АА77', 'then-moved');
    const deps = counting(karavan.db);
    for (const minute of [0, 1, 2]) await send(deps, fix('then-moved', minute, { lon: 42 }));
    const assetId = await truck('А307АА77', 'then-moved');
    await send(deps, fix('then-moved', 3, { lon: 42 }));
    const { marker } = (await follows('then-moved', assetId, 'А307АА77')) as { marker: unknown[] };
    expect(marker[0]).toBeCloseTo(PLANT.lat + 3 * KM, 6);
  });
});
