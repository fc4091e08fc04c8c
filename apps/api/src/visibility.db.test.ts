import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture, startTestKaravan, type TestKaravan } from '../../../test/support/karavan.ts';

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
