import type { LatLon } from '../geo.ts';
import { HOUR_MS, ms } from '../time.ts';
import { metresBetween } from './plane.ts';

/** No truck goes faster from one place to the next. */
const FASTEST_KMH = 130;

interface Timed extends LatLon {
  at: string;
}

/**
 * Whether one place after another is rather a jump of the receiver than a way: further than `leastM`, beyond the accuracy told,
 * and faster than any truck. Such a place is kept and shown; by itself it proves nothing.
 */
export function isJump(
  from: Timed,
  to: Timed & { accuracyM?: number | undefined },
  than: { leastM: number; fastestKmh?: number | undefined },
): boolean {
  const metres = metresBetween(from, to) - (to.accuracyM ?? 0);
  if (metres <= than.leastM) return false;
  return metres / 1000 > (than.fastestKmh ?? FASTEST_KMH) * (Math.abs(ms(to.at) - ms(from.at)) / HOUR_MS);
}
