import type { TrailPoint, TruckSource } from '@karavan/contracts';
import { ValueStore } from '../ui/value-store.ts';

export const REPLAY_SPEEDS = [1, 10, 60] as const;
export type ReplaySpeed = (typeof REPLAY_SPEEDS)[number];

/** The past as it is being looked at. */
export interface Replay {
  atMs: number;
  /** ends of the scrubber */
  fromMs: number;
  toMs: number;
  isPlaying: boolean;
  speed: ReplaySpeed;
}

/** null: the page shows the present */
export const replay = new ValueStore<Replay | null>(null);

/** The past as it was known then: what came in later is left out. Else as it is known now. */
export const knownThen = new ValueStore<boolean>(false);

/** The one asset whose past is played, where a page shows one; without it the whole map is. */
export interface ReplaySubject {
  assetId: string;
  kind: 'truck' | 'device';
  label: string;
  points: readonly TrailPoint[];
  sources: readonly TruckSource[];
  /** silent stretches in epoch seconds: nothing is drawn between their ends */
  gaps: readonly (readonly [from: number, to: number])[];
  fromMs: number;
  toMs: number;
  shipmentIds: readonly string[];
}
/** `loading`: a page of one asset is open and its trail on its way */
export const replaySubject = new ValueStore<ReplaySubject | 'loading' | null>(null);

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** After so much time on the reader's clock; playing ends at the end. */
export function advanced(state: Replay, elapsedMs: number): Replay {
  if (!state.isPlaying) return state;
  const atMs = Math.min(state.toMs, state.atMs + elapsedMs * state.speed);
  return { ...state, atMs, isPlaying: atMs < state.toMs };
}

export function sought(state: Replay, atMs: number): Replay {
  return { ...state, atMs: clamp(atMs, state.fromMs, state.toMs) };
}

/** Playing from the end begins anew. */
export function toggled(state: Replay): Replay {
  if (state.isPlaying) return { ...state, isPlaying: false };
  return { ...state, isPlaying: true, atMs: state.atMs >= state.toMs ? state.fromMs : state.atMs };
}

const STEP_MS = 60_000;
const LONG_STEP_MS = 10 * STEP_MS;

/** What a key does to the replay; null where it does nothing. */
export function keyed(state: Replay, key: { code: string; shiftKey: boolean }): Replay | null {
  const step = key.shiftKey ? LONG_STEP_MS : STEP_MS;
  switch (key.code) {
    case 'Space':
      return toggled(state);
    case 'ArrowLeft':
      return sought(state, state.atMs - step);
    case 'ArrowRight':
      return sought(state, state.atMs + step);
    case 'Home':
      return sought(state, state.fromMs);
    case 'End':
      return sought(state, state.toMs);
    default:
      return null;
  }
}

const AROUND_MS = 12 * 3_600_000;

/** The stretch of a scrubber that an instant is looked at in: a day up to now, or half a day to either side. */
export function stretchAround(atMs: number, nowMs: number): { fromMs: number; toMs: number } {
  const toMs = Math.min(nowMs, atMs + AROUND_MS);
  return { fromMs: Math.min(atMs, toMs - 2 * AROUND_MS), toMs };
}

/** `at` of an address; null for what is no instant. What lies ahead is now. */
export function parseAt(text: string | null, nowMs: number): number | null {
  const atMs = text === null ? Number.NaN : Date.parse(text);
  return Number.isFinite(atMs) && atMs > 0 ? Math.min(atMs, nowMs) : null;
}

/** As it stands in an address: to the second. */
export const formatAt = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 19)}Z`;

export interface TrailPlace {
  lat: number;
  lon: number;
  /** of the last position by then, in epoch seconds */
  fixAt: number;
  speedKmh: number | null;
  courseDeg: number | null;
  source: number;
  /** no position came for so long then that the signal counts as lost */
  isSilent: boolean;
}

/**
 * Where a truck was at a moment, by its trail: between two positions along the straight way from one to the other, in a silence at the
 * last one before it, after the last one there and no further. Undefined before the first.
 */
export function placeOnTrail(trail: Pick<ReplaySubject, 'points' | 'gaps'>, atMs: number): TrailPlace | undefined {
  const at = atMs / 1000;
  const index = lastUpTo(trail.points, at);
  const fix = trail.points[index];
  if (fix === undefined) return undefined;
  const [fixAt, lat, lon, speedKmh, courseDeg, source] = fix;
  const isSilent = trail.gaps.some(([from, to]) => at > from && at < to);
  const here = { lat, lon, fixAt, speedKmh, courseDeg, source, isSilent };
  const next = trail.points[index + 1];
  if (next === undefined || isSilent || next[0] <= fixAt) return here;
  const part = (at - fixAt) / (next[0] - fixAt);
  return { ...here, lat: lat + (next[1] - lat) * part, lon: lon + (next[2] - lon) * part };
}

/** Index of the last point not after a moment; -1 where all are. */
function lastUpTo(points: readonly TrailPoint[], at: number): number {
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.[0] ?? Number.POSITIVE_INFINITY) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
