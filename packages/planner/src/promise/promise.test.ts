import { PromiseReply, PromiseRequest } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { planPromise } from './index.ts';
import { DAILY, lane, OFFICE, order, service, warehouse } from './small-world.fixture.ts';

const departure = (request: PromiseRequest) =>
  planPromise(request).plan?.shipments.map(({ departsAt }) => departsAt.slice(0, 16));
const instants = (request: PromiseRequest) =>
  planPromise(request).plan?.shipments.flatMap(({ timeline }) =>
    timeline.map(({ at, what, where }) => `${what} ${where} ${at.slice(5, 16)}`),
  );
const vectors = (request: PromiseRequest) => {
  const { plan, alternatives } = planPromise(request);
  return [plan, ...alternatives].map((one) => one && [one.deliveredBy.slice(5, 16), one.cost, one.shipments.length]);
};

test('PR1: at or before the cut-off counts, a second later is the next working day', () => {
  const at = (clock: string) => instants(order({ orderedAt: `2026-11-23T${clock}+03:00` }))?.[0];
  expect(at('13:59:59')).toBe('released W 11-23T10:59');
  expect(at('14:00:00')).toBe('released W 11-23T11:00');
  expect(at('14:00:01')).toBe('released W 11-24T05:00');
});

test('PR1: after the cut-off on Friday it is Monday; a day off is never a pick day, a working Saturday is', () => {
  const friday = { orderedAt: '2026-11-20T17:20:00+03:00' };
  expect(instants(order(friday))?.slice(0, 2)).toEqual(['released W 11-23T05:00', 'ready W 11-23T06:00']);
  const saturday = warehouse('W', { calendar: { ...OFFICE, open: { '2026-11-21': [['09:00', '12:00']] } } });
  expect(instants(order(friday, { warehouses: [saturday] }))?.[0]).toBe('released W 11-21T06:00');
  const holiday = warehouse('W', { calendar: { ...OFFICE, closed: ['2026-11-23'] } });
  expect(instants(order(friday, { warehouses: [holiday] }))?.[0]).toBe('released W 11-24T05:00');
});

test('PR1: a restock on Friday evening is picked on Monday, and an order before opening waits for it', () => {
  const inbound = [{ warehouseId: 'W', sku: 'a', quantity: 10, availableFrom: '2026-11-27T18:00:00+03:00' }];
  expect(instants(order({}, { stock: inbound }))?.[0]).toBe('released W 11-30T05:00');
  expect(instants(order({ orderedAt: '2026-11-23T05:00:00+03:00' }))?.[0]).toBe('released W 11-23T05:00');
});

test('PR1: handling runs in working time, over the night and the weekend', () => {
  const slow = warehouse('W', { handlingMinutes: 9 * 60 + 30 });
  expect(instants(order({ orderedAt: '2026-11-20T13:00:00+03:00' }, { warehouses: [slow] }))?.[1]).toBe('ready W 11-23T10:30');
});

test('PR1: the next working day where the place never closes begins at its midnight', () => {
  const round = Object.fromEntries(Object.keys(OFFICE.hours).map((day) => [day, [['00:00', '24:00']]]));
  const open = warehouse('W', { calendar: { timeZone: 'Europe/Moscow', hours: round as typeof OFFICE.hours } });
  expect(instants(order({ orderedAt: '2026-11-23T15:00:00+03:00' }, { warehouses: [open] }))?.[0]).toBe('released W 11-23T21:00');
});

test('PR2: a warehouse that does not ship feeds one that does, over one lane and its first departure', () => {
  const network = {
    warehouses: [warehouse('W', { ships: false }), warehouse('H')],
    lanes: [lane('L', 'W', 'H', { departures: { days: [2, 5], at: '12:00' } })],
    services: [service('S', 'H'), service('never', 'W')],
  };
  expect(instants(order({}, network))).toEqual([
    'released W 11-23T07:00',
    'ready W 11-23T08:00',
    'transferDeparted W 11-24T09:00',
    'transferArrived H 11-24T11:00',
    'ready H 11-24T11:30',
    'departed H 11-24T15:00',
    'arrived here 11-25T01:00',
    'delivered here 11-25T01:00',
  ]);
});

