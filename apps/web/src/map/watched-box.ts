import type { Bbox, View } from '../live/connect.ts';

/** The box we ask news for: what is seen and half as much on every side, so that small moves ask nothing. */
export function boxToWatch([west, south, east, north]: Bbox): Bbox {
  const width = (east - west) / 2;
  const height = (north - south) / 2;
  const box: Bbox = [west - width, Math.max(-90, south - height), east + width, Math.min(90, north + height)];
  // beyond 180° the world is unrolled: then all of it is asked for
  if (box[0] < -180 || box[2] > 180) return [-180, box[1], 180, box[3]];
  return box;
}

/** Ask anew when the sight leaves the watched box, or is so much smaller that most of what comes would be for nothing. */
export function isToBeWatched(watched: View | null, sight: View): boolean {
  if (!watched) return true;
  const [west, south, east, north] = watched.bbox;
  const [w, s, e, n] = sight.bbox;
  const seen = { w: Math.max(w, -180), s: Math.max(s, -90), e: Math.min(e, 180), n: Math.min(n, 90) };
  if (seen.w < west || seen.s < south || seen.e > east || seen.n > north) return true;
  return (seen.e - seen.w) * (seen.n - seen.s) * 64 < (east - west) * (north - south);
}
