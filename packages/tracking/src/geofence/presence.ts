import type { LatLon } from '../geo.ts';
import { OUTLIER_SPEED_KMH } from '../positions/steps.ts';
import { iso, ms } from '../time.ts';
import type { Bounds } from './compile.ts';
import { crossingsBetween } from './crossings.ts';
import { isJump } from './jump.ts';
import { between, metresBetween } from './plane.ts';

/** Faster than this a truck drives, whatever the noise of its receiver; slower than the other it stands. */
const DRIVING_KMH = 10;
const STANDING_KMH = 5;
/** Further than so many margins from the edge, or from the last place, is hardly noise; twice as far is none. */
const FAR_MARGINS = 3;
const FURTHEST_MARGINS = 6;
/** Positions in a row that settle what a single one near the edge leaves open. */
const SURE_IN = 2;
const SURE_OUT = 10;
const SURE_FAR = 2;
/** Noise of a receiver hangs together for a while: so long it has to stay out, where only the number of positions tells. */
const OUT_SECONDS = 300;
/** Beyond so many times the accuracy told it is hardly noise either. */
const FAR_ACCURACIES = 2;
/** One position that came faster than this and does not say that it drives is believed by the next one: by what it seems to have done. */
const CREDIBLE_KMH = { entered: 90, left: 45, passed: 130 };
/** The same where it says that it stands: a truck stops where it came to, seldom right after it left. */
const CREDIBLE_STANDING_KMH = { entered: 90, left: 20, passed: 20 };

/** A fence as positions are held against it. */
export interface Fence {
  id: string;
  bounds: Bounds;
  edgeM: (point: LatLon) => number;
  marginM: number;
  dwellSeconds: number;
}

export interface Seen extends LatLon {
  at: string;
}

/** A good position, newer than all before it. */
export interface Fix extends Seen {
  speedKmh: number | null;
  accuracyM?: number | undefined;
}

/** What is remembered of one asset and one fence; nothing at all while it is outside. Plain JSON. */
export interface Presence {
  inside: boolean;
  since: string;
  /** the edge was crossed there and then, but that is not settled yet */
  turn?: Turn;
}

interface Turn extends Seen {
  sure: number;
  jumped?: boolean;
  from: LatLon;
}

export interface Crossing extends Seen {
  fenceId: string;
  way: 'enter' | 'exit';
}

interface Step {
  fence: Fence;
  presence: Presence | undefined;
  previous: Seen | null;
  fix: Fix;
}

interface Stepped {
  presence: Presence | undefined;
  crossings: Crossing[];
}

/** The straight way from `from` to `to`, at the instants it crosses the edge (GF4). */
function crossedAt(from: Seen, to: Seen, fence: Fence): Seen[] {
  const [start, end] = [ms(from.at), ms(to.at)];
  return crossingsBetween(from, to, fence.edgeM).map((part) => ({
    ...between(from, to, part),
    at: iso(Math.round(start + (end - start) * part)),
  }));
}

const crossing = (fence: Fence, way: Crossing['way'], { lat, lon, at }: Seen): Crossing => ({
  fenceId: fence.id,
  way,
  lat,
  lon,
  at,
});

const stayedLongEnough = (fence: Fence, from: string, to: string): boolean => ms(to) - ms(from) >= fence.dwellSeconds * 1000;

/** Whether an asset came from so far away, or drives so fast, that it cannot be the noise of one that stands. */
function isOnItsWay({ fence, fix }: Step, from: LatLon): boolean {
  const { speedKmh } = fix;
  if (speedKmh !== null && speedKmh > DRIVING_KMH) return true;
  const margins = speedKmh !== null && speedKmh <= STANDING_KMH ? FURTHEST_MARGINS : FAR_MARGINS;
  return metresBetween(from, fix) > margins * fence.marginM;
}

/** A single place that nobody can have come to since the last one settles nothing (GF6). */
const hasJumped = ({ fence, previous, fix }: Step, fastestKmh?: number): boolean =>
  previous !== null && isJump(previous, fix, { leastM: FAR_MARGINS * fence.marginM, fastestKmh });

/** Both ends outside: it may have passed through between them (GF5). */
function passed(step: Step): Crossing[] {
  const { fence, previous, fix } = step;
  if (previous === null || !isOnItsWay(step, previous) || hasJumped(step, OUTLIER_SPEED_KMH) || !isBelieved(step, 'passed'))
    return [];
  const at = crossedAt(previous, fix, fence);
  if (fence.edgeM(previous) <= 0) at.shift(); // it was inside already, and nobody knows since when
  const crossings: Crossing[] = [];
  for (let i = 0; i + 1 < at.length; i += 2) {
    const [entry, exit] = [at[i], at[i + 1]];
    if (entry && exit && stayedLongEnough(fence, entry.at, exit.at))
      crossings.push(crossing(fence, 'enter', entry), crossing(fence, 'exit', exit));
  }
  return crossings;
}

