import type { DevicePosition } from '@karavan/contracts';
import { devices, vehicles } from '@karavan/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestKaravan, type TestKaravan } from '../../../test/support/karavan.ts';
import { ingestPositions } from './positions-ingest.ts';

let karavan: TestKaravan;
beforeAll(async () => {
  karavan = await startTestKaravan();
  karavan.setNow('2026-08-20T18:00:00Z');
});
afterAll(() => karavan.close());

const START = Date.parse('2026-08-20T12:00:00Z');
const PLANT = { name: 'Завод', lat: 55, lon: 37 };
const SITE = { name: 'Площадка', lat: 55.9, lon: 37 };

/** Loads, drives north at 50 km/h, stands an hour half way, drives on, stands at the site, and leaves. */
function journey(): { minute: number; lat: number; speedKmh: number }[] {
  const fixes = [0, 4, 8].map((minute) => ({ minute, lat: PLANT.lat, speedKmh: 0 }));
  let minute = 10;
  let lat = PLANT.lat;
  const drive = (to: number) => {
    while (lat < to) {
      lat = Math.min(to, lat + (50 / 60) * 2 * (1 / 111.195));
      fixes.push({ minute, lat, speedKmh: 50 });
      minute += 2;
    }
  };
  const stand = (minutes: number) => {
    for (const end = minute + minutes; minute < end; minute += 5) fixes.push({ minute, lat, speedKmh: 0 });
  };
  drive(55.45);
  stand(75);
  drive(SITE.lat);
  stand(20);
  return fixes;
}

async function truckWithTrip(plate: string): Promise<{ device: string; shipmentId: string; assetId: string }> {
  const { companyId } = karavan;
  const { vehicle } = await karavan.db.scoped({ companyId, customerId: null }, (tx) =>
    vehicles.saveVehicle(tx, companyId, { plate }),
  );
  const device = `device-${plate}`;
  await karavan.db.system((tx) => devices.adoptDevice(tx, { companyId, uniqueId: device, vehicleId: vehicle.id }));
  const reply = await karavan.http
    .post('/api/v1/shipments')
    .set(await karavan.as('dispatcher'))
    .send({
      customerId: karavan.customers[0],
      product: 'Цемент',
      massKg: 20_000,
      origin: PLANT,
      destination: SITE,
      legs: [{ mode: 'road', trips: [{ plate, massKg: 20_000, loadFrom: '2026-08-20T11:30:00Z' }] }],
    });
  expect(reply.status).toBe(201);
  return { device, shipmentId: reply.body.id, assetId: `truck:${vehicle.id}` };
}

const ingest = (device: string, fixes: readonly ReturnType<typeof journey>[number][]) =>
  ingestPositions(
    karavan.deps,
    fixes.map(({ minute, lat, speedKmh }) => {
      const fixedAt = new Date(START + minute * 60_000).toISOString();
      const position: DevicePosition = {
        ...{ uniqueId: device, fixedAt, lat, lon: 37, speedKmh, courseDeg: 0, valid: true },
        attributes: { minute },
      };
      return { position, receivedAt: new Date('2026-08-20T18:00:00Z') };
    }),
    'wialon',
  );

/** All that is known in the end, without ids. */
async function endOf({ device, shipmentId, assetId }: Awaited<ReturnType<typeof truckWithTrip>>) {
  return karavan.db.system(async (tx) => ({
    history: await tx.many('SELECT fixed_at, lat, filtered, moving, step_m FROM positions WHERE device_id = $1 ORDER BY 1', [
      device,
    ]),
    odometerM: Math.round(
      (await tx.one<{ m: number }>('SELECT odometer_m AS m FROM devices WHERE unique_id = $1', [device]))?.m ?? 0,
    ),
    trip: await tx.one(
      `SELECT status, data ->> 'departedAt' AS departed, data ->> 'deliveredAt' AS delivered, visible_from, visible_until
       FROM shipment_units WHERE shipment_id = $1`,
      [shipmentId],
    ),
    events: await tx.many<{ kind: string; at: string }>('SELECT kind, at FROM events WHERE shipment_id = $1 ORDER BY at, kind', [
      shipmentId,
    ]),
    alerts: await tx.many<{ kind: string; opened_at: string; ended_at: string | null }>(
      'SELECT kind, opened_at, ended_at FROM alerts WHERE asset_id = $1 ORDER BY 2',
      [assetId],
    ),
  }));
}

/** Doubled here and there, each up to so many minutes late, in batches of one to six. */
function shuffled(seed: number, delayMinutes: number): ReturnType<typeof journey>[] {
  let state = seed;
  const draw = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
  const all = journey();
  const mixed = [...all, ...all.filter(() => draw(3) === 0)]
    .map((fix) => ({ fix, key: fix.minute + draw(delayMinutes) }))
    .sort((a, b) => a.key - b.key);
  const batches: ReturnType<typeof journey>[] = [];
  for (let at = 0; at < mixed.length; ) {
    const size = 1 + draw(6);
    batches.push(mixed.slice(at, at + size).map(({ fix }) => fix));
    at += size;
  }
  return batches;
}