test('PR2: two lanes in a row are not taken, and lanes in a circle or of no minutes do no harm', () => {
  const network = {
    warehouses: [warehouse('W', { ships: false }), warehouse('X', { ships: false }), warehouse('H')],
    lanes: [lane('L1', 'W', 'X', { transitMinutes: 0 }), lane('L2', 'X', 'W', { transitMinutes: 0 }), lane('L3', 'X', 'H')],
    services: [service('S', 'H')],
  };
  expect(planPromise(order({}, network))).toMatchObject({ plan: null, shortages: [{ sku: 'a', missing: 2 }] });
  const straight = lane('L4', 'W', 'H', { transitMinutes: 0, departures: { days: [...DAILY], at: '11:00' } });
  expect(departure(order({}, { ...network, lanes: [...network.lanes, straight] }))).toEqual(['2026-11-23T15:00']);
});

test('PR2: stock that is ready ten minutes after the lane leaves waits, and another source is then sooner', () => {
  const network = {
    warehouses: [warehouse('W', { ships: false, handlingMinutes: 130 }), warehouse('H'), warehouse('X')],
    lanes: [lane('L', 'W', 'H', { departures: { days: [1, 4], at: '12:00' } })],
    services: [service('S', 'H'), service('T', 'X', { transitMinutes: 2_000 })],
    stock: ['W', 'X'].map((warehouseId) => ({ warehouseId, sku: 'a', quantity: 5 })),
  };
  expect(planPromise(order({}, network)).plan?.shipments[0]?.serviceId).toBe('T');
  const quick = network.warehouses.map((one) => (one.id === 'W' ? { ...one, handlingMinutes: 120 } : one));
  expect(planPromise(order({}, { ...network, warehouses: quick })).plan?.shipments[0]?.serviceId).toBe('S');
});

test('PR3: receiving that is closed on arrival delivers when it opens', () => {
  const receiving = { timeZone: 'Asia/Vladivostok', hours: { wed: [['09:00', '12:00']] as [string, string][] } };
  const services = [service('S', 'W', { receiving })];
  expect(planPromise(order({}, { services })).plan?.deliveredBy).toBe('2026-11-24T23:00:00.000Z');
});

test('PR3 PR8: what is too heavy for one shipment goes on the next departures of the same service', () => {
  const services = [service('S', 'W', { maxMassKg: 25 })];
  const request = order({ lines: [{ sku: 'a', quantity: 5 }] }, { services });
  expect(departure(request)).toEqual(['2026-11-23T15:00', '2026-11-24T15:00', '2026-11-25T15:00']);
  expect(planPromise(request).plan).toMatchObject({ cost: 350, proof: 'optimal' });
});

test('PR4 PR7: to wait for inbound stock and send all at once costs one fixed part less', () => {
  const stock = [
    { warehouseId: 'W', sku: 'a', quantity: 2 },
    { warehouseId: 'W', sku: 'b', quantity: 1, availableFrom: '2026-11-24T08:00:00+03:00' },
    { warehouseId: 'X', sku: 'b', quantity: 1 },
  ];
  const network = { stock, warehouses: [warehouse('W'), warehouse('X')], services: [service('S', 'W'), service('T', 'X')] };
  const lines = [
    { sku: 'a', quantity: 2 },
    { sku: 'b', quantity: 1 },
  ];
  expect(vectors(order({ lines }, network))).toEqual([
    ['11-24T01:00', 224, 2],
    ['11-25T01:00', 124, 1],
  ]);
  expect(vectors(order({ lines, objective: 'cheapest' }, network))[0]).toEqual(['11-25T01:00', 124, 1]);
});

test('PR4: lines that share a transfer or a shipment pay its fixed part once', () => {
  const network = {
    warehouses: [warehouse('W', { ships: false }), warehouse('H')],
    stock: ['a', 'b'].map((sku) => ({ warehouseId: 'W', sku, quantity: 3 })),
    lanes: [lane('L', 'W', 'H', { cost: { fixed: 7, perKg: 0.5 } })],
    services: [service('S', 'H')],
  };
  const lines = ['a', 'b'].map((sku) => ({ sku, quantity: 1 }));
  expect(planPromise(order({ lines }, network)).plan).toMatchObject({
    cost: 7 + 14 * 0.5 + 100 + 14,
    transfers: [{ massKg: 14, cost: 14 }],
  });
});

