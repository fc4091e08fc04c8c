import type { Check } from './check.ts';
import { alternativesOf } from './limits.ts';

/** Moments about the headboard, kg m. */
export interface Range {
  lo: number;
  hi: number;
}

const EPSILON = 1e-6;

/** All moments at which a mass on the first deck is lawful; more than one range where the law offers a choice (PL1). */
export function lawfulMoments(checks: readonly Check[], massKg: number): Range[] {
  return alternativesOf(checks).flatMap((limits) => {
    const range = { lo: Number.NEGATIVE_INFINITY, hi: Number.POSITIVE_INFINITY };
    for (const { actual, limitKg } of limits) {
      const room = limitKg - actual[0] - actual[1] * massKg;
      const slope = actual[2];
      if (Math.abs(slope) < 1e-12) {
        if (room < -EPSILON) return [];
      } else if (slope > 0) range.hi = Math.min(range.hi, room / slope);
      else range.lo = Math.max(range.lo, room / slope);
    }
    return range.lo <= range.hi + EPSILON ? [range] : [];
  });
}
