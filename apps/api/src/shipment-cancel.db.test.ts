import type { Alert, BoardPlan, CancelPreview, ShipmentDetail } from '@karavan/contracts';
import { recheckPromises, tickAlerts } from '@karavan/usecases';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addOperator, startTestKaravan, type TestKaravan } from '../../../test/support/karavan.ts';
import { connectLive } from '../../../test/support/live.ts';

const hours = {
  timeZone: 'Europe/Moscow',
  hours: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, [['06:00', '22:00']]])),
};
const NOW = '2026-11-20T08:00:00Z';
const PLANT = { name: 'Завод', lat: 55, lon: 37 };
const SITE = { name: 'Стройка', lat: 56, lon: 37 };
const SKU = 'M500';

let karavan: TestKaravan;
type Role = Parameters<TestKaravan['as']>[0];
const http = async (
  method: 'get' | 'post' | 'delete',
  path: string,
  body?: object,
  role: Role = 'dispatcher',
  language = 'en',
) => {
  const request = karavan.http[method](`/api/v1${path}`)
    .set(await karavan.as(role))
    .set('accept-language', language);
  return body === undefined ? request : request.send(body);
};
const done = async <T>(...call: Parameters<typeof http>): Promise<T> => {
  const reply = await http(...call);
  expect([reply.status, reply.body.detail]).toEqual([expect.any(Number), undefined]);
  expect(reply.status).toBeLessThan(300);
  return reply.body as T;
};
const cancel = (id: string, body: object = {}, role: Role = 'dispatcher', language = 'en') =>
  http('post', `/shipments/${id}/cancel`, body, role, language);

let plates = 0;
const newPlate = () => {
  plates += 1;
  return `А${String(plates).padStart(3, '0')}ВС56`;
};
async function truck(plate = newPlate()): Promise<string> {
  const vehicle = await done<{ id: string }>('post', '/vehicles', { plate });
  await done('post', '/devices', { uniqueId: plate, vehicleId: vehicle.id });
  return plate;
}
const ship = (plate: string, more: object = {}) =>
  done<ShipmentDetail>('post', '/shipments', {
    customerId: karavan.customers[0],
    product: 'Цемент',
    massKg: 20_000,
    origin: PLANT,
    destination: SITE,
    legs: [{ mode: 'road', trips: [{ plate, massKg: 20_000, loadFrom: '2026-11-20T09:00:00Z' }] }],
    ...more,
  });
const drive = (id: string, lat: number, at: string, speed = 0) =>
  karavan.http.get('/api/v1/ingest/osmand').query({ id, lat, lon: 37, timestamp: at, speed });
const give = (quantity: number, orderNumber?: string) =>
  done<{ id: string; plan: { deliveredBy: string } }>('post', '/promises', {
    orderedAt: NOW,
    destination: { zone: 'msk' },
    objective: 'fastest',
    lines: [{ sku: SKU, quantity }],
    ...(orderNumber === undefined ? {} : { orderNumber }),
  });
const free = async () =>
  (await done<{ items: { free: number }[] }>('get', `/network/stock?sku=${SKU}`)).items.map((lot) => lot.free);
const auditOf = async (id: string) =>
  (await karavan.db.system((tx) => tx.many<{ action: string }>('SELECT action FROM audit WHERE subject = $1', [id]))).map(
    ({ action }) => action,
  );

beforeAll(async () => {
  karavan = await startTestKaravan();
  karavan.setNow(NOW);
  const warehouse = (id: string) => ({
    ...{ id, owner: 'own', ships: true, calendar: hours, cutOff: '20:00', handlingMinutes: 0, crossDockMinutes: 0 },
  });
  const service = (fromId: string, transitMinutes: number) => ({
    ...{ id: `${fromId}-msk`, carrier: 'own', fromId, zones: ['msk'], cost: { fixed: 1, perKg: 0 }, transitMinutes },
    departures: { days: [1, 2, 3, 4, 5, 6, 7], at: '20:00' },
  });
  await done('post', '/network', {
    warehouses: [warehouse('near'), warehouse('far')],
    lanes: [],
    services: [service('near', 60), service('far', 2880)],
  });
  await done('post', '/network/items', { items: [{ sku: SKU, massKg: 1000 }] });
  await done('post', '/network/stock', {
    rows: ['near', 'far'].map((warehouseId) => ({ warehouseId, sku: SKU, quantity: 20 })),
  });
}, 60_000);
afterAll(() => karavan.close());

