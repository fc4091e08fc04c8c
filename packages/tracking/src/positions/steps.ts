import type { FilterReason } from '@karavan/contracts';
import { distanceKm } from '../geo.ts';
import { HOUR_MS, MINUTE_MS } from '../time.ts';
import type { Fix, StepInput } from './fix.ts';

/** Clocks of devices run ahead a little; further ahead the time is wrong (PF3). */
export const FUTURE_TOLERANCE_MINUTES = 5;
/** No truck goes faster; faster means one of the two places is wrong (PF5). */
export const OUTLIER_SPEED_KMH = 250;
/** Nearer than this a jump is the noise of the receiver (PF5). */
export const OUTLIER_MIN_KM = 1;
/** A place older than this proves nothing against a new one: a truck's own limit of staleness (PF5). */
export const OUTLIER_PREVIOUS_MINUTES = 30;
/** So many jumps in a row that agree with each other outvote the place they jumped from (PF7). */
export const OUTLIERS_THAT_AGREE = 3;
/** Receivers without a fix send 0,0; nobody delivers to the Gulf of Guinea. About 10 m (PF2). */
const ZERO_DEG = 0.0001;
/** Standing below this speed: a parked receiver drifts (PF9). */
export const MOVING_KMH = 5;
/** A parked receiver wanders this far without a wheel turning (PF10). */
const DRIFT_M = 50;

/** One step of the pipeline that may set a position aside; the first that applies gives the reason. */
export interface FilterStep {
  name: string;
  reason: FilterReason;
  applies: (input: StepInput) => boolean;
}

const validity: FilterStep = {
  name: 'validity',
  reason: 'invalid',
  applies: ({ fix, valid }) => !valid || Number.isNaN(fix.atMs),
};

const zero: FilterStep = {
  name: 'zero',
  reason: 'zero',
  applies: ({ fix }) => Math.abs(fix.lat) < ZERO_DEG && Math.abs(fix.lon) < ZERO_DEG,
};

const future: FilterStep = {
  name: 'future',
  reason: 'future',
  applies: ({ fix, receivedMs }) => fix.atMs > receivedMs + FUTURE_TOLERANCE_MINUTES * MINUTE_MS,
};

const duplicate: FilterStep = {
  name: 'duplicate',
  reason: 'duplicate',
  applies: ({ fix, state: { good } }) => good !== null && good.atMs === fix.atMs && good.lat === fix.lat && good.lon === fix.lon,
};

const outlier: FilterStep = {
  name: 'outlier',
  reason: 'outlier',
  applies: ({ fix, state: { good, suspect } }) => {
    if (good === null || isReachable(good, fix)) return false;
    const agreeing = suspect !== null && isReachable(suspect.fix, fix) ? suspect.count + 1 : 1;
    return agreeing < OUTLIERS_THAT_AGREE;
  },
};

/** What can be said of a position by itself, whatever else the device sent. */
export const STEPS_BY_ITSELF: readonly FilterStep[] = [validity, zero, future];
/** What needs the place before it, in the order of time. */
export const STEPS_BY_HISTORY: readonly FilterStep[] = [duplicate, outlier];
/** The filter, in its order. */
export const FILTER_STEPS: readonly FilterStep[] = [...STEPS_BY_ITSELF, ...STEPS_BY_HISTORY];

/** A coarse fix (cell towers) may lie anywhere in its circle, so only the distance between the circles is a jump. */
export function isReachable(from: Fix, to: Fix): boolean {
  const elapsedMs = Math.abs(to.atMs - from.atMs);
  if (elapsedMs > OUTLIER_PREVIOUS_MINUTES * MINUTE_MS) return true;
  const jumpKm = distanceKm(from, to) - ((from.accuracyM ?? 0) + (to.accuracyM ?? 0)) / 1000;
  return jumpKm <= OUTLIER_MIN_KM || jumpKm <= OUTLIER_SPEED_KMH * (elapsedMs / HOUR_MS);
}

/** Whether the vehicle drives (PF9): by its speed; without one by the way since a place that is not stale; null: unknown. */
export function motion(good: Fix | null, fix: Fix): boolean | null {
  if (fix.speedKmh !== null) return fix.speedKmh > MOVING_KMH;
  const elapsedMs = good === null ? 0 : fix.atMs - good.atMs;
  if (good === null || elapsedMs <= 0 || elapsedMs > OUTLIER_PREVIOUS_MINUTES * MINUTE_MS) return null;
  const wayKm = distanceKm(good, fix) - (Math.max(good.accuracyM ?? 0, fix.accuracyM ?? 0) + DRIFT_M) / 1000;
  return wayKm > MOVING_KMH * (elapsedMs / HOUR_MS);
}

/** Metres that this position adds to the odometer (PF10): none where it may be drift. */
export function odometer(good: Fix | null, fix: Fix, moving: boolean | null): number {
  if (good === null) return 0;
  const metres = distanceKm(good, fix) * 1000;
  const noise = Math.max(DRIFT_M, good.accuracyM ?? 0, fix.accuracyM ?? 0);
  return moving === true || metres > noise ? metres : 0;
}
