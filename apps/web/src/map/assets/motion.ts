import type { Mercator } from '../mercator.ts';

/** A marker on its way from where it is shown to the place of its last fix, along the fixes it has not come to yet, never past it. */
export interface Motion {
  /** from where it was shown; every corner is a fix, the last one the newest */
  way: readonly Mercator[];
  to: Mercator;
  startedAt: number;
  durationMs: number;
}

export interface MotionRequest {
  shown: Mercator;
  /** what it does now: fixes still ahead of it stay on its way */
  current: Motion | null;
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
/** More fixes than this cannot be waiting in so short a glide; whoever sends faster is drawn straighter. */
const MOST_CORNERS = 8;

/** `null` when the marker is to jump: nobody watches, nothing would be seen, or nothing drives that fast. */
export function planMotion(request: MotionRequest): Motion | null {
  const { shown, current, target, distanceM, intervalMs, pixels, now, still } = request;
  if (still || pixels < 1) return null;
  if (intervalMs <= 0 || (distanceM / intervalMs) * 3600 > IMPLAUSIBLE_KMH) return null;
  const ahead = current === null ? [] : cornersAhead(current, now).slice(1 - MOST_CORNERS);
  return { way: [{ ...shown }, ...ahead, target], to: target, startedAt: now, durationMs: Math.min(intervalMs, GLIDE_MS) };
}

const lengthOf = (a: Mercator, b: Mercator): number => Math.hypot(b.x - a.x, b.y - a.y);

const lengthOfWay = (way: readonly Mercator[]): number => {
  let whole = 0;
  for (let i = 1; i < way.length; i++) whole += lengthOf(way[i - 1] as Mercator, way[i] as Mercator);
  return whole;
};

/** How far a marker has come on its way at a moment, in legs: 1.5 is in the middle of the second one. */
function legsAt({ way, startedAt, durationMs }: Motion, now: number): number {
  const share = Math.min(1, Math.max(0, (now - startedAt) / durationMs));
  if (way.length === 2) return share;
  let left = lengthOfWay(way) * share;
  for (let i = 1; i < way.length; i++) {
    const length = lengthOf(way[i - 1] as Mercator, way[i] as Mercator);
    if (left <= length) return i - 1 + (length === 0 ? 1 : left / length);
    left -= length;
  }
  return way.length - 1;
}

function cornersAhead(motion: Motion, now: number): readonly Mercator[] {
  return isOver(motion, now) ? [] : motion.way.slice(Math.floor(legsAt(motion, now)) + 1);
}

/** Where the marker is at a moment, put into `out`: thousands are asked for in every frame. At the end exactly at the fix. */
export function placeAt(motion: Motion, now: number, out: Mercator): Mercator {
  const legs = isOver(motion, now) ? motion.way.length : legsAt(motion, now);
  const index = Math.floor(legs);
  const [from, to] = [motion.way[index], motion.way[index + 1]];
  if (from === undefined || to === undefined) {
    out.x = motion.to.x;
    out.y = motion.to.y;
    return out;
  }
  out.x = from.x + (to.x - from.x) * (legs - index);
  out.y = from.y + (to.y - from.y) * (legs - index);
  return out;
}

/** A straight piece of a way, driven evenly. */
export interface Leg {
  from: Mercator;
  to: Mercator;
  startedAt: number;
  durationMs: number;
}

/** The leg a marker is on at a moment; after the last one, that. Whoever follows one leg after another goes where `placeAt` is. */
export function legAt({ way, to, startedAt, durationMs }: Motion, now: number): Leg {
  const [from, corner] = [way[0] ?? to, way[1] ?? to];
  if (way.length <= 2) return { from, to: corner, startedAt, durationMs };
  const whole = lengthOfWay(way);
  let begins = startedAt;
  for (let i = 1; i < way.length; i++) {
    const [legFrom, legTo] = [way[i - 1] as Mercator, way[i] as Mercator];
    const ends = begins + (whole === 0 ? 0 : (durationMs * lengthOf(legFrom, legTo)) / whole);
    if (now < ends || i === way.length - 1) return { from: legFrom, to: legTo, startedAt: begins, durationMs: ends - begins };
    begins = ends;
  }
  return { from: to, to, startedAt, durationMs: 0 };
}

export function isOver(motion: Motion, now: number): boolean {
  return now - motion.startedAt >= motion.durationMs;
}
