import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestKaravan, type TestKaravan } from '../../../test/support/karavan.ts';

let karavan: TestKaravan;
beforeAll(async () => {
  karavan = await startTestKaravan();
});
afterAll(() => karavan.close());

const PLANT = { name: 'Завод', lat: 55, lon: 37 };
const SITE = { name: 'Стройка', lat: 56, lon: 37 };
const minutesAgo = (minutes: number) => new Date(Math.floor(Date.now() / 1000 - minutes * 60) * 1000).toISOString();
type Role = Parameters<TestKaravan['as']>[0];
const get = async (path: string, role: Role) => karavan.http.get(`/api/v1${path}`).set(await karavan.as(role));
const swap = async (path: string, body: object, role: Role = 'dispatcher') =>
  karavan.http
    .patch(`/api/v1/shipments/${path}`)
    .set(await karavan.as(role))
    .send(body);

async function truck(plate: string): Promise<void> {
  const dispatcher = await karavan.as('dispatcher');
  const vehicle = await karavan.http.post('/api/v1/vehicles').set(dispatcher).send({ plate }).expect(201);
  await karavan.http.post('/api/v1/devices').set(dispatcher).send({ uniqueId: plate, vehicleId: vehicle.body.id }).expect(201);
}

async function ship(plate: string, to: { customer?: 0 | 1; site?: object } = {}): Promise<{ id: string; unitId: string }> {
  const reply = await karavan.http
    .post('/api/v1/shipments')
    .set(await karavan.as('dispatcher'))
    .send({
      customerId: karavan.customers[to.customer ?? 0],
      product: 'Цемент',
      massKg: 20_000,
      origin: PLANT,
      destination: to.site ?? SITE,
      legs: [{ mode: 'road', trips: [{ plate, massKg: 20_000, loadFrom: minutesAgo(300) }] }],
    });
  expect(reply.status).toBe(201);
  return { id: reply.body.id, unitId: reply.body.legs[0].units[0].id };
}

const drive = (id: string, lat: number, minutes: number, speed = 30) =>
  karavan.http
    .get('/api/v1/ingest/osmand')
    .query({ id, lat, lon: 37, timestamp: minutesAgo(minutes), speed })
    .expect(200);

async function waysOf(id: string, role: Role): Promise<Record<string, number[]>> {
  const reply = await get(`/shipments/${id}/track`, role);
  const features: { properties: { label: string }; geometry: { coordinates: number[][] } }[] = reply.body.features;
  return Object.fromEntries(
    features.map(({ properties, geometry }) => [properties.label, geometry.coordinates.map(([, lat]) => lat ?? 0)]),
  );
}