it('one trip follows from one set of positions: in order, as one black box, permuted, doubled and delayed', async () => {
  const tidy = await truckWithTrip('Т100ТТ77');
  const inOrder = journey();
  for (let at = 0; at < inOrder.length; at += 4) await ingest(tidy.device, inOrder.slice(at, at + 4));
  const { alerts, events, ...expected } = await endOf(tidy);
  // 12:00 at the plant, outside of its kilometre with the fix of 12:10; 75 minutes in one place; the first standing fix at the site
  expect(expected.trip).toEqual({
    ...{ status: 'delivered', departed: '2026-08-20T12:10:00.000Z', delivered: '2026-08-20T15:29:00.000Z' },
    ...{ visible_from: '2026-08-20T12:00:00.000Z', visible_until: '2026-08-20T15:59:00.000Z' },
  });
  expect(alerts).toMatchObject([{ kind: 'longStop', ended_at: expect.any(String) }]);
  const ends = events.filter(({ kind }) => kind !== 'longStop');
  const others: [string, ReturnType<typeof journey>[]][] = [
    ['Т101ТТ77', [journey()]],
    ['Т102ТТ77', shuffled(7, 40)],
    ['Т103ТТ77', shuffled(11, 400)],
  ];
  for (const [plate, batches] of others) {
    const wild = await truckWithTrip(plate);
    for (const batch of batches) await ingest(wild.device, batch);
    const { alerts: raised, events: told, ...got } = await endOf(wild);
    expect(got).toEqual(expected);
    expect(told.filter(({ kind }) => kind !== 'longStop')).toEqual(ends);
    // What came late raises nothing: there may be fewer alerts than in order, never others.
    expect(raised.length).toBeLessThanOrEqual(1);
    expect(raised.every(({ kind }) => kind === 'longStop')).toBe(true);
  }
}, 60_000);

it('tells open pages of a cargo when a black box shows that its truck left earlier', async () => {
  const trip = await truckWithTrip('Т104ТТ77');
  const known = () =>
    karavan.db.system((tx) =>
      tx.one<{ revision: number; departed: string; newest: number }>(
        `SELECT s.revision, u.data ->> 'departedAt' AS departed, karavan_newest_revision() AS newest
         FROM shipments s JOIN shipment_units u ON u.shipment_id = s.id WHERE s.id = $1`,
        [trip.shipmentId],
      ),
    );
  const fixes = journey();
  const late = ({ minute }: { minute: number }) => minute >= 10 && minute < 20;
  await ingest(
    trip.device,
    fixes.filter((fix) => fix.minute < 40 && !late(fix)),
  );
  const before = await known();
  expect(before?.departed).toBe('2026-08-20T12:20:00.000Z');
  await ingest(trip.device, fixes.filter(late));
  const after = await known();
  expect(after?.departed).toBe('2026-08-20T12:10:00.000Z');
  expect(after?.revision).toBeGreaterThan(before?.newest ?? Number.NaN);
});

it('a black box mends a trip of more than 25 000 positions', async () => {
  const trip = await truckWithTrip('Т105ТТ77');
  const fixes = journey();
  const isBoxed = ({ minute }: { minute: number }) => minute >= 10 && minute < 20;
  await ingest(
    trip.device,
    fixes.filter((fix) => !isBoxed(fix)),
  );
  expect((await endOf(trip)).trip).toMatchObject({ departed: '2026-08-20T12:20:00.000Z' });
  // as of a tracker that tells a hundred times a second for five seconds wherever it is
  const { count } = (await karavan.db.system((tx) =>
    tx.one<{ count: number }>(
      `WITH made AS (INSERT INTO positions (company_id, device_id, vehicle_id, fixed_at, received_at, lat, lon, speed_kmh, valid, moving, step_m, attributes, fingerprint)
         SELECT company_id, device_id, vehicle_id, fixed_at + n * interval '10 ms', received_at, lat, lon, speed_kmh, valid, moving, 0, '{}', gen_random_uuid()
         FROM positions, generate_series(1, 500) n WHERE device_id = $1 AND filtered IS NULL AND fixed_at > '2026-08-20T12:20:00Z' RETURNING 1)
       SELECT count(*) FROM made`,
      [trip.device],
    ),
  )) ?? { count: 0 };
  expect(count).toBeGreaterThan(25_000);
  await ingest(trip.device, fixes.filter(isBoxed));
  expect((await endOf(trip)).trip).toEqual({
    ...{ status: 'delivered', departed: '2026-08-20T12:10:00.000Z', delivered: '2026-08-20T15:29:00.000Z' },
    ...{ visible_from: '2026-08-20T12:00:00.000Z', visible_until: '2026-08-20T15:59:00.000Z' },
  });
}, 60_000);
