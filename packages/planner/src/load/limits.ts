import { type Affine, type LoadState, plus, times } from './affine.ts';
import type { Check } from './check.ts';

/** `actual <= limitKg` */
export interface Limit {
  actual: Affine;
  limitKg: number;
}

/**
 * Checks as inequalities. Where a check has a better cell under a condition, lawful is either of two: within the plain
 * limit, or within the better one with the condition kept; so the answer is a list of alternatives, each convex.
 */
export function alternativesOf(checks: readonly Check[]): Limit[][] {
  let alternatives: Limit[][] = [[]];
  for (const check of checks) {
    const plain = plainLimit(check);
    if (check.better === undefined) for (const limits of alternatives) limits.push(plain);
    else {
      const better = [{ actual: check.actual, limitKg: check.better.limitKg }, ...check.better.provided];
      alternatives = [
        ...alternatives.map((limits) => [...limits, ...better]),
        ...alternatives.map((limits) => [...limits, plain]),
      ];
    }
  }
  return alternatives;
}

function plainLimit({ bound, actual, limitKg, limitOf }: Check): Limit {
  if (bound === 'atMost') return { actual, limitKg };
  const least = limitOf === undefined ? limitKg : 0;
  return { actual: times(limitOf === undefined ? actual : plus(actual, limitOf, -1), -1), limitKg: -least };
}

/** What one kilogram of a way of loading adds to a quantity. */
export type Direction = readonly [massA: number, momentA: number, massB: number, momentB: number];

export const slopeOf = (actual: Affine, [massA, momentA, massB, momentB]: Direction): number =>
  actual[1] * massA + actual[2] * momentA + actual[3] * massB + actual[4] * momentB;

/** So many kilograms each way. */
export function stateAt(directions: readonly Direction[], kilograms: readonly number[]): LoadState {
  const state: [1, number, number, number, number] = [1, 0, 0, 0, 0];
  directions.forEach((direction, j) => {
    for (let i = 0; i < 4; i++) state[i + 1] = (state[i + 1] ?? 0) + (direction[i] ?? 0) * (kilograms[j] ?? 0);
  });
  return state;
}
