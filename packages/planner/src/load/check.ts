import type { AxleCheck, RuleLayer } from '@karavan/contracts';
import { type Affine, type LoadState, valueAt } from './affine.ts';

/** Scales do not see a milligram; sums of doubles differ by less. */
export const EPSILON_KG = 1e-6;

/** One limit on one vehicle: what has to stay at most, or at least, at how many kilograms. */
export interface Check {
  what: string;
  rule: string;
  layer: RuleLayer;
  bound: 'atMost' | 'atLeast';
  actual: Affine;
  limitKg: number;
  /** `atLeast`: the limit is this quantity instead */
  limitOf: Affine | undefined;
  /** a higher limit while all of these hold */
  better: { limitKg: number; provided: readonly { actual: Affine; limitKg: number }[] } | undefined;
  /** listed only when it is broken: a support that would have to pull */
  silent: true | undefined;
}

type Given = Pick<Check, 'what' | 'rule' | 'layer' | 'bound' | 'actual' | 'limitKg'>;

/** A check with every field in its place: objects of one shape are read several times faster. */
export const newCheck = ({ what, rule, layer, bound, actual, limitKg }: Given, more?: Partial<Check>): Check => ({
  what,
  rule,
  layer,
  bound,
  actual,
  limitKg,
  limitOf: more?.limitOf,
  better: more?.better,
  silent: more?.silent,
});

/** A check at one state of the load. The tolerance widens `ok`, never what is over. */
export function judge(check: Check, at: LoadState, tolerancePct: number): AxleCheck {
  const { what, rule, layer, bound } = check;
  const actualKg = valueAt(check.actual, at);
  if (bound === 'atLeast')
    return judgeLeast(check, actualKg, check.limitOf === undefined ? check.limitKg : valueAt(check.limitOf, at));
  const limitKg = limitAt(check, at);
  const over = actualKg > limitKg + EPSILON_KG;
  const utilisationPct = limitKg > 0 ? (actualKg / limitKg) * 100 : over ? 200 : 0;
  return {
    what,
    rule,
    layer,
    bound,
    actualKg,
    limitKg,
    utilisationPct,
    overPct: over ? utilisationPct - 100 : 0,
    ok: !over || actualKg <= limitKg * (1 + tolerancePct / 100) + EPSILON_KG,
  };
}

/** Too little: there is no percentage of a limit of zero, so what is missing counts as one whole limit over. */
function judgeLeast({ what, rule, layer, bound }: Check, actualKg: number, limitKg: number): AxleCheck {
  const ok = actualKg >= limitKg - EPSILON_KG;
  return { what, rule, layer, bound, actualKg, limitKg, utilisationPct: ok ? 0 : 200, overPct: ok ? 0 : 100, ok };
}

export function limitAt({ limitKg, better }: Check, at: LoadState): number {
  if (better === undefined) return limitKg;
  for (const { actual, limitKg: most } of better.provided) if (valueAt(actual, at) > most + EPSILON_KG) return limitKg;
  return better.limitKg;
}
