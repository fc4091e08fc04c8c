import { learnRoads, refreshRoutes } from '@karavan/usecases';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestKaravan, type TestKaravan } from '../../../test/support/karavan.ts';

let karavan: TestKaravan;
beforeAll(async () => {
  karavan = await startTestKaravan();
});
afterAll(() => karavan.close());

const MINUTE = 60_000;
const PLANT = { name: 'Завод', lat: 52, lon: 40 };
/** about 34 km east of the plant */
const SITE = { name: 'Площадка', lat: 52, lon: 40.5 };
const hoursAround = (atMs: number, open: boolean) => {
  const day = (offset: number) => new Date(atMs + offset * 1440 * MINUTE).toISOString().slice(0, 10);
  // open all day, or on no day but the day after tomorrow
  return {
    timeZone: 'UTC',
    hours: {},
    open: open
      ? Object.fromEntries([-1, 0, 1].map((offset) => [day(offset), [['00:00', '24:00']]]))
      : { [day(2)]: [['08:00', '18:00']] },
  };
};

const post = async (path: string, body: object) =>
  karavan.http
    .post(`/api/v1${path}`)
    .set(await karavan.as('dispatcher'))
    .send(body);
const get = async (path: string) => karavan.http.get(`/api/v1${path}`).set(await karavan.as('dispatcher'));

async function truckTo(destination: object, plate: string): Promise<string> {
  const vehicle = await post('/vehicles', { plate });
  await post('/devices', { uniqueId: plate, vehicleId: vehicle.body.id });
  const shipment = await post('/shipments', {
    ...{ customerId: karavan.customers[0], product: 'Цемент', massKg: 20_000, origin: PLANT, ...destination },
    legs: [{ mode: 'road', trips: [{ plate, massKg: 20_000 }] }],
  });
  expect(shipment.status).toBe(201);
  return shipment.body.id;
}

const fix = (id: string, lon: number, atMs: number, speed = 25) =>
  karavan.http
    .get('/api/v1/ingest/osmand')
    .query({ id, lat: 52, lon, timestamp: Math.round(atMs / 1000), speed })
    .expect(200);

describe('when a truck will be there', () => {
  it('RT12: a site with hours takes the truck when it opens, and the sentence says why', async () => {
    const now = Date.now();
    const site = await post('/sites', { kind: 'site', ...SITE, timeZone: 'UTC', receiving: hoursAround(now, false) });
    expect(site.status).toBe(201);
    const id = await truckTo({ destinationSiteId: site.body.id }, 'А201АА77');
    await fix('А201АА77', 40.1, now - 2 * MINUTE);
    const { body } = await get(`/shipments/${id}`);
    const opens = `${new Date(now + 2 * 1440 * MINUTE).toISOString().slice(0, 10)}T08:00:00.000Z`;
    expect(body.eta).toMatchObject({ p10: opens, p50: opens, p90: opens });
    const unit = body.legs[0].units[0];
    expect(unit.eta.gate).toEqual({ opensAt: opens });
    expect(Date.parse(unit.eta.arrival.p50)).toBeLessThan(now + 120 * MINUTE);
    expect(body.sentence).toMatch(/ворота будут закрыты, выгрузка .* с 08:00/);

    const open = await karavan.http
      .patch(`/api/v1/sites/${site.body.id}`)
      .set(await karavan.as('dispatcher'))
      .send({ receiving: hoursAround(now, true) });
    expect(open.status).toBe(200);
    await fix('А201АА77', 40.12, now - MINUTE);
    const after = (await get(`/shipments/${id}`)).body.legs[0].units[0];
    expect(after.eta).not.toHaveProperty('gate');
    expect(Date.parse(after.eta.p50)).toBeLessThan(now + 120 * MINUTE);
  });

  it('hours that are none are refused and change nothing', async () => {
    const site = await post('/sites', { kind: 'site', ...SITE });
    const reply = await karavan.http
      .patch(`/api/v1/sites/${site.body.id}`)
      .set(await karavan.as('dispatcher'))
      .send({ name: 'Другое имя', receiving: { timeZone: 'UTC', hours: { mon: [['18:00', '08:00']] } } });
    expect(reply.status).toBe(400);
    expect(reply.body.errors[0].path).toMatch(/^receiving/);
    const { items } = (await get('/sites?limit=500')).body;
    expect(items.find((one: { id: string }) => one.id === site.body.id).name).toBe('Площадка');
  });

  it('RT11: the way a router knows is what is left, and shrinks with the truck', async () => {
    const now = Date.now();
    const id = await truckTo({ destination: SITE }, 'А202АА77');
    await fix('А202АА77', 40.1, now - 30 * MINUTE);
    const asked: object[] = [];
    const router = {
      route: async (ask: { from: object; to: object }) => {
        asked.push({ from: ask.from, to: ask.to });
        return { km: 80, minutes: 100 };
      },
    };
    expect(await refreshRoutes(karavan.deps, router)).toBeGreaterThan(0);
    expect(asked).toContainEqual({ from: { lat: 52, lon: 40.1 }, to: { lat: 52, lon: 40.5 } });
    expect(await refreshRoutes(karavan.deps, router)).toBe(0); // it is known now
    await fix('А202АА77', 40.3, now - 10 * MINUTE);
    const unit = (await get(`/shipments/${id}`)).body.legs[0].units[0];
    expect(unit.remainingKm).toBeCloseTo(40, 0);
    expect(unit.eta.basis).toContain('RT11');
  });

  it('RT14: a trip that ended is learned from once', async () => {
    const start = Date.now() - 100 * MINUTE;
    await truckTo({ destination: SITE }, 'А203АА77');
    await fix('А203АА77', 40, start, 0);
    for (let step = 1; step <= 8; step++) await fix('А203АА77', 40 + step / 16, start + step * 4 * MINUTE);
    await fix('А203АА77', 40.5, start + 40 * MINUTE, 0);
    expect(await learnRoads(karavan.deps)).toBe(1);
    expect(await learnRoads(karavan.deps)).toBe(0);
    const id = await truckTo({ destination: SITE }, 'А204АА77');
    await fix('А204АА77', 40.1, Date.now() - MINUTE);
    const unit = (await get(`/shipments/${id}`)).body.legs[0].units[0];
    expect(unit.eta.basis).toContain('1 own trips');
  });
});
