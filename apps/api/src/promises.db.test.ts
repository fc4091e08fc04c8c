import type { KeptPromise, NewNetwork } from '@karavan/contracts';
import { network as networkStore } from '@karavan/store';
import { recheckPromises } from '@karavan/usecases';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { watchReservations } from '../../../test/chaos/reservations/ledger.ts';
import { type Ask, knowNothing, stockUp, work } from '../../../test/chaos/reservations/mix.ts';
import { judge } from '../../../test/chaos/reservations/verdict.ts';
import { createRandom } from '../../../test/load/support/random.ts';
import { startTestKaravan, type TestKaravan } from '../../../test/support/karavan.ts';

const calendar = {
  timeZone: 'Europe/Moscow',
  hours: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['08:00', '18:00']]])),
};
const warehouse = (id: string) => ({
  id,
  owner: 'own' as const,
  ships: true,
  calendar,
  cutOff: '14:00',
  handlingMinutes: 60,
  crossDockMinutes: 60,
});
const service = (fromId: string, transitMinutes: number, at = '20:00') => ({
  id: `${fromId}-msk`,
  carrier: 'own trucks',
  fromId,
  zones: ['msk'],
  departures: { days: [1, 2, 3, 4, 5] as (1 | 2 | 3 | 4 | 5)[], at },
  transitMinutes,
  cost: { fixed: 1000, perKg: 1 },
});
/** Krasnodar is a day away, Rostov two. */
const NETWORK: NewNetwork = {
  warehouses: [warehouse('Krasnodar'), warehouse('Rostov')],
  lanes: [],
  services: [service('Krasnodar', 1440), service('Rostov', 2880)],
};
const ORDER = {
  orderedAt: '2026-06-10T07:00:00Z', // Wednesday 10:00 in Moscow
  destination: { zone: 'msk' },
  objective: 'fastest',
};

let karavan: TestKaravan;
let staff: { authorization: string };
const post = (path: string, body: object) => karavan.http.post(`/api/v1${path}`).set(staff).send(body);
const promise = (sku: string, quantity: number, more: object = {}) =>
  post('/promises', { ...ORDER, lines: [{ sku, quantity }], ...more });
const free = async (sku: string) => {
  const reply = await karavan.http.get(`/api/v1/network/stock?sku=${sku}`).set(staff).expect(200);
  return Object.fromEntries(reply.body.items.map((lot: { warehouseId: string; free: number }) => [lot.warehouseId, lot.free]));
};
const stock = (sku: string, krasnodar: number, rostov: number) =>
  post('/network/stock', {
    rows: [
      { warehouseId: 'Krasnodar', sku, quantity: krasnodar },
      { warehouseId: 'Rostov', sku, quantity: rostov },
    ],
  }).expect(200);

let counter = 0;
let sku = '';

beforeAll(async () => {
  karavan = await startTestKaravan();
  staff = await karavan.as('dispatcher');
  await post('/network', NETWORK).expect(201);
});
afterAll(() => karavan.close());
beforeEach(async () => {
  counter += 1;
  sku = `M500-${counter}`;
  await post('/network/items', { items: [{ sku, massKg: 1000 }] }).expect(200);
});

test('a promise takes its goods out of what is free, and gives them back', async () => {
  await stock(sku, 30, 10);
  const made = await promise(sku, 25).expect(201);
  expect(made.body.plan).toMatchObject({ deliveredBy: '2026-06-11T17:00:00.000Z', proof: 'optimal' });
  expect(await free(sku)).toEqual({ Krasnodar: 5, Rostov: 10 });
  const second = await promise(sku, 12).expect(201); // five are left nearby: the rest comes from Rostov, a day later
  expect(second.body.plan.deliveredBy).toBe('2026-06-12T17:00:00.000Z');
  await karavan.http.delete(`/api/v1/promises/${made.body.id}`).set(staff).expect(200);
  expect((await free(sku))['Krasnodar']).toBeGreaterThanOrEqual(25);
  await karavan.http.delete(`/api/v1/promises/${made.body.id}`).set(staff).expect(409);
});

