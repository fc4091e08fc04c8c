import { distance } from '@turf/turf';

export interface LatLon {
  lat: number;
  lon: number;
}

/** Real roads and lines are longer than the great circle by about this much (network measurements: 1.2 to 1.4). */
export const DETOUR = 1.3;

/** Great-circle distance. GeoJSON's order of coordinates stays inside this function. */
export const distanceKm = (a: LatLon, b: LatLon): number => distance([a.lon, a.lat], [b.lon, b.lat], KILOMETRES);
const KILOMETRES = { units: 'kilometers' } as const;

/** The point of a place or a station, where it has one. */
export const pointOf = (place: { lat?: number | undefined; lon?: number | undefined } | undefined): LatLon | undefined =>
  place?.lat !== undefined && place.lon !== undefined ? { lat: place.lat, lon: place.lon } : undefined;

/** Kilometres still to go as the road runs: great circle × `DETOUR`; undefined where an end has no coordinates. */
export function roadKm(from: LatLon | undefined, to: LatLon | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : distanceKm(from, to) * DETOUR;
}
