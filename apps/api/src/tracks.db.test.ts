import type { AssetState, FleetAt, TrailPoint, TruckHistory } from '@karavan/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addOperator, startTestKaravan, type TestKaravan } from '../../../test/support/karavan.ts';

type Role = Parameters<TestKaravan['as']>[0];

const PLATE = 'А301АА77';
const PLANT = { name: 'Завод', lat: 55, lon: 37 };
const SITE = { name: 'Стройка', lat: 55.7, lon: 37 };
const SECRET = { name: 'Секретный двор', lat: 54.2, lon: 36 };
/** One degree of a meridian of the sphere of 6371.0088 km. */
const KM_A_DEGREE = 111.195;

const startedAt = Math.floor(Date.now() / 60_000) * 60_000;
const ago = (minutes: number) => new Date(startedAt - minutes * 60_000).toISOString();
const from = ago(600);

let karavan: TestKaravan;
let vehicleId: string;
let shipmentId: string;

const get = async (path: string, role: Role) => karavan.http.get(`/api/v1${path}`).set(await karavan.as(role));
const historyOf = async (role: Role, query = `from=${from}`): Promise<TruckHistory> => {
  const reply = await get(`/vehicles/${encodeURIComponent(PLATE)}/history?${query}`, role);
  expect(reply.status).toBe(200);
  return reply.body;
};
const fleetAt = async (role: Role, minutes: number, more = ''): Promise<AssetState[]> => {
  const reply = await get(`/fleet?at=${ago(minutes)}${more}`, role);
  expect(reply.status).toBe(200);
  return (reply.body as FleetAt).assets;
};
const latsOf = ({ points }: { points: TrailPoint[] }) => points.map(([, lat]) => lat);

/** Sent `lateBy` minutes after the fix, a second after it where nothing else is said. */
async function send(minutes: number, lat: number, speed: number, more: { id?: string; lon?: number; lateBy?: number } = {}) {
  karavan.setNow(new Date(startedAt - (minutes - (more.lateBy ?? 0)) * 60_000 + 1000).toISOString());
  await karavan.http
    .get('/api/v1/ingest/osmand')
    .query({ id: more.id ?? 'truck-1', lat, lon: more.lon ?? 37, timestamp: ago(minutes), speed: speed / 1.852 })
    .expect(200);
}

async function ship(customer: 0 | 1, input: { to: typeof SITE; origin?: typeof SITE; loadFrom: string }): Promise<string> {
  const reply = await karavan.http
    .post('/api/v1/shipments')
    .set(await karavan.as('dispatcher'))
    .send({
      customerId: karavan.customers[customer],
      product: 'Цемент',
      massKg: 20_000,
      origin: input.origin ?? PLANT,
      destination: input.to,
      legs: [{ mode: 'road', trips: [{ plate: PLATE, massKg: 20_000, loadFrom: input.loadFrom }] }],
    });
  expect(reply.status).toBe(201);
  return reply.body.id;
}

beforeAll(async () => {
  karavan = await startTestKaravan();
  const dispatcher = await karavan.as('dispatcher');
  for (const role of ['customer', 'customer2', 'manager'] as const) await karavan.as(role);
  const made = await karavan.http.post('/api/v1/vehicles').set(dispatcher).send({ plate: PLATE, carrier: 'ИП Перевозчиков' });
  vehicleId = made.body.id;
  for (const uniqueId of ['truck-1', 'truck-2'])
    await karavan.http.post('/api/v1/devices').set(dispatcher).send({ uniqueId, vehicleId }).expect(201);
  await karavan.http
    .post('/api/v1/geofences')
    .set(dispatcher)
    .send({ name: 'Стоянка у трассы', shape: { kind: 'circle', center: { lat: 55.2, lon: 37 }, radiusM: 300 }, alertOn: 'none' });
  karavan.setNow(ago(420));
  // for the rival: loaded elsewhere, brought to a place that is nobody's business
  await ship(1, { to: SECRET, origin: { name: 'Карьер', lat: 54, lon: 36 }, loadFrom: ago(400) });
  await send(400, 54, 0, { lon: 36 });
  await send(390, 54.1, 60, { lon: 36 });
  await send(380, 54.2, 0, { lon: 36 });
  await send(260, 54.6, 70, { lon: 36.5 });
  karavan.setNow(ago(250));
  shipmentId = await ship(0, { to: SITE, loadFrom: ago(220) });
  await send(200, 55, 0);
  await send(190, 55, 0);
  await send(170, 55.1, 60);
  await send(165, 58, 60); // 320 km in five minutes
  await send(160, 55.2, 0);
  for (const minutes of [150, 140, 130, 120]) await send(minutes, 55.2, 0);
  await send(119, 55.201, 0, { id: 'truck-2' }); // the other device, while the first one is heard
  await send(110, 55.3, 60);
  await send(60, 55.6, 60);
  await send(45, 55.7, 0);
  await send(32, 55.7, 0);
  await send(90, 55.4, 60, { lateBy: 60 }); // out of the memory of the device, an hour late
  await send(10, 55.9, 60);
  karavan.setNow(ago(0));
}, 60_000);
afterAll(() => karavan.close());

