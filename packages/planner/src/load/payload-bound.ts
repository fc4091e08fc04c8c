import type { LargestPayload } from '@karavan/contracts';
import { EMPTY, type LoadState } from './affine.ts';
import { type Check, judge } from './check.ts';
import { alternativesOf, type Direction, type Limit, slopeOf, stateAt } from './limits.ts';
import { maximise, type Row } from './linear-program.ts';

/** What a rounding error of doubles may add up to, kg: a payload of 25 000 stays 25 000. */
export const ROUNDING_KG = 1e-6;
/** Which limit is named: the one that is over first when so much more is loaded the same way. */
const ONE_MORE_KG = 10;
/** A truck carries less than any deck could be asked for; it bounds a set without one limit. */
const BEYOND_KG = 1_000_000;

/** Limits as rows over the kilograms loaded each way. */
export const rowsOf = (limits: readonly Limit[], directions: readonly Direction[]): Row[] => [
  ...limits.map(({ actual, limitKg }) => ({
    a: directions.map((direction) => slopeOf(actual, direction)),
    b: limitKg - actual[0],
  })),
  { a: directions.map(() => 1), b: BEYOND_KG },
];

/** Of the limits that are over when more is loaded, the one whose easing would help most (MP2). */
export function binding(checks: readonly Check[], at: { directions: readonly Direction[]; kilograms: readonly number[] }): Bound {
  const over = overAt(checks, stateAt(at.directions, more(at.kilograms)));
  const gains = over.length < 2 ? [] : over.map(({ check }) => bestValue(eased(checks, check), at.directions));
  const most = Math.max(...gains);
  const helps = gains.findIndex((gain) => gain >= most - ROUNDING_KG);
  const held = gains.every((gain) => most - gain < ROUNDING_KG);
  return held ? worstOf(over) : boundOf(over[helps]?.check);
}

function more(kilograms: readonly number[]): number[] {
  const total = kilograms.reduce((sum, part) => sum + part, 0);
  if (total <= 0) return kilograms.map(() => ONE_MORE_KG / kilograms.length);
  return kilograms.map((part) => part * (1 + ONE_MORE_KG / total));
}

const EASED_KG = 1000;
const eased = (checks: readonly Check[], one: Check): Check[] =>
  checks.map((check) => {
    if (check !== one) return check;
    const limitKg = check.limitKg + (check.bound === 'atMost' ? EASED_KG : -EASED_KG);
    const better = check.better && { ...check.better, limitKg: check.better.limitKg + EASED_KG };
    return { ...check, limitKg, ...(better === undefined ? {} : { better }) };
  });

function bestValue(checks: readonly Check[], directions: readonly Direction[]): number {
  const each = directions.map(() => 1);
  return Math.max(0, ...alternativesOf(checks).map((limits) => maximise(each, rowsOf(limits, directions))?.value ?? 0));
}

type Bound = Pick<LargestPayload, 'boundBy' | 'boundByLayer' | 'boundByRule'>;
type Over = { check: Check; overPct: number };

function overAt(checks: readonly Check[], at: LoadState): Over[] {
  return checks.flatMap((check) => {
    const { ok, overPct } = judge(check, at, 0);
    return ok ? [] : [{ check, overPct }];
  });
}

const boundOf = (check: Check | undefined): Bound =>
  check === undefined
    ? { boundBy: 'none', boundByLayer: 'law', boundByRule: 'none' }
    : { boundBy: check.what, boundByLayer: check.layer, boundByRule: check.rule };

/** The limit that is most over; of equals the law's. */
function worstOf(over: readonly Over[]): Bound {
  const [first, ...others] = over;
  return boundOf(others.reduce((most, next) => (next.overPct > (most?.overPct ?? 0) + 1e-9 ? next : most), first)?.check);
}

/** Nothing can be loaded: the limit the empty set breaks (MP5). */
export function overWhenEmpty(checks: readonly Check[]): LargestPayload {
  const bound = worstOf(overAt(checks, EMPTY));
  return { maxPayloadKg: 0, ...bound, infeasibleEmpty: bound.boundBy };
}
