import { type AxleLoadsRequest, LAYERS } from '@karavan/contracts';
import { type LoadState, plus, valueAt } from './affine.ts';
import { planAxleLoads } from './axle-loads.ts';
import { type Check, limitAt } from './check.ts';
import { checksOf, stagesOf } from './frame.ts';
import { stateOf } from './load-state.ts';
import { type Known, readQuestion } from './question.ts';

/** The request with every mass multiplied. */
export function scaled(request: AxleLoadsRequest, factor: number): AxleLoadsRequest {
  const stages = request.stages.map((stage) => ({
    ...stage,
    loads: stage.loads.map((load) => ({ ...load, massKg: load.massKg * factor })),
  }));
  return { ...request, stages };
}

/** What stands on the vehicle at its fullest. */
export const payloadKg = ({ stages }: Pick<AxleLoadsRequest, 'stages'>): number =>
  Math.max(...stages.map(({ loads }) => loads.reduce((total, { massKg }) => total + massKg, 0)));

/** Kilograms that rounding may add up to when a factor is multiplied out again. */
const SAFE = 1 - 1e-9;

/**
 * The largest factor by which every mass may be multiplied, places kept, so that every stage passes every check on every
 * class of road asked for; 0 when not even the empty vehicle does. Closed form: every check is affine in the factor.
 */
export function largestFactor(request: AxleLoadsRequest, known: Known): number {
  const question = readQuestion(request, known);
  let factor = Number.POSITIVE_INFINITY;
  for (const { frame, at } of stagesOf(question, request.stages, stateOf))
    for (const key of question.keys)
      for (const check of checksOf(frame, key, LAYERS)) factor = Math.min(factor, factorOf(check, at));
  if (!Number.isFinite(factor)) return 0;
  const safe = Math.max(0, factor * SAFE);
  return planAxleLoads(scaled(request, safe), known).ok ? safe : 0;
}

/** Only upper bounds on the factor; that the rest holds is seen by asking the engine again. */
function factorOf(check: Check, at: LoadState): number {
  const atLeast = check.bound === 'atLeast';
  const actual = atLeast && check.limitOf !== undefined ? plus(check.actual, check.limitOf, -1) : check.actual;
  const slope = valueAt(actual, at) - actual[0];
  if (atLeast) return slope < 0 ? (actual[0] - check.limitKg) / -slope : Number.POSITIVE_INFINITY;
  return slope > 0 ? (limitAt(check, at) - actual[0]) / slope : Number.POSITIVE_INFINITY;
}
