import type { PromiseRequest } from '@karavan/contracts';
import { describe, expect, test } from 'vitest';
import type { Point } from './answers.ts';
import { bestBigPoint } from './big.ts';
import { buildModel } from './build-model.ts';
import { carryOut } from './carried.ts';
import { planPromise } from './index.ts';
import { costTolerance, type Model } from './model.ts';
import { touchedNetwork } from './network.ts';
import { diceOf, randomRequest } from './random-request.fixture.ts';
import { bestPoint, openSolver } from './solver.ts';

const OBJECTIVES = ['fastest', 'cheapest', 'fewestShipments'] as const;
const SIZE = { warehouses: 5, lanes: 6, services: 7, skus: 6, units: 6 };

function open(model: Model, maxShipments: number) {
  const limits = { deliverByMs: Number.POSITIVE_INFINITY, maxShipments };
  return openSolver(model, { ...limits, budget: { left: 100_000_000 } });
}

const vectorOf = (model: Model, { found }: Point) => {
  const { deliveredMs, cost, shipments } = carryOut(model, found);
  return { deliveredMs, cost, shipments: shipments.length };
};

/** Both searches on one model, by objective, where the exact one ends. */
function compared(seeds: number, limited: number) {
  return Array.from({ length: seeds }, (_, seed) => {
    const model = buildModel(touchedNetwork(randomRequest(seed + 9_000, { ...SIZE, limited })));
    const most = diceOf(seed).chance(0.3) ? 2 : Number.POSITIVE_INFINITY;
    return OBJECTIVES.map((objective) => {
      const exact = model.needs.length > 0 ? bestPoint(open(model, most), objective) : undefined;
      const big = model.needs.length > 0 ? bestBigPoint(open(model, most), objective) : undefined;
      return { seed, objective, model, exact, big };
    });
  })
    .flat()
    .filter(({ exact }) => exact === undefined || exact.proven);
}

describe('orders of very many lines, on small ones that can be proven', () => {
  const unlimited = compared(90, 0);

  test('PR9: what is said to be a bound is none that a plan beats, and a plan is found where there is one', () => {
    for (const { seed, objective, model, exact, big } of unlimited) {
      expect({ seed, objective, found: big !== undefined }).toEqual({ seed, objective, found: exact !== undefined });
      if (!exact || !big) continue;
      const best = vectorOf(model, exact.point);
      const own = vectorOf(model, big.point);
      expect(big.bound.deliveredMs).toBeLessThanOrEqual(own.deliveredMs);
      expect(big.bound.shipments).toBeLessThanOrEqual(best.shipments);
      if (objective === 'fastest') expect({ seed, at: own.deliveredMs }).toEqual({ seed, at: best.deliveredMs });
      if (objective === 'fewestShipments') {
        expect({ seed, ...own, cost: 0 }).toEqual({ seed, ...best, cost: 0 });
        expect(big.bound).toMatchObject({ shipments: best.shipments, deliveredMs: best.deliveredMs });
      }
      if (objective === 'cheapest' || own.deliveredMs === best.deliveredMs) {
        expect(own.cost).toBeGreaterThanOrEqual(best.cost - costTolerance(best.cost));
        expect(big.bound.cost, `seed ${seed} ${objective}`).toBeLessThanOrEqual(best.cost + costTolerance(best.cost));
      }
    }
  });

  test('PR9: five of six are as cheap as the best', () => {
    const costs = unlimited.flatMap(({ objective, model, exact, big }) =>
      exact && big && objective === 'cheapest'
        ? [vectorOf(model, big.point).cost / Math.max(1e-9, vectorOf(model, exact.point).cost)]
        : [],
    );
    expect(costs.length).toBeGreaterThan(50);
    expect(costs.filter((ratio) => ratio < 1 + 1e-6).length / costs.length).toBeGreaterThan(5 / 6);
  });

  test('PR9: with mass limits a plan keeps them and no bound is above the best', () => {
    for (const { seed, objective, model, exact, big } of compared(30, 0.5)) {
      if (!exact || !big) continue;
      const best = vectorOf(model, exact.point);
      const own = carryOut(model, big.point.found);
      for (const { massKg, run } of own.shipments) expect(massKg).toBeLessThanOrEqual(run.capKg * (1 + 1e-9) + 1e-9);
      expect(big.bound.shipments).toBeLessThanOrEqual(best.shipments);
      if (objective === 'cheapest')
        expect(big.bound.cost, `seed ${seed}`).toBeLessThanOrEqual(best.cost + costTolerance(best.cost));
    }
  });
});

