import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture, startTestKaravan, type TestKaravan } from '../../../test/support/karavan.ts';
import { connectLive, WORLD } from '../../../test/support/live.ts';

let karavan: TestKaravan;
beforeAll(async () => {
  karavan = await startTestKaravan();
});
afterAll(() => karavan.close());

const PLANT = { name: 'Завод', lat: 55, lon: 37 };
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const get = async (path: string, role: Parameters<TestKaravan['as']>[0]) =>
  karavan.http.get(`/api/v1${path}`).set(await karavan.as(role));

async function truck(plate: string): Promise<string> {
  const dispatcher = await karavan.as('dispatcher');
  const vehicle = await karavan.http.post('/api/v1/vehicles').set(dispatcher).send({ plate }).expect(201);
  await karavan.http.post('/api/v1/devices').set(dispatcher).send({ uniqueId: plate, vehicleId: vehicle.body.id }).expect(201);
  return vehicle.body.id;
}

async function ship(
  customer: 0 | 1,
  plate: string,
  site: { name: string; lat: number; lon: number },
  loadFrom: string,
): Promise<string> {
  const reply = await karavan.http
    .post('/api/v1/shipments')
    .set(await karavan.as('dispatcher'))
    .send({
      customerId: karavan.customers[customer],
      product: 'Цемент',
      massKg: 20_000,
      origin: PLANT,
      destination: site,
      legs: [{ mode: 'road', trips: [{ plate, massKg: 20_000, loadFrom }] }],
    });
  expect(reply.status).toBe(201);
  return reply.body.id;
}

const drive = (id: string, place: { lat: number; lon: number }, at: string, speed = 20) =>
  karavan.http
    .get('/api/v1/ingest/osmand')
    .query({ id, ...place, timestamp: at, speed })
    .expect(200);

describe('a customer sees an asset while it carries his cargo, not before and not after', () => {
  it('tells a trip to the customer it is made for, and nothing of it to the next one', async () => {
    await truck('А101АА77');
    const secret = { name: 'Секретный объект', lat: 55.4, lon: 37.4 };
    const theirs = await ship(1, 'А101АА77', secret, minutesAgo(300));
    const mine = await ship(0, 'А101АА77', { name: 'Мой объект', lat: 54.6, lon: 37 }, minutesAgo(30));
    await drive('А101АА77', PLANT, minutesAgo(290), 0);
    const kinds = (await get('/where?q=A101AA77', 'customer')).body.answers.map((answer: { kind: string }) => answer.kind);
    expect(kinds).toEqual(['shipment']); // his planned shipment names the truck; the truck itself is not his to see yet
    await drive('А101АА77', { lat: 55.2, lon: 37.2 }, minutesAgo(250));
    await drive('А101АА77', secret, minutesAgo(200), 0);
    expect((await get(`/shipments/${theirs}`, 'customer2')).body.status).toBe('delivered');
    for (const path of [`/shipments/${mine}/events`, `/shipments/${mine}/track`, '/where?q=A101AA77'])
      expect(JSON.stringify((await get(path, 'customer')).body)).not.toMatch(/Секретный|37\.4|delivered/);

    await drive('А101АА77', PLANT, minutesAgo(25), 0);
    await drive('А101АА77', { lat: 54.8, lon: 37 }, minutesAgo(10));
    expect((await get('/where?q=A101AA77', 'customer')).body.answers[0].shipmentIds).toEqual([mine]);
    expect(
      (await get('/where?q=A101AA77', 'customer2')).body.answers.filter((answer: { kind: string }) => answer.kind === 'truck'),
    ).toEqual([]);
    const track = (await get(`/shipments/${theirs}/track`, 'customer2')).body.features[0].geometry.coordinates;
    expect(track.at(-1)).toEqual([37.4, 55.4]);
    expect(JSON.stringify((await get(`/shipments/${theirs}/events`, 'customer2')).body)).not.toContain('Мой объект');
  });

  it('shows a shared link its own shipment only, also when the same truck carries the next one of the same customer', async () => {
    const id = await truck('А102АА77');
    const first = await ship(0, 'А102АА77', { name: 'Первый', lat: 55.4, lon: 37 }, minutesAgo(300));
    const link = await karavan.http
      .post(`/api/v1/shipments/${first}/share`)
      .set(await karavan.as('customer'))
      .send({})
      .expect(201);
    await drive('А102АА77', PLANT, minutesAgo(290), 0);
    await drive('А102АА77', { lat: 55.4, lon: 37 }, minutesAgo(230), 0);
    await ship(0, 'А102АА77', { name: 'Второй', lat: 54.6, lon: 37 }, minutesAgo(100));
    await drive('А102АА77', PLANT, minutesAgo(90), 0);
    await drive('А102АА77', { lat: 54.8, lon: 37 }, minutesAgo(5));
    const shared = await karavan.http.get(`/api/v1/shared/${link.body.url.split('/').at(-1)}`).expect(200);
    expect(shared.body.assets.map((asset: { id: string }) => asset.id)).not.toContain(`truck:${id}`);
    expect(JSON.stringify(shared.body)).not.toContain('54.8');
  });

  it('does not open a wagon that is only planned for a customer while it carries another cargo', async () => {
    karavan.setNow('2026-08-20T04:10:00Z');
    await karavan.upload(await fixture('3-lk-export.cp1251.csv')).expect(201);
    const reply = await karavan.http
      .post('/api/v1/shipments')
      .set(await karavan.as('dispatcher'))
      .send({
        customerId: karavan.customers[0],
        product: 'Цемент',
        massKg: 60_000,
        origin: 'СЕБРЯКОВО',
        destination: 'ВОСКРЕСЕНСК',
        legs: [{ mode: 'rail', wagons: [{ number: '93123453' }], waybill: 'ЭЯ999999' }],
      });
    expect(reply.status).toBe(201);
    expect((await get('/wagons/93123453', 'customer')).status).toBe(404);
    expect((await get('/wagons', 'customer')).body.items).toEqual([]);
    expect(
      (await get('/where?q=93123453', 'customer')).body.answers.filter((answer: { kind: string }) => answer.kind === 'wagon'),
    ).toEqual([]);
    karavan.setNow(undefined);
  });

  it('shows the wagons of a past moment as they are known now, or as they were known then, to staff and to him alike', async () => {
    karavan.setNow('2026-08-20T04:20:00Z'); // the report came at 4:10 and tells of 3:12
    await karavan.http
      .post('/api/v1/shipments')
      .set(await karavan.as('dispatcher'))
      .send({
        customerId: karavan.customers[1],
        product: 'Цемент',
        massKg: 60_000,
        origin: 'СЕБРЯКОВО',
        destination: 'ВОСКРЕСЕНСК',
        legs: [{ mode: 'rail', wagons: [{ number: '93123453' }], waybill: 'ЭЯ101234' }],
      })
      .expect(201);
    const isThere = async (query: string, role: 'dispatcher' | 'customer' | 'customer2') =>
      JSON.stringify((await get(`/fleet?at=2026-08-20T${query}`, role)).body.assets).includes('wagon:93123453');
    for (const role of ['dispatcher', 'customer2'] as const) {
      expect(await isThere('04:00:00Z', role), role).toBe(true);
      expect(await isThere('04:00:00Z&knownThen=true', role), role).toBe(false);
      expect(await isThere('04:15:00Z&knownThen=true', role), role).toBe(true);
    }
    expect(await isThere('04:00:00Z', 'customer')).toBe(false);
    karavan.setNow(undefined);
  });
});

