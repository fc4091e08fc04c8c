import type { LatLon } from '../geo.ts';
import { isJump } from '../geofence/jump.ts';
import { metresBetween } from '../geofence/plane.ts';
import type { Fix, Seen } from '../geofence/presence.ts';
import { HOUR_MS, ms } from '../time.ts';

/** Standing is a place of this size: receivers drift, queues creep. */
const STOP_RADIUS_M = 100;
/** Further away than this it is gone with one position. */
const GONE_M = 300;
/** Slower than this is standing, as it is for a trip (RT5). */
const STANDING_KMH = 5;

/** Where an asset stands, and since when. Plain JSON. */
export interface Stop extends LatLon {
  since: string;
  /** it seems to drive since then; one position more and the stop is over */
  movingSince?: string;
  /** its alert is open */
  told?: boolean;
}

export interface StopStep {
  stop: Stop | undefined;
  /** the stop that has just ended, at the position that shows it */
  ended?: { stop: Stop; at: string };
}

/** Unknown speed is judged by the way from the last position. */
function isStanding(previous: Seen | null, fix: Fix): boolean {
  if (fix.speedKmh !== null) return fix.speedKmh <= STANDING_KMH;
  if (previous === null) return true;
  const hours = (ms(fix.at) - ms(previous.at)) / HOUR_MS;
  const km = Math.max(0, metresBetween(previous, fix) - (fix.accuracyM ?? 0)) / 1000;
  return km <= STANDING_KMH * hours || km * 1000 <= STOP_RADIUS_M / 2;
}

function begin(previous: Seen | null, fix: Fix): Stop | undefined {
  if (!isStanding(previous, fix)) return undefined;
  const stoodBefore = fix.speedKmh === null && previous !== null && metresBetween(previous, fix) <= STOP_RADIUS_M / 2;
  return { lat: fix.lat, lon: fix.lon, since: stoodBefore ? previous.at : fix.at };
}

/**
 * Standing begins with the first standing position and ends when the asset is out of its circle, or drives inside of it, for
 * two positions; at once when it is far out of it or drives there (AL2). One position with a speed, or one that nobody can have
 * come to, is a jump of the receiver.
 */
export function advanceStop(stop: Stop | undefined, previous: Seen | null, fix: Fix): StopStep {
  if (stop === undefined) return { stop: begin(previous, fix) };
  const awayM = metresBetween(stop, fix) - (fix.accuracyM ?? 0);
  const isAway = awayM > STOP_RADIUS_M;
  const drives = (fix.speedKmh ?? 0) > STANDING_KMH;
  const hasJumped = previous !== null && isJump(previous, fix, { leastM: STOP_RADIUS_M });
  const { movingSince, ...still } = stop;
  if (isAway && (movingSince !== undefined || ((awayM > GONE_M || drives) && !hasJumped)))
    return { stop: begin(previous, fix), ended: { stop, at: movingSince ?? fix.at } };
  if (!isAway && !drives) return { stop: movingSince === undefined ? stop : still };
  if (movingSince === undefined) return { stop: { ...stop, movingSince: fix.at } };
  return { stop: undefined, ended: { stop, at: movingSince } };
}
