import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addOperator, fixture, startTestKaravan, type TestKaravan } from '../../../test/support/karavan.ts';

let karavan: TestKaravan;
let shipmentId: string;
const NOW = '2026-08-20T04:10:00Z';

beforeAll(async () => {
  karavan = await startTestKaravan();
  karavan.setNow(NOW);
  await karavan.upload(await fixture('3-lk-export.cp1251.csv')).expect(201);
  const dispatcher = await karavan.as('dispatcher');
  const made = await karavan.http
    .post('/api/v1/shipments')
    .set(dispatcher)
    .send({
      customerId: karavan.customers[0],
      orderNumber: '10423',
      product: 'Цемент',
      massKg: 88_500,
      origin: 'СЕБРЯКОВО',
      destination: { name: 'БСУ Воскресенск', lat: 55.32, lon: 38.7 },
      deliverBy: '2026-08-22',
      legs: [
        { mode: 'rail', wagons: [{ number: '93123453', massKg: 68_500 }], waybill: 'ЭЯ101234' },
        { mode: 'road', trips: [{ plate: 'а123вс56', massKg: 20_000, loadFrom: '2026-08-20T03:00:00Z' }] },
      ],
    });
  expect(made.status).toBe(201);
  shipmentId = made.body.id;
  const vehicles = await karavan.http.get('/api/v1/vehicles').set(dispatcher);
  await karavan.http
    .post('/api/v1/devices')
    .set(dispatcher)
    .send({ uniqueId: 'd1', vehicleId: vehicles.body.items[0].id })
    .expect(201);
  await karavan.http
    .get('/api/v1/ingest/osmand')
    .query({ id: 'd1', lat: 55.0, lon: 38.6, timestamp: '2026-08-20T04:08:00Z', speed: 30 })
    .expect(200);
});
afterAll(() => karavan.close());

const where = async (q: string, options: { role?: Parameters<TestKaravan['as']>[0]; language?: string } = {}) =>
  karavan.http
    .get('/api/v1/where')
    .query({ q })
    .set({ ...(await karavan.as(options.role ?? 'manager')), 'accept-language': options.language ?? 'ru' });
const first = async (q: string, options = {}) => (await where(q, options)).body.answers[0];