test('PR5: each objective takes its own way, ties go to its next level', () => {
  const services = [
    service('quick', 'W', { cost: { fixed: 500, perKg: 0 } }),
    service('cheap', 'W', { transitMinutes: 3_000, cost: { fixed: 50, perKg: 0 } }),
  ];
  const by = (objective: PromiseRequest['objective']) =>
    planPromise(order({ objective }, { services })).plan?.shipments[0]?.serviceId;
  expect([by('fastest'), by('cheapest'), by('fewestShipments')]).toEqual(['quick', 'cheap', 'quick']);
});

test('PR5: limits are hard, at the very instant they are kept, and what breaks them is named', () => {
  const kept = planPromise(order({ deliverBy: '2026-11-24T01:00:00Z' }));
  expect(kept.limitsBroken).toBeUndefined();
  const late = planPromise(order({ deliverBy: '2026-11-24T00:59:59Z' }));
  expect(late).toMatchObject({
    limitsBroken: ['deliverBy'],
    alternatives: [],
    plan: { deliveredBy: '2026-11-24T01:00:00.000Z' },
  });
  const heavy = { services: [service('S', 'W', { maxMassKg: 15 })] };
  expect(planPromise(order({ maxShipments: 1 }, heavy))).toMatchObject({
    limitsBroken: ['maxShipments'],
    plan: { limitsBroken: ['maxShipments'] },
  });
  expect(planPromise(order({ maxShipments: 2 }, heavy)).limitsBroken).toBeUndefined();
});

test('PR6: every instant has a sentence, in both languages, and the reply keeps its schema', () => {
  const request = order({ orderedAt: '2026-11-20T17:20:00+03:00' }, { warehouses: [warehouse('W', { cutOff: '16:00' })] });
  const english = PromiseReply.parse(planPromise(request, { language: 'en' })).plan?.shipments[0]?.timeline[0]?.why;
  expect(english).toBe(
    'ordered Fri 20 Nov, 17:20, after the 16:00 cut-off; Sat 21 Nov and Sun 22 Nov closed; released Mon 23 Nov, 08:00',
  );
  const russian = PromiseReply.parse(planPromise(request, { language: 'ru' })).plan?.shipments[0]?.timeline ?? [];
  expect(russian.map(({ what }) => what)).toEqual(['released', 'ready', 'departed', 'arrived', 'delivered']);
  for (const { why } of russian) expect(why).toMatch(/[а-я]{3}/);
});

test('PR9: a request with too little work still has a plan, with an honest bound', () => {
  const skus = Array.from({ length: 12 }, (_, index) => `s${index}`);
  const places = ['A', 'B', 'C', 'D'];
  const network = {
    items: skus.map((sku, index) => ({ sku, massKg: 3 + index })),
    warehouses: places.map((id) => warehouse(id)),
    stock: skus.flatMap((sku, index) =>
      places.map((warehouseId, place) => ({ warehouseId, sku, quantity: 1 + ((index + place) % 3) })),
    ),
    services: places.map((id, index) => service(`S${id}`, id, { maxMassKg: 40, cost: { fixed: 50 + index, perKg: index } })),
  };
  const request = order({ objective: 'cheapest', lines: skus.map((sku) => ({ sku, quantity: 3 })) }, network);
  const rough = planPromise(request, { work: 3_000 }).plan;
  expect(rough?.proof).toMatchObject({ gapPct: expect.any(Number) });
  const bound = rough && rough.proof !== 'optimal' ? rough.proof.bound.cost : Number.NaN;
  expect(bound).toBeLessThanOrEqual(rough?.cost ?? 0);
});

test('PR10: what is missing is told, the rest is carried', () => {
  const lines = [
    { sku: 'a', quantity: 12 },
    { sku: 'b', quantity: 1 },
    { sku: 'a', quantity: 1 },
  ];
  const reply = planPromise(order({ lines }));
  expect(reply.shortages).toEqual([
    { sku: 'a', missing: 3 },
    { sku: 'b', missing: 1 },
  ]);
  expect(reply.plan?.shipments[0]?.massKg).toBe(100);
});

