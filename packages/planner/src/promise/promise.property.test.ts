import type { Departures, PromisePlan, PromiseRequest } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { planPromise } from './index.ts';
import { diceOf, randomCalendar, randomDepartures, randomRequest } from './random-request.fixture.ts';

const SIZE = { warehouses: 3, lanes: 3, services: 4, skus: 3, units: 4, limited: 0.4 };
const WEEK_MS = 7 * 86_400_000;
const SEEDS = Array.from({ length: 30 }, (_, seed) => seed + 9_000);

const first = (request: PromiseRequest, plan: PromisePlan | null): number => {
  if (!plan) return Number.POSITIVE_INFINITY;
  return { fastest: Date.parse(plan.deliveredBy), cheapest: plan.cost, fewestShipments: plan.shipments.length }[
    request.objective
  ];
};

/** Better on the first level, as far as both carry the same. */
function expectNoWorse(better: PromiseRequest, worse: PromiseRequest): void {
  const replies = [better, worse].map((request) => planPromise(request));
  const [more, less] = replies.map(({ shortages }) => shortages.reduce((sum, one) => sum + one.missing, 0));
  expect(more).toBeLessThanOrEqual(less ?? 0);
  if (more !== less) return;
  const [a, b] = replies.map(({ plan }) => first(worse, plan));
  expect(a ?? 0).toBeLessThanOrEqual((b ?? 0) + 1e-6);
}

const withNetwork = (request: PromiseRequest, change: Partial<PromiseRequest['network']>): PromiseRequest => ({
  ...request,
  network: { ...request.network, ...change },
});

test('PR11: more stock, another lane, another service never make a plan worse', () => {
  for (const seed of SEEDS) {
    const request = randomRequest(seed, SIZE);
    const dice = diceOf(seed + 1);
    const { stock, lanes, services, items, warehouses } = request.network;
    const ids = warehouses.map(({ id }) => id) as [string, ...string[]];
    const extra = { warehouseId: dice.one(ids), sku: items[0]?.sku ?? '', quantity: 3 };
    expectNoWorse(withNetwork(request, { stock: [...stock, extra] }), request);
    const lane = {
      id: 'more',
      fromId: dice.one(ids),
      toId: dice.one(ids),
      departures: randomDepartures(dice),
      transitMinutes: 60,
      cost: { fixed: 5, perKg: 0 },
    };
    expectNoWorse(withNetwork(request, { lanes: [...lanes, lane] }), request);
    const service = {
      id: 'more',
      carrier: 'East',
      fromId: dice.one(ids),
      zones: ['here'],
      departures: randomDepartures(dice),
      transitMinutes: 300,
      cost: { fixed: 20, perKg: 0.2 },
    };
    expectNoWorse(withNetwork(request, { services: [...services, service] }), request);
  }
});

test('PR11: longer receiving never delivers later, a day off of receiving never earlier', () => {
  for (const seed of SEEDS) {
    const request: PromiseRequest = { ...randomRequest(seed, SIZE), objective: 'fastest' };
    const dice = diceOf(seed + 2);
    const base = randomCalendar(dice, 'Europe/Moscow');
    const over = (receiving: typeof base) =>
      withNetwork(request, { services: request.network.services.map((one) => ({ ...one, receiving })) });
    const off = { ...base, closed: [...(base.closed ?? []), `2026-11-${dice.int(20, 30)}`], open: {} };
    const same = { ...base, open: {} };
    expectNoWorse(over(same), over(off));
    const longer = { ...same, hours: { ...same.hours, sat: [['00:00', '24:00']] as [string, string][] } };
    expectNoWorse(over(longer), over(same));
  }
});

test('PR11: a day off at the warehouse never delivers earlier where orders come in time', () => {
  for (const seed of SEEDS) {
    const base: PromiseRequest = { ...randomRequest(seed, { ...SIZE, warehouses: 1, lanes: 0 }), objective: 'fastest' };
    const day = `2026-11-${diceOf(seed + 3).int(21, 30)}`;
    const off = base.network.warehouses.map((one) => {
      const { open, ...calendar } = one.calendar;
      const closed = [...(calendar.closed ?? []), day];
      return {
        ...one,
        calendar: { ...calendar, closed, open: Object.fromEntries(Object.entries(open ?? {}).filter(([own]) => own !== day)) },
      };
    });
    expectNoWorse(base, withNetwork(base, { warehouses: off }));
  }
});

function shiftCalendar<T extends { timeZone: string; closed?: string[] | undefined; open?: object | undefined }>(calendar: T): T {
  const { closed, open, ...rest } = calendar;
  return rest as T;
}

/** The same network without any named day. */
function weekly(request: PromiseRequest, byMs: number): PromiseRequest {
  const later = (instant: string) => new Date(Date.parse(instant) + byMs).toISOString();
  const { network } = request;
  const plain = ({ days, at }: Departures): Departures => ({ days, at });
  return {
    ...request,
    orderedAt: later(request.orderedAt),
    network: {
      ...network,
      warehouses: network.warehouses.map((one) => ({ ...one, calendar: shiftCalendar(one.calendar) })),
      stock: network.stock.map(({ availableFrom, ...row }) => ({
        ...row,
        ...(availableFrom ? { availableFrom: later(availableFrom) } : {}),
      })),
      lanes: network.lanes.map((one) => ({ ...one, departures: plain(one.departures) })),
      services: network.services.map(({ receiving, ...one }) => ({
        ...one,
        departures: plain(one.departures),
        ...(receiving ? { receiving: shiftCalendar(receiving) } : {}),
      })),
    },
  };
}

test('PR11: the world a week later gives the same plans a week later', () => {
  for (const seed of SEEDS) {
    const vector = (request: PromiseRequest, byMs: number) => {
      const { plan, alternatives } = planPromise(request);
      return [plan, ...alternatives].map((one) => one && [Date.parse(one.deliveredBy) - byMs, one.cost, one.shipments.length]);
    };
    const request = randomRequest(seed, SIZE);
    expect(vector(weekly(request, WEEK_MS), WEEK_MS)).toEqual(vector(weekly(request, 0), 0));
  }
});

test('PR11: names and the order of lists do not matter', () => {
  for (const seed of SEEDS) {
    const request = randomRequest(seed, SIZE);
    const { network } = request;
    const name = (id: string) => `${9 - Number(id.slice(1))} ${id} ${id.charCodeAt(0)}`;
    const renamed = withNetwork(
      { ...request, lines: request.lines.map((line) => ({ ...line, sku: name(line.sku) })).reverse() },
      {
        items: network.items.map((item) => ({ ...item, sku: name(item.sku) })).reverse(),
        warehouses: network.warehouses.map((one) => ({ ...one, id: name(one.id) })).reverse(),
        stock: network.stock.map((row) => ({ ...row, sku: name(row.sku), warehouseId: name(row.warehouseId) })).reverse(),
        lanes: network.lanes
          .map((one) => ({ ...one, id: name(one.id), fromId: name(one.fromId), toId: name(one.toId) }))
          .reverse(),
        services: network.services.map((one) => ({ ...one, id: name(one.id), fromId: name(one.fromId) })).reverse(),
      },
    );
    const vectors = (asked: PromiseRequest) => {
      const { plan, alternatives } = planPromise(asked);
      return [plan, ...alternatives].map((one) => one && [one.deliveredBy, one.cost.toFixed(4), one.shipments.length]);
    };
    expect(vectors(renamed)).toEqual(vectors(request));
  }
});