describe('a truck as staff see it', () => {
  it('gives the way of one source at a time, its stops, gaps and kilometres', async () => {
    const history = await historyOf('dispatcher', `from=${ago(210)}&to=${ago(20)}`);
    expect(latsOf(history)).toEqual([55, 55, 55.1, 55.2, 55.2, 55.2, 55.2, 55.2, 55.3, 55.4, 55.6, 55.7, 55.7]);
    expect(history.counts).toEqual({ shown: 13, otherSource: 1, aside: { outlier: 1 } });
    expect(history.sources).toEqual([{ kind: 'device', protocol: 'osmand', uniqueId: 'truck-1' }]);
    expect(history.carrier).toBe('ИП Перевозчиков');
    expect(history.gaps).toEqual([]); // the late one stands in the middle of fifty minutes: 20 and 30
    expect(history.distanceKm).toBeCloseTo(0.7 * KM_A_DEGREE, 0);
    expect(history.stops.map(({ from, to, place, silentMinutes }) => [from, to, place?.name, silentMinutes])).toEqual([
      [ago(200), ago(170), 'Завод', 0],
      [ago(160), ago(110), 'Стоянка у трассы', 0],
      [ago(45), ago(32), 'Стройка', 0],
    ]);
    expect(history.trips.map((trip) => [trip.shipmentId, trip.status, trip.destination.name])).toEqual([
      [shipmentId, 'delivered', 'Стройка'],
    ]);
  });

  it('tells a silence longer than the limit as a gap, and standing in silence as such', async () => {
    const { gaps, gapKm, stops } = await historyOf('dispatcher', `from=${ago(405)}&to=${ago(255)}`);
    expect(gaps).toEqual([{ from: ago(380), to: ago(260) }]);
    // 0.4° north and 0.5° east at 54.4°: hypot(44.5 km, 32.4 km)
    expect(gapKm).toBeGreaterThan(54);
    expect(gapKm).toBeLessThan(56);
    expect(stops.map(({ from, to }) => [from, to])).toEqual([[ago(400), ago(390)]]); // nobody saw it stand at the other end
  });

  it('shows what the filter set aside, with the reason', async () => {
    const { body } = await get(`/vehicles/${encodeURIComponent(PLATE)}/aside?from=${from}`, 'dispatcher');
    expect(body.items).toMatchObject([{ fixedAt: ago(165), lat: 58, reason: 'outlier', uniqueId: 'truck-1' }]);
  });

  it('is found by plate in any letters and by id; refuses what makes no sense', async () => {
    expect((await get('/vehicles/a301aa77/history', 'manager')).body.assetId).toBe(`truck:${vehicleId}`);
    expect((await get(`/vehicles/${vehicleId}/history`, 'manager')).body.label).toBe(PLATE);
    expect((await get('/vehicles/х999хх99/history', 'manager')).status).toBe(404);
    const asked = async (query: string) =>
      (await get(`/vehicles/${vehicleId}/history?${query}`, 'manager')).body.errors?.[0].path;
    expect(await asked(`from=${ago(10)}&to=${ago(20)}`)).toBe('from');
    expect(await asked('from=2020-01-01T00:00:00Z')).toBe('from');
    expect(await asked('from=yesterday')).toBe('from');
    for (const [path, field] of [
      ['/fleet', 'at'],
      ['/fleet?at=now', 'at'],
      [`/fleet?at=${ago(5)}&bbox=1,2,3`, 'bbox'],
    ] as const)
      expect((await get(path, 'manager')).body.errors[0].path).toBe(field);
  });

  it('shows the whole fleet at an instant, as it was or as it was known', async () => {
    const placeOf = async (minutes: number, more?: string) => (await fleetAt('dispatcher', minutes, more))[0]?.position?.lat;
    expect(await placeOf(401)).toBeUndefined();
    expect(await placeOf(400)).toBe(54);
    expect(await placeOf(135)).toBe(55.2);
    expect(await placeOf(118)).toBe(55.2); // the other device spoke a minute ago; the marker was held by the first
    expect(await placeOf(89)).toBe(55.4);
    expect(await placeOf(89, '&knownThen=true')).toBe(55.3); // that one came an hour late
    expect(await placeOf(89, '&bbox=36,55,38,55.35')).toBeUndefined();
    const [then] = await fleetAt('dispatcher', 62, '&knownThen=true');
    expect(then).toMatchObject({ label: PLATE, freshness: 'stale', status: 'moving', shipmentIds: [shipmentId] }); // 48 minutes old
  });
});