function stepOutside(step: Step, edgeM: number): Stepped {
  const { fence, previous, fix } = step;
  const isClear = Math.abs(edgeM) >= (fix.accuracyM ?? 0);
  const turn = step.presence?.turn;
  if (edgeM > 0) {
    if (!isClear) return { presence: doubted(step.presence), crossings: [] };
    if (turn === undefined) return { presence: undefined, crossings: passed(step) };
    const out = (previous && crossedAt(previous, fix, fence).at(-1)) ?? fix;
    const wasThere = turn.sure > 0 && !turn.jumped && goesOn(step, turn.from) && stayedLongEnough(fence, turn.at, out.at);
    return { presence: undefined, crossings: wasThere ? [crossing(fence, 'enter', turn), crossing(fence, 'exit', out)] : [] };
  }
  const isNew = turn === undefined && (previous === null || fence.edgeM(previous) <= 0);
  if (isNew) return { presence: isClear ? { inside: true, since: fix.at } : undefined, crossings: [] };
  return settleEntry(step, { edgeM, isClear });
}

function settleEntry(step: Step, { edgeM, isClear }: { edgeM: number; isClear: boolean }): Stepped {
  const { fence, previous, fix } = step;
  const begun = step.presence?.turn ?? beginTurn(step);
  const jumped = hasJumped(step);
  const turn = isClear ? { ...begun, sure: begun.sure + 1, ...(jumped ? { jumped } : {}) } : begun;
  const isFar = -edgeM >= farM(step, FAR_MARGINS) || metresBetween(turn.from, fix) > farM(step, FURTHEST_MARGINS);
  const isSettled = turn.sure >= SURE_IN || (isFar && !jumped && isBelieved(step, 'entered'));
  if (isClear && isSettled && stayedLongEnough(fence, turn.at, fix.at))
    return { presence: { inside: true, since: turn.at }, crossings: [crossing(fence, 'enter', turn)] };
  return { presence: { inside: false, since: step.presence?.since ?? previous?.at ?? fix.at, turn }, crossings: [] };
}

/** Whether it went through rather than in and back again, as one stray position of a truck that drives by would have it. */
function goesOn(step: Step, from: LatLon): boolean {
  const { previous, fix } = step;
  if (previous === null || !isOnItsWay(step, from)) return false;
  const east = Math.cos((fix.lat * Math.PI) / 180) ** 2;
  const forward =
    (previous.lat - from.lat) * (fix.lat - previous.lat) + east * (previous.lon - from.lon) * (fix.lon - previous.lon);
  return forward > 0;
}

/** The crossing nearest to where it is now: the way may have touched the fence before. */
function beginTurn({ fence, previous, fix }: Step): Turn {
  const at = (previous && crossedAt(previous, fix, fence).at(-1)) ?? fix;
  return { lat: at.lat, lon: at.lon, at: at.at, sure: 0, from: { lat: (previous ?? fix).lat, lon: (previous ?? fix).lon } };
}

/** What a position that decides nothing leaves of those before it: they are no longer in a row. */
function doubted(presence: Presence | undefined): Presence | undefined {
  return presence?.turn === undefined || presence.turn.sure === 0
    ? presence
    : { ...presence, turn: { ...presence.turn, sure: 0 } };
}

function stepInside(step: Step, presence: Presence, edgeM: number): Stepped {
  const { fence, fix } = step;
  const { turn: before, ...settled } = presence;
  if (edgeM <= 0) return { presence: settled, crossings: [] };
  const turn = before ?? beginTurn(step);
  const isBeyond = edgeM > Math.max(fence.marginM, fix.accuracyM ?? 0);
  if (!isBeyond) return { presence: { ...settled, turn: { ...turn, sure: 0 } }, crossings: [] };
  const sure = turn.sure + 1;
  if (!isGone(step, { edgeM, sure, since: turn.at })) return { presence: { ...settled, turn: { ...turn, sure } }, crossings: [] };
  return { presence: undefined, crossings: [crossing(fence, 'exit', turn)] };
}

/** Whether a position beyond the margin is an exit: by speed, by distance, or after enough of them in a row (GF6). */
function isGone(step: Step, { edgeM, sure, since }: { edgeM: number; sure: number; since: string }): boolean {
  const { fix } = step;
  if (sure >= SURE_OUT && ms(fix.at) - ms(since) >= OUT_SECONDS * 1000) return true;
  if (hasJumped(step)) return false;
  if ((fix.speedKmh ?? 0) > DRIVING_KMH) return true;
  return (
    edgeM > farM(step, FAR_MARGINS) && (sure >= SURE_FAR || (edgeM > farM(step, FURTHEST_MARGINS) && isBelieved(step, 'left')))
  );
}

/** So many margins, or as much more than the accuracy that is told. */
const farM = ({ fence, fix }: Step, margins: number): number =>
  Math.max(margins * fence.marginM, (margins / FAR_MARGINS) * FAR_ACCURACIES * (fix.accuracyM ?? 0));

/** Whether one position far from the last one is enough: one that says that it drives, or to which a truck can well have come. */
function isBelieved({ fence, previous, fix }: Step, does: 'entered' | 'left' | 'passed'): boolean {
  if (previous === null || (fix.speedKmh ?? 0) > DRIVING_KMH) return true;
  const fastestKmh = (fix.speedKmh === null ? CREDIBLE_KMH : CREDIBLE_STANDING_KMH)[does];
  return !isJump(previous, fix, { leastM: FAR_MARGINS * fence.marginM, fastestKmh });
}

/**
 * What one position makes of one asset at one fence (GF2 to GF6): inside from the edge on, outside from the margin on, and
 * between the two what it was before. A position whose circle of accuracy lies across the edge decides nothing.
 */
export function stepFence(step: Step): Stepped {
  const edgeM = step.fence.edgeM(step.fix);
  return step.presence?.inside ? stepInside(step, step.presence, edgeM) : stepOutside(step, edgeM);
}