test('what was planned is cancelled with all that hangs on it, once; the customer sees that it was, and nobody else’s name', async () => {
  const plate = await truck();
  const held = await give(20, '10 431');
  const waiting = await give(20); // the near stock is gone: two days later
  expect(await free()).toEqual([0, 0]);
  const made = await ship(plate, { orderNumber: '10431' });
  const preview = await done<CancelPreview>('get', `/shipments/${made.id}/cancel`);
  expect(preview).toEqual({
    refusal: null,
    units: [{ label: plate, mode: 'road', massKg: 20_000, loadFrom: '2026-11-20T09:00:00.000Z' }],
    plan: null,
    promises: [{ id: held.id, deliveredBy: held.plan.deliveredBy, lines: [{ sku: SKU, quantity: 20 }] }],
    othersOfOrder: 0,
  });
  const { authorization } = await karavan.as('customer');
  const live = connectLive(karavan.url, { token: authorization.replace('Bearer ', '') });
  await live.watch({ topic: 'shipment', id: made.id });
  const { url } = await done<{ url: string }>('post', `/shipments/${made.id}/share`, {});

  const replies = await Promise.all([1, 2, 3].map(() => cancel(made.id, { reason: 'заказ отозван' })));
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(replies[0]?.body).toMatchObject({
    status: 'cancelled',
    cancelledAt: '2026-11-20T08:00:00.000Z',
    late: null,
    cancelled: { by: expect.any(String), reason: 'заказ отозван', units: [{ label: plate }], promiseIds: [held.id] },
    ...{ orderedKg: 20_000, plannedKg: 20_000, movingKg: 0, atStationKg: 0, deliveredKg: 0, vehicles: [] },
  });
  const by: string = replies[0]?.body.cancelled.by;
  expect(await auditOf(made.id)).toEqual(expect.arrayContaining(['shipment cancelled']));
  expect((await auditOf(made.id)).filter((action) => action === 'shipment cancelled')).toHaveLength(1);

  // the goods are free, and who waited for them hears of it
  expect(await done('get', `/promises/${held.id}`)).toMatchObject({ status: 'released' });
  expect(await free()).toEqual([0, 20]);
  await recheckPromises(karavan.deps);
  const sooner = await done<{ change?: { plan: { deliveredBy: string } } }>('get', `/promises/${waiting.id}`);
  expect(sooner.change?.plan.deliveredBy).toBe(held.plan.deliveredBy);
  await done('delete', `/promises/${waiting.id}`);

  const seen = await done<ShipmentDetail>('get', `/shipments/${made.id}`, undefined, 'customer', 'ru');
  expect(seen).toMatchObject({ status: 'cancelled', sentence: 'Заказ 10431, 20 т цемента: отменён сегодня в 11:00.' });
  expect(JSON.stringify(seen)).not.toMatch(new RegExp(`${by}|отозван`));
  const events = await done<{ items: { kind: string }[] }>('get', `/shipments/${made.id}/events`, undefined, 'customer');
  expect(events.items.map(({ kind }) => kind)).toEqual(['cancelled']);
  const asked = async (role: Role, language: string) =>
    (await done<{ answers: { sentence: string; status: string }[] }>('get', '/where?q=10431', undefined, role, language)).answers;
  expect(await asked('customer', 'en')).toMatchObject([
    { status: 'cancelled', sentence: 'Order 10431, 20 t of cement: cancelled today at 11:00.' },
  ]);
  expect((await asked('manager', 'ru'))[0]?.sentence).toBe(`Заказ 10431, 20 т цемента: отменён сегодня в 11:00, ${by}.`);
  const shared = await karavan.http.get(`/api/v1/shared/${url.split('/').at(-1)}`).expect(200);
  expect(shared.body).toMatchObject({ shipment: { status: 'cancelled' }, assets: [] });
  expect(JSON.stringify(shared.body)).not.toContain(by);
  const told = await live.next('shipment', ({ status }) => status === 'cancelled');
  expect(told).toMatchObject({ id: made.id, cancelledAt: '2026-11-20T08:00:00.000Z' });
  live.close();

  // its truck is nobody's any more
  await drive(plate, 55, '2026-11-20T08:01:00Z').expect(200);
  await drive(plate, 55.5, '2026-11-20T08:05:00Z', 60);
  expect((await done<ShipmentDetail>('get', `/shipments/${made.id}`)).status).toBe('cancelled');
  const [answer] = (await done<{ answers: { shipmentIds: string[] }[] }>('get', `/where?q=${encodeURIComponent(plate)}`)).answers;
  expect(answer?.shipmentIds).toEqual([]);
});

