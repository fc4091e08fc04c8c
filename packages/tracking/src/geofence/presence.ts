import type { LatLon } from '../geo.ts';
import { iso, ms } from '../time.ts';
import type { Bounds } from './compile.ts';
import { crossingsBetween } from './crossings.ts';
import { between, metresBetween } from './plane.ts';

/** Faster than this a truck drives, whatever the noise of its receiver. */
const DRIVING_KMH = 10;
/** Further than so many margins from the edge, or from the last place, is no noise. */
const FAR_MARGINS = 3;
/** Positions in a row that settle what a single one near the edge leaves open. */
const SURE_IN = 2;
const SURE_OUT = 5;

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
const isOnItsWay = ({ fence, fix }: Step, from: LatLon): boolean =>
  (fix.speedKmh ?? 0) > DRIVING_KMH || metresBetween(from, fix) > FAR_MARGINS * fence.marginM;

/** Both ends outside: it may have passed through between them (GF5). */
function passed(step: Step): Crossing[] {
  const { fence, previous, fix } = step;
  if (previous === null || !isOnItsWay(step, previous)) return [];
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
    if (!isClear) return { presence: step.presence, crossings: [] };
    if (turn === undefined) return { presence: undefined, crossings: passed(step) };
    const out = (previous && crossedAt(previous, fix, fence).at(-1)) ?? fix;
    const wasThere = turn.sure > 0 && isOnItsWay(step, turn.from) && stayedLongEnough(fence, turn.at, out.at);
    return { presence: undefined, crossings: wasThere ? [crossing(fence, 'enter', turn), crossing(fence, 'exit', out)] : [] };
  }
  const isNew = turn === undefined && (previous === null || fence.edgeM(previous) <= 0);
  if (isNew) return { presence: isClear ? { inside: true, since: fix.at } : undefined, crossings: [] };
  return settleEntry(step, { edgeM, isClear });
}

function settleEntry(step: Step, { edgeM, isClear }: { edgeM: number; isClear: boolean }): Stepped {
  const { fence, previous, fix } = step;
  const begun = step.presence?.turn ?? beginTurn(step);
  const turn = isClear ? { ...begun, sure: begun.sure + 1 } : begun;
  const isSettled = -edgeM >= fence.marginM || turn.sure >= SURE_IN || isOnItsWay(step, turn.from);
  if (isClear && isSettled && stayedLongEnough(fence, turn.at, fix.at))
    return { presence: { inside: true, since: turn.at }, crossings: [crossing(fence, 'enter', turn)] };
  return { presence: { inside: false, since: step.presence?.since ?? previous?.at ?? fix.at, turn }, crossings: [] };
}

/** The crossing nearest to where it is now: the way may have touched the fence before. */
function beginTurn({ fence, previous, fix }: Step): Turn {
  const at = (previous && crossedAt(previous, fix, fence).at(-1)) ?? fix;
  return { lat: at.lat, lon: at.lon, at: at.at, sure: 0, from: { lat: (previous ?? fix).lat, lon: (previous ?? fix).lon } };
}

function stepInside(step: Step, presence: Presence, edgeM: number): Stepped {
  const { fence, previous, fix } = step;
  const accuracyM = fix.accuracyM ?? 0;
  const { turn: before, ...settled } = presence;
  if (edgeM <= 0) return { presence: -edgeM >= accuracyM ? settled : presence, crossings: [] };
  const turn = before ?? beginTurn(step);
  const isBeyond = edgeM > Math.max(fence.marginM, accuracyM);
  if (!isBeyond) return { presence: { ...settled, turn: edgeM >= accuracyM ? { ...turn, sure: 0 } : turn }, crossings: [] };
  const sure = turn.sure + 1;
  const isGone = sure >= SURE_OUT || edgeM > FAR_MARGINS * fence.marginM || isOnItsWay(step, previous ?? fix);
  if (!isGone) return { presence: { ...settled, turn: { ...turn, sure } }, crossings: [] };
  return { presence: undefined, crossings: [crossing(fence, 'exit', turn)] };
}

/**
 * What one position makes of one asset at one fence (GF2 to GF6): inside from the edge on, outside from the margin on, and
 * between the two what it was before. A position whose circle of accuracy lies across the edge decides nothing.
 */
export function stepFence(step: Step): Stepped {
  const edgeM = step.fence.edgeM(step.fix);
  return step.presence?.inside ? stepInside(step, step.presence, edgeM) : stepOutside(step, edgeM);
}