test('what cannot be delivered in full is not promised at all, and the field is named', async () => {
  await stock(sku, 3, 3);
  const reply = await promise(sku, 7).expect(422);
  expect(reply.body.errors).toEqual([{ path: 'lines.0.quantity', message: expect.stringContaining(`1 of ${sku}`) }]);
  expect(await free(sku)).toEqual({ Krasnodar: 3, Rostov: 3 });
  const late = await promise(sku, 2, { deliverBy: '2026-06-10T20:00:00Z' }).expect(422);
  expect(late.body.errors).toEqual([{ path: 'deliverBy', message: expect.any(String) }]);
});

test('what the planner cannot plan from is refused by name, and nothing is held', async () => {
  await stock(sku, 3, 3);
  const far = await promise(sku, 1, { orderedAt: '9999-12-31T23:59:59Z' }).expect(400);
  expect(far.body.errors).toEqual([{ path: 'orderedAt', message: expect.stringContaining('too far ahead') }]);
  const unknown = await post('/promises', {
    ...ORDER,
    lines: [
      { sku, quantity: 1 },
      { sku: 'never heard', quantity: 1 },
    ],
  });
  expect([unknown.status, unknown.body.errors[0].path]).toEqual([400, 'lines.1.sku']);
  expect(await free(sku)).toEqual({ Krasnodar: 3, Rostov: 3 });
});

test('lots of one good at one place are told apart by when they come, and each is held by itself', async () => {
  const lots = [undefined, '2026-06-11T05:00:00.123Z', '2026-06-12T05:00:00Z'].map((availableFrom) => ({
    ...{ warehouseId: 'Krasnodar', sku, quantity: 2 },
    ...(availableFrom === undefined ? {} : { availableFrom }),
  }));
  await post('/network/stock', { rows: lots }).expect(200);
  const made = await promise(sku, 3).expect(201);
  const held = async () => {
    const reply = await karavan.http.get(`/api/v1/network/stock?sku=${sku}`).set(staff).expect(200);
    return reply.body.items.map((lot: { reserved: number }) => lot.reserved);
  };
  expect(await held()).toEqual([2, 1, 0]);
  const next = await post('/plan/promise', { ...ORDER, lines: [{ sku, quantity: 4 }] }).expect(200);
  expect(next.body.shortages).toEqual([{ sku, missing: 1 }]);
  await karavan.http.delete(`/api/v1/promises/${made.body.id}`).set(staff).expect(200);
  expect(await held()).toEqual([0, 0, 0]);
  const later = await promise(sku, 6).expect(201);
  await karavan.db.system((tx) => tx.many('DELETE FROM promises WHERE id = $1', [later.body.id]));
  expect(await held()).toEqual([0, 0, 0]); // what holds for a promise goes with it
});

test('two hundred orders for the last pallet at once: one promise, and no lot below zero', async () => {
  await stock(sku, 1, 0);
  const statuses = await Promise.all(Array.from({ length: 200 }, () => promise(sku, 1).then((reply) => reply.status)));
  expect(statuses.filter((status) => status === 201)).toHaveLength(1);
  expect(statuses.filter((status) => status === 422)).toHaveLength(199);
  expect(await free(sku)).toEqual({ Krasnodar: 0, Rostov: 0 });
});

test('the same request sent again is the same promise, also at the same moment', async () => {
  await stock(sku, 10, 0);
  const requestId = crypto.randomUUID();
  const replies = await Promise.all([1, 2, 3].map(() => promise(sku, 4, { requestId })));
  expect(new Set(replies.map((reply) => reply.body.id)).size).toBe(1);
  expect(replies.map((reply) => reply.status).sort()).toEqual([200, 200, 201]);
  expect(await free(sku)).toMatchObject({ Krasnodar: 6 });
});

test('the alternative that was shown is promised, or nothing when it is gone', async () => {
  await stock(sku, 10, 10);
  const choice = { deliveredBy: '2026-06-12T17:00:00.000Z', cost: 1, shipments: 1 };
  await promise(sku, 4, { choice }).expect(409);
  expect(await free(sku)).toEqual({ Krasnodar: 10, Rostov: 10 });
  const [best] = [(await promise(sku, 1).expect(201)).body as KeptPromise];
  const { deliveredBy, cost, shipments } = best.plan;
  await promise(sku, 1, { choice: { deliveredBy, cost, shipments: shipments.length } }).expect(201);
});

