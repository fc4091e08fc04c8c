import type { DevicePosition, FilterReason } from '@karavan/contracts';
import { distanceKm } from './geo.ts';
import { HOUR_MS, MINUTE_MS, ms } from './time.ts';

/** Clocks of devices run ahead a little; further ahead the time is wrong. */
export const FUTURE_TOLERANCE_MINUTES = 5;
/** No truck goes faster; faster means one of the two places is wrong. */
export const OUTLIER_SPEED_KMH = 250;
/** Nearer than this a jump is the noise of the receiver. */
export const OUTLIER_MIN_KM = 1;
/** A place older than this proves nothing against a new one (a truck's own limit of staleness). */
export const OUTLIER_PREVIOUS_MINUTES = 30;
/** Receivers without a fix send 0,0; nobody delivers to the Gulf of Guinea. About 10 m. */
const ZERO_DEG = 0.0001;

export interface FilterInput {
  position: DevicePosition;
  /** the last position of this device that was not set aside */
  previous?: { fixedAt: string; lat: number; lon: number } | undefined;
  receivedAt: Date;
}

type Step = readonly [reason: FilterReason, applies: (input: FilterInput) => boolean];

const isInvalid: Step = ['invalid', ({ position }) => !position.valid || Number.isNaN(ms(position.fixedAt))];

const isZero: Step = ['zero', ({ position }) => Math.abs(position.lat) < ZERO_DEG && Math.abs(position.lon) < ZERO_DEG];

const isFuture: Step = [
  'future',
  ({ position, receivedAt }) => ms(position.fixedAt) > receivedAt.getTime() + FUTURE_TOLERANCE_MINUTES * MINUTE_MS,
];

const isDuplicate: Step = [
  'duplicate',
  ({ position, previous }) =>
    previous !== undefined &&
    ms(previous.fixedAt) === ms(position.fixedAt) &&
    previous.lat === position.lat &&
    previous.lon === position.lon,
];

/** A coarse fix (cell towers) may lie anywhere in its circle, so only the distance beyond the circle is a jump. */
const isOutlier: Step = [
  'outlier',
  ({ position, previous }) => {
    if (previous === undefined) return false;
    const elapsedMs = Math.abs(ms(position.fixedAt) - ms(previous.fixedAt));
    if (elapsedMs > OUTLIER_PREVIOUS_MINUTES * MINUTE_MS) return false;
    const jumpKm = distanceKm(previous, position) - (position.accuracyM ?? 0) / 1000;
    return jumpKm > OUTLIER_MIN_KM && jumpKm > OUTLIER_SPEED_KMH * (elapsedMs / HOUR_MS);
  },
];

/** In this order; the first that applies is the reason. */
export const FILTER_STEPS: readonly Step[] = [isInvalid, isZero, isFuture, isDuplicate, isOutlier];

/**
 * Why a position is set aside; undefined when it is good (PF1 to PF6). A position set aside stays in the history and
 * never moves a marker. One older than the previous is not set aside for that: the caller moves the marker by `fixedAt`.
 */
export function filterPosition(input: FilterInput): FilterReason | undefined {
  return FILTER_STEPS.find(([, applies]) => applies(input))?.[0];
}