describe('where is my cargo', () => {
  it('answers for a wagon with place, distance, arrival, verdict and evidence', async () => {
    const answer = await first('93123453');
    expect(answer).toMatchObject({
      kind: 'wagon',
      id: '93123453',
      status: 'inTransit',
      remainingKm: 368,
      late: false,
      shipmentIds: [shipmentId],
      deadline: { date: '2026-08-22', basis: 'order' },
      evidence: { row: 5 },
    });
    expect(answer.sentence).toMatch(/^Вагон 93123453, 68(,5)? т цемента по заказу 10423: /);
    expect(answer.sentence).toContain('368 км');
    expect(Date.parse(answer.eta.p10)).toBeGreaterThan(Date.parse(NOW));
    expect((await first('93123453', { language: 'en' })).sentence).toMatch(/^Wagon 93123453, 68(\.5)? t .*10423/);
  });

  it.each([
    ['blanks inside', '9312 3453', '93123453'],
    ['an Excel tail', '93123453.0', '93123453'],
    ['a leading zero', '093123453', '93123453'],
    ['one mistyped digit', '93123458', '93123453'],
    ['a waybill in Latin letters and lower case', 'эя101177', '93456788'],
    ['a waybill typed in the other keyboard layout', "'z101177", '93456788'],
    ['a station', 'рыбное', '59000075'],
  ])('finds a wagon by %s', async (_name, query, number) => {
    expect((await where(query)).body.answers.map((answer: { id: string }) => answer.id)).toContain(number);
  });

  it.each(['А123ВС56', 'a 123 bc 56', 'A123BC56'])('finds the truck by its plate written %s', async (query) => {
    const answer = await first(query);
    expect(answer).toMatchObject({ kind: 'truck', title: 'А123ВС56', shipmentIds: [shipmentId] });
    expect(answer.evidence).toMatchObject({ kind: 'position', source: 'osmand', lat: 55 });
    expect(answer.sentence).toContain('А123ВС56');
  });

  it('answers for an order: tonnes of all parts add up', async () => {
    const answer = await first('10423');
    expect(answer).toMatchObject({ kind: 'order', id: '10423', shipmentIds: [shipmentId] });
    expect(answer.sentence).toContain('10423');
    const shipment = (await karavan.http.get(`/api/v1/shipments/${shipmentId}`).set(await karavan.as('manager'))).body;
    expect(shipment.deliveredKg + shipment.movingKg + shipment.atStationKg + shipment.plannedKg).toBe(88_500);
    expect(shipment.wagons).toEqual(['93123453']);
    expect(shipment.vehicles).toEqual(['А123ВС56']);
  });

  it('finds shipments by number and by customer', async () => {
    const { number } = (await karavan.http.get(`/api/v1/shipments/${shipmentId}`).set(await karavan.as('manager'))).body;
    expect((await first(number.toLowerCase())).shipmentIds).toEqual([shipmentId]);
    expect((await where('первый бет')).body.answers[0].shipmentIds).toEqual([shipmentId]);
  });

  it('tells a customer of his own cargo only; foreign and unknown look the same', async () => {
    expect((await first('93123453', { role: 'customer' })).id).toBe('93123453');
    expect((await where('93456788', { role: 'customer' })).body.answers).toEqual([]);
    const foreign = await where('93123453', { role: 'customer2' });
    const unknown = await where('10999999', { role: 'customer2' });
    expect({ ...foreign.body, query: '' }).toEqual({ ...unknown.body, query: '' });
    expect((await where('10423', { role: 'customer2' })).body.answers).toEqual([]);
    const other = { authorization: (await addOperator(karavan, 'Else')).authorization };
    expect((await karavan.http.get('/api/v1/where').query({ q: '93123453' }).set(other)).body.answers).toEqual([]);
  });

  it('keeps history and track of a shipment to its customer and its window', async () => {
    const customer = await karavan.as('customer');
    const track = await karavan.http.get(`/api/v1/shipments/${shipmentId}/track`).set(customer).expect(200);
    expect(track.body.features.map((feature: { properties: { mode: string } }) => feature.properties.mode)).toContain('road');
    await karavan.http
      .get(`/api/v1/shipments/${shipmentId}/track`)
      .set(await karavan.as('customer2'))
      .expect(404);
    await karavan.http
      .get(`/api/v1/shipments/${shipmentId}/events`)
      .set(await karavan.as('customer2'))
      .expect(404);
    await karavan.http.get('/api/v1/wagons/93123453/history').set(customer).expect(200);
    await karavan.http.get('/api/v1/wagons/93456788/history').set(customer).expect(404);
  });

  it('refuses 10 000 characters and an empty box with 400', async () => {
    expect((await where('9'.repeat(10_000))).status).toBe(400);
    expect((await where('')).status).toBe(400);
    expect((await where('%_\\\'";--')).status).toBe(200);
  });

  it('refuses a shipment for a customer of another company, and one without a place', async () => {
    const dispatcher = await karavan.as('dispatcher');
    const body = { customerId: crypto.randomUUID(), product: 'Цемент', massKg: 1000, origin: 'А', destination: 'Б', legs: [] };
    const foreign = await karavan.http.post('/api/v1/shipments').set(dispatcher).send(body);
    expect([foreign.status, foreign.body.errors?.[0].path]).toEqual([400, 'customerId']);
    const nowhere = await karavan.http
      .post('/api/v1/shipments')
      .set(dispatcher)
      .send({ ...body, destination: undefined });
    expect([nowhere.status, nowhere.body.errors?.[0].path]).toEqual([400, 'destination']);
    await karavan.http
      .post('/api/v1/shipments')
      .set(await karavan.as('customer'))
      .send(body)
      .expect(403);
  });
});
