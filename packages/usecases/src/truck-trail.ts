import type { tracks } from '@karavan/store';
import { advanceStop, distanceKm, MOVING_KMH } from '@karavan/tracking';

type Fix = tracks.Fix;
type Stop = NonNullable<ReturnType<typeof advanceStop>['stop']>;

const MINUTE_MS = 60_000;
/** A shorter stand is a traffic light. */
const SHORTEST_STOP_MS = 3 * MINUTE_MS;
/** A parked receiver wanders this far without a wheel turning. */
const DRIFT_M = 50;

/** Two neighbours on the way with so long a silence between them that the signal counts as lost. */
export interface Gap {
  fromMs: number;
  toMs: number;
}

export function gapsOf(way: readonly Fix[], limitMs: number): Gap[] {
  return way.flatMap(({ atMs }, index) => {
    const next = way[index + 1];
    return next !== undefined && next.atMs - atMs > limitMs ? [{ fromMs: atMs, toMs: next.atMs }] : [];
  });
}

export interface Stand {
  lat: number;
  lon: number;
  fromMs: number;
  toMs: number;
  silentMs: number;
  ongoing: boolean;
}

/**
 * Where it stood, oldest first: within 100 m at 5 km/h or less, as alerts have it (AL2), for three minutes or more. A stop ends with
 * the position that shows it driving or elsewhere; after a silence, with the last position heard from there.
 */
export function stopsOf(way: readonly Fix[], { limitMs, nowMs }: { limitMs: number; nowMs: number }): Stand[] {
  const stands: Stand[] = [];
  let stop: Stop | undefined;
  let previous: (Fix & { at: string }) | null = null;
  const close = (done: Stop, toMs: number, ongoing = false) => {
    const fromMs = Date.parse(done.since);
    if (toMs - fromMs < SHORTEST_STOP_MS) return;
    stands.push({ lat: done.lat, lon: done.lon, fromMs, toMs, silentMs: silenceIn(way, { fromMs, toMs, limitMs }), ongoing });
  };
  for (const fix of way) {
    const at = new Date(fix.atMs).toISOString();
    const { lat, lon, speedKmh, accuracyM } = fix;
    const step = advanceStop(stop, previous, { lat, lon, at, speedKmh, ...(accuracyM === null ? {} : { accuracyM }) });
    if (step.ended) {
      const silent = previous !== null && fix.atMs - previous.atMs > limitMs;
      close(step.ended.stop, silent && previous ? previous.atMs : Date.parse(step.ended.at));
    }
    stop = step.stop;
    previous = { ...fix, at };
  }
  if (stop !== undefined && previous !== null) close(stop, previous.atMs, nowMs - previous.atMs <= limitMs);
  return stands;
}

function silenceIn(way: readonly Fix[], { fromMs, toMs, limitMs }: { fromMs: number; toMs: number; limitMs: number }): number {
  return gapsOf(
    way.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs),
    limitMs,
  ).reduce((sum, gap) => sum + gap.toMs - gap.fromMs, 0);
}

/** Km along the way, without the wandering of a receiver that stands; `gapKm` is the part nobody watched. */
export function wayKm(way: readonly Fix[], limitMs: number): { distanceKm: number; gapKm: number } {
  let [km, gapKm] = [0, 0];
  let anchor = way[0];
  let last = anchor;
  for (const fix of way.slice(1)) {
    if (anchor === undefined || last === undefined) break;
    const step = distanceKm(anchor, fix);
    const noiseM = Math.max(DRIFT_M, anchor.accuracyM ?? 0, fix.accuracyM ?? 0);
    if ((fix.speedKmh ?? 0) > MOVING_KMH || step * 1000 > noiseM) {
      km += step;
      if (fix.atMs - last.atMs > limitMs) gapKm += step;
      anchor = fix;
    }
    last = fix;
  }
  const tenths = (value: number) => Math.round(value * 10) / 10;
  return { distanceKm: tenths(km), gapKm: tenths(gapKm) };
}
