import type { PromisePlan } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { planPromise } from './index.ts';
import { enumerate, spellOut, type Vector } from './oracle.fixture.ts';
import { frontByMip, openHighs } from './oracle-mip.fixture.ts';
import { randomRequest } from './random-request.fixture.ts';

const TINY = { warehouses: 2, lanes: 1, services: 2, skus: 2, units: 2, limited: 0.5 };
const SMALL = { warehouses: 3, lanes: 2, services: 3, skus: 2, units: 3, limited: 0.5 };
/** Until so many days after the last goods are ready the oracles know the departures. */
const DAYS = 9;
const LEVELS = {
  fastest: ['delivered', 'cost', 'shipments'],
  cheapest: ['cost', 'delivered', 'shipments'],
  fewestShipments: ['shipments', 'delivered', 'cost'],
} as const;

const vectorOf = ({ deliveredBy, cost, shipments }: PromisePlan): Vector => ({
  delivered: Date.parse(deliveredBy) / 60_000,
  cost: Math.round(cost * 1e4) / 1e4,
  shipments: shipments.length,
});

/** Best first, level by level. */
function inOrder(vectors: readonly Vector[], objective: keyof typeof LEVELS): Vector[] {
  const rounded = vectors.map((vector) => ({ ...vector, cost: Math.round(vector.cost * 1e4) / 1e4 }));
  return rounded.sort((a, b) => LEVELS[objective].map((level) => a[level] - b[level]).find((gap) => gap !== 0) ?? 0);
}

function compare(seed: number, size: typeof TINY, front: (spelled: ReturnType<typeof spellOut>) => Vector[]): void {
  const request = randomRequest(seed, size);
  const spelled = spellOut(request, DAYS);
  const { plan, alternatives } = planPromise(request);
  const plans = plan ? [plan, ...alternatives] : [];
  const expected = spelled.demands.length > 0 ? inOrder(front(spelled), request.objective) : [];
  expect({ seed, best: plan && vectorOf(plan) }).toEqual({ seed, best: expected[0] ?? null });
  expect({ seed, front: inOrder(plans.map(vectorOf), request.objective) }).toEqual({ seed, front: expected });
  for (const { proof } of plans) expect(proof).toBe('optimal');
}

test('PR5 PR7 PR9: tiny orders have the plan and the front of trying every way of loading every unit', () => {
  for (let seed = 0; seed < 25; seed++) compare(seed, TINY, enumerate);
}, 60_000);

test('PR5 PR7 PR8 PR9: small orders have the plan and the front of a mixed-integer program', async () => {
  const highs = await openHighs();
  for (let seed = 500; seed < 504; seed++) compare(seed, SMALL, (spelled) => frontByMip(highs, spelled));
}, 60_000);
