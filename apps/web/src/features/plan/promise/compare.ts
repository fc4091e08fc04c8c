import type { PromisePlan } from '@karavan/contracts';

export type Strength = 'fastest' | 'cheapest' | 'fewestShipments';

const MEASURES: Record<Strength, (plan: PromisePlan) => number> = {
  fastest: ({ deliveredBy }) => Date.parse(deliveredBy),
  cheapest: ({ cost }) => cost,
  fewestShipments: ({ shipments }) => shipments.length,
};
const STRENGTHS = Object.keys(MEASURES) as Strength[];

/** What a plan alone is best at among all that can be chosen: what two share tells neither from the other. */
export function strengthsOf(plan: PromisePlan, all: readonly PromisePlan[]): Strength[] {
  if (all.length < 2) return [];
  return STRENGTHS.filter((strength) =>
    all.every((other) => other === plan || MEASURES[strength](plan) < MEASURES[strength](other)),
  );
}

/** What the network counts in; tariffs are in the same unless they say otherwise. */
export const CURRENCY = 'RUB';

/** A bound further away than this tells nobody anything. */
const TELLING_PCT = 20;

/** How much of it could be saved at most, in per cent of the plan itself; undefined where the bound is too far away to be of use. */
export function gainPctOf({ proof }: PromisePlan): number | undefined {
  if (proof === 'optimal') return 0;
  const gainPct = (proof.gapPct / (100 + proof.gapPct)) * 100;
  return gainPct > TELLING_PCT ? undefined : gainPct;
}

export interface Bottleneck {
  shipment: PromisePlan['shipments'][number];
  step: PromisePlan['shipments'][number]['timeline'][number];
}

/** What the date hangs on: the shipment that comes last, and the step that kept it waiting longest. */
export function bottleneckOf({ shipments }: PromisePlan): Bottleneck | undefined {
  const last = [...shipments].sort((a, b) => Date.parse(b.deliveredAt) - Date.parse(a.deliveredAt))[0];
  if (last === undefined) return undefined;
  const waits = last.timeline.map((step, index) => {
    const before = last.timeline[index - 1];
    return { step, waitedMs: before === undefined ? 0 : Date.parse(step.at) - Date.parse(before.at) };
  });
  const longest = waits.reduce<(typeof waits)[number] | undefined>(
    (most, one) => (most === undefined || one.waitedMs > most.waitedMs ? one : most),
    undefined,
  );
  return longest && { shipment: last, step: longest.step };
}