test('PR10: no way, no hours, no departure, a unit too heavy, nothing asked: no plan, and soon', () => {
  const nothing = { plan: null, alternatives: [] };
  const closed = warehouse('W', { calendar: { timeZone: 'Europe/Moscow', hours: {} } });
  expect(planPromise(order({}, { warehouses: [closed] }))).toMatchObject(nothing);
  expect(planPromise(order({}, { services: [service('S', 'W', { departures: { days: [], at: '10:00' } })] }))).toMatchObject(
    nothing,
  );
  expect(planPromise(order({}, { services: [service('S', 'W', { maxMassKg: 9 })] }))).toMatchObject(nothing);
  expect(planPromise(order({}, { services: [service('S', 'W', { zones: ['there'] })] }))).toMatchObject(nothing);
  expect(planPromise(order({ lines: [{ sku: 'a', quantity: 0 }] }))).toEqual({ ...nothing, shortages: [] });
  const once: typeof OFFICE = {
    timeZone: 'Europe/Moscow',
    hours: {},
    open: { '2027-11-20': [['08:00', '09:00']], '2029-01-01': [['08:00', '09:00']] },
  };
  const seldom = (day: string) =>
    planPromise(order({ orderedAt: day }, { warehouses: [warehouse('W', { calendar: once })] })).plan;
  expect(seldom('2026-11-23T07:00:00.000Z')).not.toBeNull();
  expect(seldom('2027-11-23T07:00:00.000Z')).toBeNull();
});

test('PR10: a place that first opens more than a horizon ahead takes what leaves late enough to meet it', () => {
  const receiving = { timeZone: 'Europe/Moscow', hours: {}, open: { '2028-01-10': [['08:00', '17:00'] as [string, string]] } };
  const { plan } = planPromise(order({}, { services: [service('S', 'W', { receiving })] }));
  expect(plan?.deliveredBy).toBe('2028-01-10T05:00:00.000Z');
  // 366 days before it opens; it leaves at 18:00 and is ten hours on the way, so it arrives at 04:00 in the morning
  expect(plan?.shipments[0]?.arrivesAt).toBe('2027-01-10T01:00:00.000Z');
});

test('PR10: what the departures within the horizon cannot hold is missing', () => {
  const services = [service('S', 'W', { maxMassKg: 10, departures: { days: [1], at: '18:00' } })];
  const stock = [{ warehouseId: 'W', sku: 'a', quantity: 100 }];
  const reply = planPromise(order({ lines: [{ sku: 'a', quantity: 100 }] }, { services, stock }));
  expect(reply.plan?.shipments.length).toBe(53); // Mondays from 23 November 2026 to 22 November 2027
  expect(reply.shortages).toEqual([{ sku: 'a', missing: 47 }]);
});

test('PR10: what cannot be a request is refused with the name of the field', () => {
  const paths = (input: unknown) => PromiseRequest.safeParse(input).error?.issues.map(({ path }) => path.join('.'));
  const { network, ...rest } = order();
  expect(paths(rest)).toEqual(['network']);
  expect(paths({ ...rest, network: { ...network, stock: [{ warehouseId: 'Z', sku: 'a', quantity: 1 }] } })).toEqual([
    'network.stock.0.warehouseId',
  ]);
  expect(paths({ ...rest, lines: [{ sku: 'x', quantity: 1 }], network })).toEqual(['lines.0.sku']);
  expect(paths({ ...rest, lines: [{ sku: 'a', quantity: 1.5 }], network })).toEqual(['lines.0.quantity']);
  expect(paths({ ...rest, network: { ...network, warehouses: [warehouse('W'), warehouse('W')] } })).toEqual([
    'network.warehouses.1.id',
  ]);
  expect(paths({ ...rest, network })).toBeUndefined();
});

test('PR10: from the last years a calendar can write nothing is planned, and nothing runs for ever', () => {
  expect(() => planPromise(order({ orderedAt: '9999-12-31T23:59:59Z' }))).toThrow('orderedAt: lies too far ahead');
  const late = [{ warehouseId: 'W', sku: 'a', quantity: 10, availableFrom: '9999-12-30T00:00:00Z' }];
  expect(planPromise(order({}, { stock: late }))).toMatchObject({ plan: null, shortages: [{ sku: 'a' }] });
});