describe('a window keeps what lies outside of it, also where trips meet in odd ways', () => {
  /** Everything a customer can ask that may tell of a truck, as one text. */
  async function allHeSees(role: 'customer' | 'customer2', of: { plate: string; shipmentId: string }): Promise<string> {
    const plate = encodeURIComponent(of.plate);
    const [from, to] = [minutesAgo(60 * 24 * 6), new Date().toISOString()];
    const said = [];
    for (const path of [
      `/where?q=${plate}`,
      `/vehicles/${plate}/history?from=${from}&to=${to}`,
      `/fleet?at=${minutesAgo(0)}`,
      `/fleet?at=${minutesAgo(20)}`,
      `/shipments/${of.shipmentId}`,
      `/shipments/${of.shipmentId}/events`,
      `/shipments/${of.shipmentId}/track`,
      '/shipments',
    ]) {
      const reply = await get(path, role);
      expect([200, 404], `${path} ${reply.text}`).toContain(reply.status);
      said.push(JSON.stringify(reply.body));
    }
    const { authorization } = await karavan.as(role);
    const live = connectLive(karavan.url, { token: authorization.slice('Bearer '.length) });
    await live.watch(WORLD);
    said.push(JSON.stringify(await live.next('snapshot')));
    await live.watch({ topic: 'shipment', id: of.shipmentId });
    said.push(JSON.stringify(await live.next('snapshot')));
    live.close();
    return said.join('\n');
  }

  it('a truck that takes a cargo over is shown from then on, not where it was before', async () => {
    await truck('А111АА77');
    await truck('А112АА77');
    const id = await ship(0, 'А111АА77', { name: 'Мой объект', lat: 56, lon: 37 }, minutesAgo(300));
    await drive('А111АА77', PLANT, minutesAgo(280), 0);
    await drive('А111АА77', { lat: 55.3, lon: 37 }, minutesAgo(200));
    await drive('А112АА77', { lat: 55.456, lon: 37.654 }, minutesAgo(150)); // about its own business
    const { body } = await get(`/shipments/${id}`, 'dispatcher');
    await karavan.http
      .patch(`/api/v1/shipments/${id}/trips/${body.legs[0].units[0].id}`)
      .set(await karavan.as('dispatcher'))
      .send({ plate: 'А112АА77', at: minutesAgo(100) })
      .expect(200);
    const second = { plate: 'А112АА77', shipmentId: id };
    expect(await allHeSees('customer', second)).not.toContain('55.456');
    await drive('А111АА77', { lat: 55.123, lon: 37 }, minutesAgo(90)); // towed home
    await drive('А112АА77', { lat: 55.789, lon: 37 }, minutesAgo(80));
    expect(await allHeSees('customer', second)).toContain('55.789');
    const first = await allHeSees('customer', { plate: 'А111АА77', shipmentId: id });
    expect(first).toContain('55.3');
    expect(first).not.toMatch(/55\.123|55\.456/);
  });

  it('a trip that nobody ended is over for its customer when the truck takes up the next cargo', async () => {
    await truck('А113АА77');
    const lost = await ship(0, 'А113АА77', { name: 'Забытый', lat: 56, lon: 37 }, minutesAgo(60 * 50));
    await drive('А113АА77', PLANT, minutesAgo(60 * 49), 0);
    await drive('А113АА77', { lat: 55.3, lon: 37 }, minutesAgo(60 * 47));
    await ship(1, 'А113АА77', { name: 'Чужой объект', lat: 54.6, lon: 37 }, minutesAgo(200));
    await drive('А113АА77', PLANT, minutesAgo(190), 0);
    await drive('А113АА77', { lat: 54.777, lon: 37 }, minutesAgo(10));
    expect(await allHeSees('customer', { plate: 'А113АА77', shipmentId: lost })).not.toMatch(/54\.777|Чужой/);
  });

  it('tells nobody through whose site the truck of his cargo has driven', async () => {
    const dispatcher = await karavan.as('dispatcher');
    const site = { kind: 'site', name: 'Тайный склад', lat: 55.2, lon: 37, customerId: karavan.customers[1] };
    await karavan.http.post('/api/v1/sites').set(dispatcher).send(site).expect(201);
    await truck('А114АА77');
    const id = await ship(0, 'А114АА77', { name: 'Мой объект', lat: 55.5, lon: 37 }, minutesAgo(300));
    await drive('А114АА77', PLANT, minutesAgo(280), 0);
    await drive('А114АА77', { lat: 55.1, lon: 37 }, minutesAgo(260));
    await drive('А114АА77', { lat: 55.2, lon: 37 }, minutesAgo(250));
    await drive('А114АА77', { lat: 55.2, lon: 37 }, minutesAgo(249), 0);
    await drive('А114АА77', { lat: 55.4, lon: 37 }, minutesAgo(200));
    expect(await allHeSees('customer', { plate: 'А114АА77', shipmentId: id })).not.toContain('Тайный');
  });
});