describe('a customer sees the truck inside the window of his trip and nowhere else', () => {
  const whole = () => historyOf('customer');

  it('whatever stretch he asks for: way, stops, sums and counts tell of nothing before the gate or after the grace', async () => {
    const history = await whole();
    expect(latsOf(history)).toEqual([55, 55, 55.1, 55.2, 55.2, 55.2, 55.2, 55.2, 55.3, 55.4, 55.6, 55.7, 55.7]);
    expect(history.counts).toEqual({ shown: 13, otherSource: 1, aside: {} });
    expect(history.distanceKm).toBeCloseTo(0.7 * KM_A_DEGREE, 0);
    expect(history.gaps).toEqual([]);
    expect(history.stops.map(({ to }) => to)).toEqual([ago(170), ago(110), ago(32)]);
    expect(history.stops.map(({ place }) => place?.name)).toEqual(['Завод', undefined, 'Стройка']); // a fence is the shipper's own
    expect(history.stops.some(({ ongoing }) => ongoing)).toBe(false);
    expect(history.trips.map((trip) => trip.shipmentId)).toEqual([shipmentId]);
    expect(history).toMatchObject({ name: null, carrier: null });
    expect(JSON.stringify(history)).not.toMatch(/Секретный|Карьер|54\.|55\.9|truck-1|Перевозчиков|Стоянка/);
  });

  it('and his rival the other window', async () => {
    expect(latsOf(await historyOf('customer2'))).toEqual([54, 54.1, 54.2]);
    expect(JSON.stringify(await historyOf('customer2'))).not.toMatch(/Стройка|55\./);
  });

  it('and an instant outside of it shows nothing at all', async () => {
    const seen = async (role: Role, minutes: number) => (await fleetAt(role, minutes)).map(({ position }) => position?.lat);
    expect(await seen('customer', 380)).toEqual([]);
    expect(await seen('customer', 201)).toEqual([]);
    expect(await seen('customer', 200)).toEqual([55]);
    expect(await seen('customer', 59)).toEqual([55.6]);
    expect(await seen('customer', 16)).toEqual([55.7]); // delivered 45 minutes ago, half an hour of grace
    expect(await seen('customer', 15)).toEqual([]);
    expect(await seen('customer', 0)).toEqual([]);
    expect(await seen('customer2', 380)).toEqual([54.2]);
    expect(await seen('customer2', 199)).toEqual([]);
    expect((await fleetAt('customer', 60))[0]?.shipmentIds).toEqual([shipmentId]);
  });

  it('what is only planned for him opens nothing, and nobody else’s eyes find the truck', async () => {
    const next = await ship(1, { to: { name: 'Потом', lat: 55.3, lon: 38 }, loadFrom: ago(-60) });
    expect(latsOf(await historyOf('customer2'))).toEqual([54, 54.1, 54.2]);
    expect((await historyOf('customer2')).trips.map((trip) => trip.shipmentId)).not.toContain(next);
    expect((await get(`/vehicles/${vehicleId}/aside`, 'customer')).status).toBe(403);
    expect((await get('/vehicles/device:truck-1/history', 'customer')).status).toBe(404);
    const other = await addOperator(karavan, 'Foreign');
    const asked = (path: string) => karavan.http.get(`/api/v1${path}`).set({ authorization: other.authorization });
    expect((await asked(`/vehicles/${vehicleId}/history`)).status).toBe(404);
    expect((await asked(`/fleet?at=${ago(60)}`)).body.assets).toEqual([]);
  });
});