describe('a truck that breaks down on its way', () => {
  it('hands its cargo over: both keep their histories, and the customer sees of each what was his', async () => {
    await truck('А201АА77');
    await truck('А202АА77');
    const { id, unitId } = await ship('А201АА77');
    await drive('А202АА77', 55.05, 250); // the second truck is about its own business
    await drive('А201АА77', 55, 240, 0);
    await drive('А201АА77', 55.3, 200);
    await drive('А202АА77', 55.35, 150);
    const reply = await swap(`${id}/trips/${unitId}`, { plate: 'А202АА77', at: minutesAgo(120) });
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({ status: 'moving', movingKg: 20_000, deliveredKg: 0, orderedKg: 20_000 });
    await drive('А201АА77', 55.1, 100); // towed home
    await drive('А202АА77', 55.6, 90);
    expect(await waysOf(id, 'customer')).toEqual({ А201АА77: [55, 55.3], А202АА77: [55.6] });
    expect(await waysOf(id, 'dispatcher')).toEqual({ А201АА77: [55, 55.3], А202АА77: [55.6] });
    await drive('А201АА77', 56, 60, 0); // the first one at the site delivers nothing
    expect((await get(`/shipments/${id}`, 'customer')).body.status).toBe('moving');
    await drive('А202АА77', 56, 10, 0);
    expect((await get(`/shipments/${id}`, 'customer')).body).toMatchObject({ status: 'delivered', deliveredKg: 20_000 });
    expect((await swap(`${id}/trips/${unitId}`, { plate: 'А203АА77' })).status).toBe(409);
  });

  it('hands it to one with a cargo of its own: each is delivered at its own site, and nobody is shown the way to the other', async () => {
    await truck('А221АА77');
    await truck('А222АА77');
    const broken = await ship('А221АА77', { site: { name: 'Дальняя', lat: 57, lon: 37 } });
    const own = await ship('А222АА77', { customer: 1 });
    for (const plate of ['А221АА77', 'А222АА77']) await drive(plate, 55, 240, 0);
    await drive('А221АА77', 55.3, 200);
    await drive('А222АА77', 55.35, 150);
    const swapped = await swap(`${broken.id}/trips/${broken.unitId}`, { plate: 'А222АА77', at: minutesAgo(120) });
    expect(swapped.status).toBe(200);
    await drive('А222АА77', 55.6, 110);
    await drive('А222АА77', 56, 90, 0); // unloads what it loaded itself
    await drive('А222АА77', 56.4, 50); // beyond the grace: of the cargo it took over alone
    expect((await get(`/shipments/${own.id}`, 'customer2')).body).toMatchObject({ status: 'delivered', deliveredKg: 20_000 });
    expect(await waysOf(own.id, 'customer2')).toEqual({ А222АА77: [55, 55.35, 55.6, 56] });
    expect((await get(`/shipments/${broken.id}`, 'customer')).body.status).toBe('moving');
    await drive('А222АА77', 57, 5, 0);
    expect((await get(`/shipments/${broken.id}`, 'customer')).body).toMatchObject({ status: 'delivered', deliveredKg: 20_000 });
    expect((await waysOf(broken.id, 'customer'))['А222АА77']).toEqual([55.6, 56, 56.4, 57]);
  });

  it('before the loading another truck simply takes its place', async () => {
    await truck('А204АА77');
    const { id, unitId } = await ship('А205АА77');
    const reply = await swap(`${id}/trips/${unitId}`, { plate: 'А204АА77' });
    expect(reply.body.legs[0].units).toMatchObject([{ id: unitId, label: 'А204АА77', status: 'planned', massKg: 20_000 }]);
    await drive('А204АА77', 55, 30, 0);
    await drive('А204АА77', 55.3, 5);
    expect((await get(`/shipments/${id}`, 'customer')).body.status).toBe('moving');
  });

  it('is refused where it makes no sense, and to customers', async () => {
    const { id, unitId } = await ship('А206АА77');
    expect((await swap(`${id}/trips/${unitId}`, { plate: 'А206АА77' })).status).toBe(400);
    expect(
      (await swap(`${id}/trips/${unitId}`, { plate: 'А207АА77', at: new Date(Date.now() + 60_000).toISOString() })).status,
    ).toBe(400);
    expect((await swap(`${id}/trips/${id}`, { plate: 'А207АА77' })).status).toBe(404);
    expect((await swap(`${id}/trips/${unitId}`, { plate: 'А207АА77' }, 'customer')).status).toBe(403);
  });
});

describe('a truck that stands at the plant before its shipment is entered', () => {
  const ask = async (plate: string, loadFrom: string) => {
    const trips = [{ plate, massKg: 20_000, loadFrom }];
    const reply = await karavan.http
      .post('/api/v1/shipments')
      .set(await karavan.as('dispatcher'))
      .send({
        ...{ customerId: karavan.customers[0], product: 'Цемент', massKg: 20_000, origin: PLANT, destination: SITE },
        legs: [{ mode: 'road', trips }],
      });
    expect(reply.status).toBe(201);
    return reply.body;
  };

  it('has come to load for it: the trip begins when it leaves, though it leaves before its time', async () => {
    await truck('А208АА77');
    await drive('А208АА77', 55.6, 90);
    await drive('А208АА77', 55.002, 12, 0);
    const made = await ask('А208АА77', minutesAgo(-90));
    expect(made.legs[0].units).toMatchObject([{ status: 'planned', seenAt: expect.any(String) }]);
    await drive('А208АА77', 55.2, 4, 60);
    expect((await get(`/shipments/${made.id}`, 'customer')).body).toMatchObject({ status: 'moving', movingKg: 20_000 });
    expect(await waysOf(made.id, 'customer')).toEqual({ А208АА77: [55.002, 55.2] });
  });

  it('unless it is elsewhere, was there long ago, is there for another trip, or hours too early', async () => {
    const places: [string, number, number][] = [
      ['А209АА77', 55.2, 5],
      ['А210АА77', 55, 70],
      ['А212АА77', 55, 5],
    ];
    for (const [plate, lat, minutes] of places) {
      await truck(plate);
      await drive(plate, lat, minutes, 0);
    }
    const seen = async (plate: string, loadFrom: string) => (await ask(plate, loadFrom)).legs[0].units[0].seenAt;
    expect(await seen('А209АА77', minutesAgo(-30))).toBeUndefined();
    expect(await seen('А210АА77', minutesAgo(-30))).toBeUndefined();
    expect(await seen('А212АА77', minutesAgo(-300))).toBeUndefined();
    expect(await seen('А212АА77', minutesAgo(-30))).toBeDefined();
    expect(await seen('А212АА77', minutesAgo(-60))).toBeUndefined(); // it loads the other one first
  });
});
