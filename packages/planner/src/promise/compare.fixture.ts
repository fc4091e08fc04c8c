import type { PromisePlan, PromiseReply } from '@karavan/contracts';
import { planPromise } from './index.ts';
import { enumerate, spellOut, type Vector } from './oracle.fixture.ts';
import { ORDERED_AT, randomRequest, type Size } from './random-request.fixture.ts';

export const TINY: Size = { warehouses: 2, lanes: 1, services: 2, skus: 2, units: 2, limited: 0.5 };
export const SMALL: Size = { warehouses: 3, lanes: 2, services: 3, skus: 2, units: 3, limited: 0.5 };
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

type Front = (spelled: ReturnType<typeof spellOut>) => Vector[];
interface Answer {
  best: Vector | null;
  front: Vector[];
}

/** One random order answered by the planner and by an oracle: the best plan and the front, level by level. Oracles see some days only. */
export function bothAnswers(
  seed: number,
  by: { size: Size; front?: Front },
): { own: Answer; oracle: Answer; reply: PromiseReply; isBeyond: boolean } {
  const request = randomRequest(seed, by.size);
  const spelled = spellOut(request, DAYS);
  const reply = planPromise(request);
  const plans = reply.plan ? [reply.plan, ...reply.alternatives] : [];
  const expected = spelled.demands.length > 0 ? inOrder((by.front ?? enumerate)(spelled), request.objective) : [];
  return {
    own: { best: reply.plan && vectorOf(reply.plan), front: inOrder(plans.map(vectorOf), request.objective) },
    oracle: { best: expected[0] ?? null, front: expected },
    reply,
    isBeyond:
      reply.plan !== null &&
      Date.parse(reply.plan.deliveredBy) > Date.parse(ORDERED_AT) + DAYS * 86_400_000 &&
      expected.length === 0,
  };
}