test('stock that was sold elsewhere moves the promise: the first line, from when to when, and why', async () => {
  await stock(sku, 30, 30);
  const made = await promise(sku, 20).expect(201);
  await stock(sku, 5, 30);
  expect(await recheckPromises(karavan.deps)).toBeGreaterThan(0);
  const seen = await karavan.http.get(`/api/v1/promises/${made.body.id}`).set(staff).expect(200);
  expect(seen.body.plan).toEqual(made.body.plan); // as it was given, until somebody accepts
  expect(seen.body.change).toMatchObject({
    sku,
    cause: 'stock',
    subject: 'Krasnodar',
    from: '2026-06-11T17:00:00.000Z',
    to: '2026-06-12T17:00:00.000Z',
  });
  expect(seen.body.change.sentence.ru).toBe(
    `Доставка 11 июня переносится на 12 июня: на складе Krasnodar товара ${sku} свободно 5 вместо 20`,
  );
  const accepted = await post(`/promises/${made.body.id}/accept`, {}).expect(200);
  expect(accepted.body.change).toBeUndefined();
  expect(accepted.body.plan.deliveredBy).toBe('2026-06-12T17:00:00.000Z');
  expect((await free(sku))['Rostov']).toBeLessThanOrEqual(15);
  await post(`/promises/${made.body.id}/accept`, {}).expect(409);
});

test('a service that is taken away changes the promises that used it, and the version they were made with is kept', async () => {
  await stock(sku, 10, 10);
  const made = await promise(sku, 5).expect(201);
  await post('/network', { ...NETWORK, services: [service('Rostov', 2880)] }).expect(201);
  while ((await recheckPromises(karavan.deps)) > 0);
  const seen = await karavan.http.get(`/api/v1/promises/${made.body.id}`).set(staff).expect(200);
  expect(seen.body.change).toMatchObject({ cause: 'service', subject: 'Krasnodar-msk' });
  expect(seen.body.networkVersion).toBe(made.body.networkVersion);
  await post('/network', NETWORK).expect(201);
  while ((await recheckPromises(karavan.deps)) > 0);
  const back = await karavan.http.get(`/api/v1/promises/${made.body.id}`).set(staff).expect(200);
  expect(back.body.change).toBeUndefined();
});

test('where a lot is cut, who came first keeps his goods; who moves away gives his back', async () => {
  await stock(sku, 30, 30);
  const first = await promise(sku, 20).expect(201);
  const second = await promise(sku, 10).expect(201);
  const changeOf = async (id: string) => {
    await recheckPromises(karavan.deps);
    return (await karavan.http.get(`/api/v1/promises/${id}`).set(staff).expect(200)).body.change;
  };
  await stock(sku, 25, 30);
  expect(await changeOf(first.body.id)).toBeUndefined();
  expect((await changeOf(second.body.id)).sentence.en).toContain(`at Krasnodar 5 of ${sku} are free instead of 10`);
  await stock(sku, 15, 30);
  expect((await changeOf(first.body.id)).sentence.en).toContain(`at Krasnodar 15 of ${sku} are free instead of 20`);
  expect((await changeOf(second.body.id)).sentence.en).toContain(`at Krasnodar 0 of ${sku} are free instead of 10`);
  await karavan.http.delete(`/api/v1/promises/${first.body.id}`).set(staff).expect(200);
  expect(await changeOf(second.body.id)).toBeUndefined();
});

test('who accepts a change frees what he held for those who were told that they are short', async () => {
  await stock(sku, 10, 30);
  const first = await promise(sku, 8).expect(201);
  const second = await promise(sku, 2).expect(201);
  await stock(sku, 3, 30); // the first is short by five, and before the second
  while ((await recheckPromises(karavan.deps)) > 0);
  await post(`/promises/${first.body.id}/accept`, {}).expect(200); // all from Rostov, in one truck
  while ((await recheckPromises(karavan.deps)) > 0);
  const seen = await karavan.http.get(`/api/v1/promises/${second.body.id}`).set(staff).expect(200);
  expect(seen.body.change).toBeUndefined();
  expect(await free(sku)).toEqual({ Krasnodar: 1, Rostov: 22 });
});

