export interface Point {
  lat: number;
  lon: number;
}

export const EARTH_RADIUS_KM = 6371;
const RAD = Math.PI / 180;

/** Shortest distance over the sphere in km. */
export function greatCircleKm(a: Point, b: Point): number {
  const dLat = Math.sin(((b.lat - a.lat) * RAD) / 2);
  const dLon = Math.sin(((b.lon - a.lon) * RAD) / 2);
  const h = dLat * dLat + Math.cos(a.lat * RAD) * Math.cos(b.lat * RAD) * dLon * dLon;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** A point as x, y, z in km from the centre of the Earth: straight distances between such points never exceed those over the sphere. */
export function toSphere({ lat, lon }: Point): [number, number, number] {
  const flat = EARTH_RADIUS_KM * Math.cos(lat * RAD);
  return [flat * Math.cos(lon * RAD), flat * Math.sin(lon * RAD), EARTH_RADIUS_KM * Math.sin(lat * RAD)];
}

/** The straight distance through the Earth between two of the points whose x, y, z stand one after another. */
export function straightKm(spots: Float64Array, a: number, b: number): number {
  const dx = (spots[3 * a] as number) - (spots[3 * b] as number);
  const dy = (spots[3 * a + 1] as number) - (spots[3 * b + 1] as number);
  const dz = (spots[3 * a + 2] as number) - (spots[3 * b + 2] as number);
  return Math.sqrt(dx * dx + dy * dy + dz * dz);
}

/** The point so far from `a` towards `b`, 0 to 1; near enough to a straight line for the few km between two stations. */
export function between(a: Point, b: Point, share: number): Point {
  return { lat: a.lat + (b.lat - a.lat) * share, lon: a.lon + (b.lon - a.lon) * share };
}
