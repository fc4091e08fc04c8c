import type { Mercator } from '../mercator.ts';

/** A marker on its way from where it is shown to the place of its last fix, never past it. */
export interface Motion {
  from: Mercator;
  to: Mercator;
  startedAt: number;
  durationMs: number;
}

export interface MotionRequest {
  shown: Mercator;
  target: Mercator;
  /** metres on the ground between this fix and the one before */
  distanceM: number;
  /** between this fix and the one before */
  intervalMs: number;
  /** from where it is shown to this fix, on the screen */
  pixels: number;
  now: number;
  /** hidden tab or a reader who wants no motion */
  still: boolean;
}

/** Long enough for the eye to follow, short enough that what is shown is where the truck is: a second from fix to pixel. */
const GLIDE_MS = 400;
const IMPLAUSIBLE_KMH = 200;

/** `null` when the marker is to jump: nobody watches, nothing would be seen, or nothing drives that fast. */
export function planMotion(request: MotionRequest): Motion | null {
  const { shown, target, distanceM, intervalMs, pixels, now, still } = request;
  if (still || pixels < 1) return null;
  if (intervalMs <= 0 || (distanceM / intervalMs) * 3600 > IMPLAUSIBLE_KMH) return null;
  return { from: { ...shown }, to: target, startedAt: now, durationMs: Math.min(intervalMs, GLIDE_MS) };
}

/** Where the marker is at a moment; at the end exactly at the fix. */
export function placeAt(motion: Motion, now: number): Mercator {
  const share = Math.min(1, Math.max(0, (now - motion.startedAt) / motion.durationMs));
  if (share === 1) return motion.to;
  return {
    x: motion.from.x + (motion.to.x - motion.from.x) * share,
    y: motion.from.y + (motion.to.y - motion.from.y) * share,
  };
}

export function isOver(motion: Motion, now: number): boolean {
  return now - motion.startedAt >= motion.durationMs;
}