test('what cannot be kept is planned anew from now on, not from the day it was ordered', async () => {
  await stock(sku, 10, 10);
  karavan.setNow('2026-06-10T07:00:00Z');
  const made = await promise(sku, 5).expect(201);
  const changeAt = async (now: string) => {
    karavan.setNow(now);
    return (await post(`/promises/${made.body.id}/recheck`, {}).expect(200)).body.change;
  };
  await stock(sku, 0, 10);
  // Rostov: the truck of Wednesday is there on Friday; on Thursday at noon only the truck of Thursday is left
  expect(await changeAt('2026-06-10T08:00:00Z')).toMatchObject({ cause: 'stock', to: '2026-06-12T17:00:00.000Z' });
  expect(await changeAt('2026-06-10T16:00:00Z')).toMatchObject({ cause: 'stock', to: '2026-06-13T17:00:00.000Z' });
  expect(await changeAt('2026-06-10T18:00:00Z')).toBeUndefined(); // it left Krasnodar an hour ago
  karavan.setNow(undefined);
});

test('a network that contradicts itself and stock of unknown goods are refused, field by field', async () => {
  const broken = await post('/network', { ...NETWORK, services: [service('Nowhere', 60)] }).expect(400);
  expect(broken.body.errors[0].path).toBe('services.0.fromId');
  const unknown = await post('/network/stock', { rows: [{ warehouseId: 'Krasnodar', sku: 'never heard', quantity: 1 }] }).expect(
    400,
  );
  expect(unknown.body.errors[0].path).toBe('rows.0.sku');
});

test('the question without a network is asked of the stored one, without what is held', async () => {
  await stock(sku, 6, 0);
  await promise(sku, 4).expect(201);
  const asked = await post('/plan/promise', { ...ORDER, lines: [{ sku, quantity: 5 }] }).expect(200);
  expect(asked.body).toMatchObject({ shortages: [{ sku, missing: 3 }], plan: { deliveredBy: '2026-06-11T17:00:00.000Z' } });
  const english = await post('/plan/promise', { ...ORDER, lines: [{ sku, quantity: 1 }] }).set('accept-language', 'en');
  expect(english.body.plan.shipments[0].timeline[0].why).toMatch(/ordered/i);
  const unknown = await post('/plan/promise', { ...ORDER, lines: [{ sku: 'never heard', quantity: 1 }] }).expect(400);
  expect(unknown.body.errors[0].path).toBe('lines.0.sku');
});

test('what comes over a lane is held where it lies, not where it is sent from', async () => {
  const lane = { id: 'R-K', fromId: 'Rostov', toId: 'Krasnodar', departures: { days: [1, 2, 3, 4, 5], at: '19:00' } };
  const network = { ...NETWORK, warehouses: [warehouse('Krasnodar'), { ...warehouse('Rostov'), ships: false }] };
  const from = { lanes: [{ ...lane, transitMinutes: 60, cost: { fixed: 1, perKg: 0 } }], services: [service('Krasnodar', 1440)] };
  await post('/network', { ...network, ...from }).expect(201);
  await stock(sku, 4, 10);
  const made = await promise(sku, 9).expect(201);
  expect(await free(sku)).toEqual({ Krasnodar: 0, Rostov: 5 });
  await promise(sku, 6).expect(422);
  await karavan.http.delete(`/api/v1/promises/${made.body.id}`).set(staff).expect(200);
  expect(await free(sku)).toEqual({ Krasnodar: 4, Rostov: 10 });
  await post('/network', NETWORK).expect(201);
});

test('a promise that is being given waits for a change of the network, and is made with it', async () => {
  await stock(sku, 5, 5);
  const waits = (tx: { one: (sql: string) => Promise<unknown> }) =>
    tx.one(`SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`);
  const [version, pending] = await karavan.db
    .scoped({ companyId: karavan.companyId, customerId: null }, async (tx) => {
      const saved = await networkStore.saveNetwork(tx, {
        ...{ companyId: karavan.companyId, savedBy: 'test', now: new Date() },
        network: { ...NETWORK, services: [service('Rostov', 2880)] },
      });
      const asked = promise(sku, 1).then(({ status, body }) => ({ status, body }));
      await expect.poll(() => karavan.db.system(waits), { timeout: 10_000, interval: 20 }).toBeDefined();
      return [saved, asked] as const;
    })
    .then(async ([saved, asked]) => [saved, await asked] as const);
  expect(pending).toMatchObject({ status: 201, body: { networkVersion: version, plan: { shipments: [{ fromId: 'Rostov' }] } } });
  await post('/network', NETWORK).expect(201);
});