describe('many at once', () => {
  it('takes two devices of one vehicle in one batch', async () => {
    const id = await truck('А103АА77');
    await karavan.http
      .post('/api/v1/devices')
      .set(await karavan.as('dispatcher'))
      .send({ uniqueId: 'second', vehicleId: id })
      .expect(201);
    await Promise.all([drive('А103АА77', PLANT, minutesAgo(9)), drive('second', { lat: 55.001, lon: 37 }, minutesAgo(2))]);
    const answer = (await get('/where?q=A103AA77', 'manager')).body.answers[0];
    expect(answer.position.lat).toBe(55.001);
  });

  it('makes shipments that name the same trucks in any order, all at once', async () => {
    const plates = Array.from({ length: 20 }, (_, index) => `В${100 + index}ВВ77`);
    const dispatcher = await karavan.as('dispatcher');
    const create = (order: string[]) =>
      karavan.http
        .post('/api/v1/shipments')
        .set(dispatcher)
        .send({
          customerId: karavan.customers[0],
          product: 'Цемент',
          massKg: 20_000,
          origin: 'А',
          destination: 'Б',
          legs: [{ mode: 'road', trips: order.map((plate) => ({ plate, massKg: 1000 })) }],
        });
    const replies = await Promise.all(
      Array.from({ length: 8 }, (_, index) => create(index % 2 ? plates : [...plates].reverse())),
    );
    expect(replies.map((reply) => reply.status)).toEqual(replies.map(() => 201));
  });

  it('replaying stored bytes that cannot be read today leaves the report as it was', async () => {
    const [report] = (await get('/reports', 'dispatcher')).body.items;
    const real = karavan.deps.parseReport;
    const { ReportError } = await import('@karavan/scraper-rzd');
    karavan.deps.parseReport = async () => {
      throw new ReportError('TOO_LARGE', 'not today');
    };
    const reply = await karavan.http.post(`/api/v1/reports/${report.id}/replay`).set(await karavan.as('dispatcher'));
    karavan.deps.parseReport = real;
    expect(reply.status).toBe(413);
    expect((await get(`/reports/${report.id}`, 'dispatcher')).body).toMatchObject({ status: 'ingested', rows: report.rows });
  });
});
