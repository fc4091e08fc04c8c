/**
 * A road between two places without a map: the great circle with bends that are always the same for the same pair.
 * Good enough to look like a road from afar; it does not follow real streets.
 */
import { along, bearing, destination, distance, length, lineString } from '@turf/turf';
import type { CastPlace } from '../cast.ts';
import { createPrng } from '../prng.ts';

export interface RoadPoint {
  lat: number;
  lon: number;
  courseDeg: number;
}

export interface Route {
  distanceKm: number;
  /** the place so many km from the beginning, and where the road leads there */
  at(km: number): RoadPoint;
  reversed(): Route;
}

/** A point about every kilometre; the road leaves the straight line by at most a twentieth of its length. */
const STEP_KM = 1;
const WAVES = [1, 2, 3, 5, 9];

export function createRoute(from: CastPlace, to: CastPlace): Route {
  const chance = createPrng(0, `road ${[from.key, to.key].sort().join(' ')}`);
  const [a, b] = [from, to].sort((x, y) => (x.key < y.key ? -1 : 1)).map(({ lat, lon }) => [lon, lat]) as [number[], number[]];
  const straightKm = distance(a, b);
  const swing = Math.min(6, straightKm * 0.05);
  const waves = WAVES.map((wave) => ({ wave, km: (swing * chance.between(-1, 1)) / wave ** 0.8 }));
  const courseDeg = bearing(a, b);
  const steps = Math.max(8, Math.round(straightKm / STEP_KM));
  const points = Array.from({ length: steps + 1 }, (_, i) => {
    const share = i / steps;
    const aside = waves.reduce((km, { wave, km: most }) => km + most * Math.sin(Math.PI * wave * share), 0);
    const straight = destination(a, straightKm * share, courseDeg);
    return destination(straight, aside, courseDeg + 90).geometry.coordinates;
  });
  const line = from.key < to.key ? points : points.toReversed();
  return toRoute(line);
}

function toRoute(points: number[][]): Route {
  const line = lineString(points);
  const distanceKm = length(line);
  const pointAt = (km: number) => along(line, Math.min(Math.max(km, 0), distanceKm)).geometry.coordinates;
  return {
    distanceKm,
    at(km) {
      const here = pointAt(km);
      const ahead = Math.min(km + 0.05, distanceKm);
      const courseDeg = bearing(pointAt(ahead - 0.1), pointAt(ahead));
      return { lat: here[1] ?? 0, lon: here[0] ?? 0, courseDeg: (courseDeg + 360) % 360 };
    },
    reversed: () => toRoute(points.toReversed()),
  };
}