test('what has begun is refused with what stands in the way, and stays as it was; others may not ask at all', async () => {
  const [plate, wagonless] = [await truck(), newPlate()];
  const held = await give(5, 'B-2');
  const made = await ship(plate, {
    orderNumber: 'B-2',
    legs: [{ mode: 'road', trips: [plate, wagonless].map((one) => ({ plate: one, massKg: 10_000 })) }],
  });
  karavan.setNow('2026-11-20T08:41:00Z');
  await drive(plate, 55, '2026-11-20T08:40:00Z').expect(200); // one of two came to load
  const came = await cancel(made.id, {}, 'dispatcher', 'ru');
  expect(came.status).toBe(409);
  expect(came.body.detail).toBe(`Партию ${made.number} уже не отменить: машина ${plate} на погрузке с 20 нояб., 11:40.`);
  expect((await done<CancelPreview>('get', `/shipments/${made.id}/cancel`)).refusal).toContain(`truck ${plate} is at the place`);
  karavan.setNow('2026-11-20T09:21:00Z');
  await drive(plate, 55.4, '2026-11-20T09:20:00Z', 40).expect(200);
  expect((await cancel(made.id)).body.detail).toContain(`truck ${plate} is on its way since`);
  expect(await done('get', `/shipments/${made.id}`)).toMatchObject({ status: 'moving', movingKg: 10_000, plannedKg: 10_000 });
  expect(await done('get', `/promises/${held.id}`)).toMatchObject({ status: 'held' });
  expect(await auditOf(made.id)).toEqual(['shipment created']);

  expect((await cancel(made.id, {}, 'customer')).status).toBe(403);
  expect((await http('get', `/shipments/${made.id}/cancel`, undefined, 'customer')).status).toBe(403);
  const stranger = await addOperator(karavan, 'Neighbour');
  const foreign = await karavan.http.post(`/api/v1/shipments/${made.id}/cancel`).set(stranger).send({});
  expect(foreign.status).toBe(404);
  expect((await cancel('9b2d3c1e-0000-4000-8000-000000000000')).status).toBe(404);
  expect((await cancel(made.id, { reason: 'x'.repeat(301) })).body.errors?.[0]?.path).toBe('reason');
  await done('delete', `/promises/${held.id}`);
  karavan.setNow(NOW);
});

test('what is promised to an order goes with the last of its shipments; one that goes on says how much was cancelled', async () => {
  const held = await give(5, 'c 3');
  const [first, second] = [await ship(newPlate(), { orderNumber: 'C-3' }), await ship(newPlate(), { orderNumber: 'C-3' })];
  expect(await done('get', `/shipments/${first.id}/cancel`)).toMatchObject({ promises: [], othersOfOrder: 1 });
  await cancel(first.id).then(({ status }) => expect(status).toBe(200));
  expect(await done('get', `/promises/${held.id}`)).toMatchObject({ status: 'held' });
  const [answer] = (await done<{ answers: { sentence: string; shipmentIds: string[] }[] }>('get', '/where?q=C-3')).answers;
  expect(answer?.sentence).toBe('Order C-3, 20 t of cement: 20 t planned for 20 Nov. Another 20 t cancelled.');
  await cancel(second.id).then(({ status }) => expect(status).toBe(200));
  expect(await done('get', `/promises/${held.id}`)).toMatchObject({ status: 'released' });
  const listed = await done<{ items: { id: string }[] }>('get', '/shipments?status=cancelled');
  expect(listed.items.map(({ id }) => id)).toEqual(expect.arrayContaining([first.id, second.id]));
});

test('alerts about it end with it', async () => {
  const made = await ship(newPlate(), { deliverBy: '2026-11-20T09:30:00Z' });
  karavan.setNow('2026-11-20T11:00:00Z');
  await tickAlerts(karavan.deps);
  const alertsOf = async () =>
    (await done<{ items: Alert[] }>('get', '/alerts?limit=100')).items.filter((alert) => alert.shipmentIds.includes(made.id));
  const open = await alertsOf();
  expect(open.map(({ kind, ended }) => [kind, ended]).sort()).toEqual([
    ['expectedAbsent', null],
    ['lateArrival', null],
  ]);
  await cancel(made.id).then(({ status }) => expect(status).toBe(200));
  for (const alert of await alertsOf()) expect(alert.ended).toMatchObject({ evidence: { reason: 'cancelled' } });
  await tickAlerts(karavan.deps);
  expect(await alertsOf()).toHaveLength(open.length);
  karavan.setNow(NOW);
});

async function plan(orderNumber: string): Promise<BoardPlan> {
  const [plant, site] = await Promise.all(
    (['plant', 'site'] as const).map((kind) =>
      done<{ id: string }>('post', '/sites', {
        ...{ kind, name: `${kind} ${orderNumber}`, lat: kind === 'plant' ? 55 : 56, lon: 37 },
        ...(kind === 'site' ? { customerId: karavan.customers[0] } : {}),
      }),
    ),
  );
  const [plantId = '', siteId = ''] = [plant?.id, site?.id];
  await done('post', '/network/road', {
    plants: [{ siteId: plantId, loading: hours, bays: 2, loadMinutes: 60 }],
    sites: [{ siteId, receiving: hours, bays: 2, unloadingModes: ['tip'] }],
    ways: [{ plantSiteId: plantId, siteId, driveMinutes: 120, distanceKm: 100 }],
    vehicles: [
      {
        ...{ plate: await truck(), plantSiteId: plantId, maxPayloadKg: 20_000, unloadingModes: ['tip'] },
        ...{ unloadMinutes: 60, costPerTrip: 100, costPerKm: 1 },
      },
    ],
  });
  const made = await done<BoardPlan>('post', '/plans', {
    order: {
      ...{ customerId: karavan.customers[0], orderNumber, product: 'Цемент', destinationSiteId: siteId },
      days: [{ date: '2026-11-23', massKg: 20_000 }],
    },
  });
  return done('post', `/plans/${made.id}/solve`, { revision: made.revision });
}