test('goods are found by any words of their names, with what is free of them and where', async () => {
  const names = [`Смесь ${sku}, мешок`, `Клей ${sku} для смеси`, `100% ${sku}_x`];
  await post('/network/items', { items: names.map((name) => ({ sku: name, massKg: 25 })) }).expect(200);
  await stock(names[0] ?? '', 12, 0);
  await promise(names[0] ?? '', 5).expect(201);
  const find = async (q: string) =>
    (
      await karavan.http
        .get(`/api/v1/network/goods?q=${encodeURIComponent(q)}`)
        .set(staff)
        .expect(200)
    ).body.items;
  expect(await find(`${sku} смес`)).toEqual([
    { sku: names[1], massKg: 25, free: [] },
    { sku: names[0], massKg: 25, free: [{ warehouseId: 'Krasnodar', quantity: 7 }] },
  ]);
  expect((await find(`смесь ${sku}`)).map((good: { sku: string }) => good.sku)).toEqual([names[0]]);
  expect((await find(`% ${sku}_`)).map((good: { sku: string }) => good.sku)).toEqual([names[2]]);
  expect(await find('%')).toHaveLength(1);
  expect((await find('')).length).toBeGreaterThan(3);
  await karavan.http.get('/api/v1/network/goods?limit=0').set(staff).expect(400);
});

test('every plan is asked over HTTP as well; what cannot be answered names its field', async () => {
  const presets = await karavan.http.get('/api/v1/plan/presets').set(staff).expect(200);
  const [rigid] = presets.body.rigids;
  const stages = [{ name: 'start', loads: [{ massKg: 3000, fromM: 0.5, toM: 3 }] }];
  const loads = await post('/plan/axle-loads', { vehicle: { type: 'rigid', rigid: rigid.id }, stages, ruleSet: 'RU' }).expect(
    200,
  );
  expect(Object.keys(loads.body.stages[0].verdicts)).toEqual(['6', '10', '11.5']);
  const unknown = await post('/plan/axle-loads', { vehicle: { type: 'rigid', rigid: 'no such' }, stages, ruleSet: 'RU' }).expect(
    400,
  );
  expect(unknown.body.errors[0].path).toBe('vehicle.rigid');
  const free = { vehicle: { type: 'rigid', rigid: rigid.id }, placement: { kind: 'free' }, ruleSet: 'RU', roadClasses: ['10'] };
  const payload = await post('/plan/max-payload', free).expect(200);
  expect(payload.body['10'].maxPayloadKg).toBeGreaterThan(1000);
  const split = await post('/plan/split', { product: { form: 'bulk' } }).expect(400);
  expect(split.body.errors.map((error: { path: string }) => error.path)).toContain('demand');
  const rules = await karavan.http.get('/api/v1/plan/rules').set(staff).expect(200);
  expect(rules.body.ruleSets.length).toBeGreaterThan(2);
});

test('a customer sees neither stock nor promises', async () => {
  const customer = await karavan.as('customer');
  for (const path of ['/network', '/network/stock', '/promises'])
    await karavan.http.get(`/api/v1${path}`).set(customer).expect(403);
});

test('orders, cancellations, accepted changes, stock and routes that move at once: nothing is sold twice or lost', async () => {
  await watchReservations(karavan.db);
  const ask: Ask = async (method, path, body) => {
    const url = `/api/v1${path}`;
    const { http } = karavan;
    const asked = { GET: () => http.get(url), POST: () => http.post(url).send(body), DELETE: () => http.delete(url) }[method]();
    const { status, body: answer } = await asked.set(staff);
    return { status, body: answer };
  };
  await karavan.db.system((tx) => tx.many('DELETE FROM promises'));
  await stockUp(ask);
  const known = knowNothing();
  const random = createRandom(20261122).unit;
  await Promise.all(Array.from({ length: 8 }, () => work({ ask, known, random }, 8)));
  while ((await recheckPromises(karavan.deps)) > 0);
  expect(known.wrong).toEqual([]);
  expect(known.given.size).toBeGreaterThan(10);
  expect(Object.entries(await judge(karavan.db, known)).filter(([, rows]) => rows !== 0)).toEqual([]);
});
