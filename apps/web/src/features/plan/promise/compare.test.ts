import type { PromisePlan } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { bottleneckOf, gainPctOf, strengthsOf } from './compare.ts';

type Shipment = PromisePlan['shipments'][number];
const at = (day: number, hour: number) => `2026-11-${day}T${String(hour).padStart(2, '0')}:00:00Z`;
const shipment = (from: string, steps: [Shipment['timeline'][number]['what'], string][]): Shipment => ({
  serviceId: from,
  carrier: 'own',
  fromId: from,
  departsAt: at(24, 6),
  arrivesAt: at(24, 9),
  deliveredAt: steps.at(-1)?.[1] ?? '',
  massKg: 1000,
  cost: 1,
  lines: [],
  timeline: steps.map(([what, when]) => ({ what, at: when, where: from, why: `${from} ${what}` })),
});
const plan = (deliveredBy: string, cost: number, shipments: Shipment[]): PromisePlan => ({
  deliveredBy,
  cost,
  shipments,
  transfers: [],
  proof: 'optimal',
});

const early = shipment('Рязань', [['released', at(23, 5)], ['ready', at(23, 6)], ['delivered', at(24, 9)]]); // biome-ignore format: a line a shipment
const late = shipment('Москва', [['released', at(23, 4)], ['ready', at(23, 5)], ['departed', at(25, 3)], ['delivered', at(25, 6)]]); // biome-ignore format: a line a shipment

test('the date hangs on the shipment that comes last, and on its longest wait', () => {
  const found = bottleneckOf(plan(at(25, 6), 1, [early, late]));
  // from ready on Monday 05:00 to the departure on Wednesday 03:00 are 46 hours
  expect([found?.shipment.fromId, found?.step.why]).toEqual(['Москва', 'Москва departed']);
  expect(bottleneckOf(plan(at(25, 6), 1, []))).toBeUndefined();
});

test('a plan is named by what it is best at; what two share names neither, a single plan none', () => {
  const fast = plan(at(24, 9), 300, [early, late]);
  const cheap = plan(at(26, 9), 100, [early, late]);
  const whole = plan(at(27, 9), 200, [late]);
  const all = [fast, cheap, whole];
  expect(all.map((one) => strengthsOf(one, all))).toEqual([['fastest'], ['cheapest'], ['fewestShipments']]);
  const dear = { ...fast, cost: 400 };
  expect([fast, dear].map((one) => strengthsOf(one, [fast, dear]))).toEqual([['cheapest'], []]);
  expect(strengthsOf(fast, [fast])).toEqual([]);
});

test('what could still be saved is told of the plan itself, and not where the bound is too far away', () => {
  const proven = (gapPct: number): PromisePlan => ({
    ...plan(at(24, 9), 125, []),
    proof: { bound: { deliveredBy: at(24, 9), cost: 100, shipments: 1 }, gapPct },
  });
  expect(gainPctOf(proven(25))).toBeCloseTo(20); // from 125 to 100
  expect(gainPctOf(proven(178.1))).toBeUndefined();
  expect(gainPctOf({ ...plan(at(24, 9), 125, []), proof: 'optimal' })).toBe(0);
});