test('PR9: an order of 300 lines is carried whole, within a gap that is said', () => {
  const request = manyLines(300);
  const { plan, shortages } = planPromise(request);
  expect(shortages).toEqual([]);
  const carried = new Map<string, number>();
  for (const { sku, quantity } of plan?.shipments.flatMap(({ lines }) => lines) ?? [])
    carried.set(sku, (carried.get(sku) ?? 0) + quantity);
  expect(Object.fromEntries(carried)).toEqual(Object.fromEntries(request.lines.map(({ sku, quantity }) => [sku, quantity])));
  expect(plan?.proof).toMatchObject({ gapPct: expect.any(Number) });
});

test('PR9: lines that lie in forty warehouses are taken from all forty', () => {
  const places = Array.from({ length: 40 }, (_, place) => `W${place}`);
  const base = manyLines(70);
  const [warehouse] = base.network.warehouses;
  const [service] = base.network.services;
  if (!warehouse || !service) throw new Error('the order has no network');
  const { plan, shortages } = planPromise({
    ...base,
    lines: base.lines.map(({ sku }) => ({ sku, quantity: 40 })),
    network: {
      ...base.network,
      warehouses: places.map((id) => ({ ...warehouse, id })),
      services: places.map((fromId) => ({ ...service, id: `from ${fromId}`, fromId })),
      lanes: [],
      stock: base.lines.flatMap(({ sku }, line) =>
        places.map((warehouseId, place) => ({ warehouseId, sku, quantity: line % 40 === place ? 2 : 1 })),
      ),
    },
  });
  expect(shortages).toEqual([]);
  const units = plan?.shipments.flatMap(({ lines }) => lines).reduce((sum, { quantity }) => sum + quantity, 0);
  expect(units).toBe(70 * 40);
  expect(plan?.shipments.length).toBeGreaterThan(38);
});

test('PR7: an order of very many lines has alternatives, none of which another plan beats', () => {
  const base = manyLines(120);
  const slow = base.network.services.map((service) => ({
    ...{ ...service, id: `slow ${service.id}`, transitMinutes: service.transitMinutes + 20_000 },
    cost: { fixed: service.cost.fixed / 10, perKg: service.cost.perKg / 10 },
  }));
  const network = { ...base.network, services: [...base.network.services, ...slow] };
  const { plan, alternatives } = planPromise({ ...base, network });
  const vectors = [plan, ...alternatives].flatMap((one) =>
    one ? [{ at: Date.parse(one.deliveredBy), cost: one.cost, shipments: one.shipments.length }] : [],
  );
  for (const own of vectors)
    for (const other of vectors)
      expect(own !== other && other.at <= own.at && other.cost <= own.cost && other.shipments <= own.shipments).toBe(false);
  expect(vectors.length).toBeGreaterThan(1);
});

/** Lines of different make-up, so that no two of them are one to the search. */
function manyLines(lines: number): PromiseRequest {
  const base = randomRequest(4, { warehouses: 4, lanes: 4, services: 6, skus: 1, units: 1, limited: 0 });
  const dice = diceOf(7);
  const warehouses = base.network.warehouses.map((warehouse) => ({ ...warehouse, ships: true }));
  const services = base.network.services.map((service) => ({ ...service, zones: ['here'] }));
  const skus = Array.from({ length: lines }, (_, index) => ({ sku: `S${index}`, massKg: 1 + dice.int(1, 900) / 10 }));
  return {
    ...base,
    objective: 'cheapest',
    lines: skus.map(({ sku }) => ({ sku, quantity: dice.int(2, 9) })),
    network: {
      ...base.network,
      items: skus,
      warehouses,
      services: warehouses.flatMap(({ id }) =>
        services.map((service) => ({ ...service, id: `${service.id} ${id}`, fromId: id })),
      ),
      stock: skus.flatMap(({ sku }) => warehouses.map(({ id }) => ({ warehouseId: id, sku, quantity: 3 + dice.int(0, 9) }))),
    },
  };
}