test('the trips of a plan leave the board with their shipment; taken back, the draft makes another one', async () => {
  const waiting = await done<ShipmentDetail>('post', '/shipments', {
    ...{ customerId: karavan.customers[0], orderNumber: 'D-4', product: 'Цемент', massKg: 20_000 },
    ...{ origin: PLANT, destination: SITE, legs: [] },
  });
  const solved = await plan('D-4');
  const published = await done<BoardPlan>('post', `/plans/${solved.id}/publish`, { revision: solved.revision });
  expect(published.published?.shipments).toMatchObject([{ shipmentId: waiting.id }]);
  const preview = await done<CancelPreview>('get', `/shipments/${waiting.id}/cancel`);
  expect(preview).toMatchObject({ plan: { id: solved.id }, units: [{ massKg: 20_000 }] });
  await cancel(waiting.id).then(({ status }) => expect(status).toBe(200));
  const open = await done<BoardPlan>('get', `/plans/${solved.id}`);
  expect(open).toMatchObject({ status: 'draft', trips: [], unmetKg: 20_000, published: null, undo: 'unpublished' });
  expect((await http('post', `/plans/${solved.id}/publish`, { revision: published.revision })).status).toBe(409);
  expect((await http('get', '/orders/D-4/split', undefined, 'customer')).status).toBe(404);

  const back = await done<BoardPlan>('post', `/plans/${solved.id}/undo`, { revision: open.revision });
  const again = await done<BoardPlan>('post', `/plans/${solved.id}/publish`, { revision: back.revision });
  expect(again.published?.shipments).toHaveLength(1);
  expect(again.published?.shipments[0]?.shipmentId).not.toBe(waiting.id);
  expect((await done<ShipmentDetail>('get', `/shipments/${waiting.id}`)).status).toBe('cancelled');
});

test('beside a truck that comes to load, and beside a publication, there is one story', async () => {
  const stories = new Set<string>();
  for (let round = 0; round < 6; round += 1) {
    const plate = await truck();
    const made = await ship(plate);
    const at = new Date(Date.parse(NOW) + round * 1000).toISOString();
    const pause = () => new Promise((resolve) => setTimeout(resolve, (round % 4) * 3));
    const [cancelled] = await Promise.all([
      round % 2 === 0 ? cancel(made.id) : pause().then(() => cancel(made.id)),
      round % 2 === 0 ? pause().then(() => drive(plate, 55, at).expect(200)) : drive(plate, 55, at).expect(200),
    ]);
    const now = await done<ShipmentDetail>('get', `/shipments/${made.id}`);
    const [unit] = now.legs.flatMap(({ units }) => units);
    const fleet = await karavan.http.get('/api/v1/shipments').set(await karavan.as('customer'));
    const listed = fleet.body.items.find(({ id }: { id: string }) => id === made.id);
    stories.add(
      `${cancelled.status} ${now.status} ${listed.status} ${unit === undefined ? 'no truck' : `came ${unit.seenAt !== undefined}`}`,
    );
  }
  expect([...stories].filter((story) => !ONE_STORY.includes(story))).toEqual([]);

  const solved = await plan('E-5');
  const first = await done<BoardPlan>('post', `/plans/${solved.id}/publish`, { revision: solved.revision });
  const id = first.published?.shipments[0]?.shipmentId ?? '';
  const back = await done<BoardPlan>('post', `/plans/${solved.id}/unpublish`, { revision: first.revision });
  const [published, gone] = await Promise.all([
    http('post', `/plans/${solved.id}/publish`, { revision: back.revision }),
    cancel(id),
  ]);
  expect([200, 409]).toContain(published.status);
  expect(gone.status).toBe(200);
  const board = await done<BoardPlan>('get', `/plans/${solved.id}`);
  const carried = (board.published?.shipments ?? []).map(({ shipmentId }) => shipmentId);
  expect(carried).not.toContain(id);
  expect(await done<ShipmentDetail>('get', `/shipments/${id}`)).toMatchObject({ status: 'cancelled', legs: [{ units: [] }] });
});
const ONE_STORY = ['200 cancelled cancelled no truck', '409 planned planned came true'];
