import type { LatLon } from '../geo.ts';

/** One degree of latitude on the sphere of turf and Leaflet (6371.0088 km). */
const METRES_A_DEGREE = (6_371_008.8 * Math.PI) / 180;
const RADIANS = Math.PI / 180;

/**
 * Metres from a place to another, on the plane that touches the earth at the first: exact to a thousandth within some
 * tens of kilometres, and a hundred times cheaper than the great circle.
 */
export function metresBetween(from: LatLon, to: LatLon): number {
  const x = (to.lon - from.lon) * METRES_A_DEGREE * Math.cos(((from.lat + to.lat) / 2) * RADIANS);
  const y = (to.lat - from.lat) * METRES_A_DEGREE;
  return Math.hypot(x, y);
}

/** Metres from a place to the nearest part of a line: to its segments, never only to its points. */
export function metresToLine(from: LatLon, line: readonly LatLon[]): number {
  const eastward = METRES_A_DEGREE * Math.cos(from.lat * RADIANS);
  let nearest = Number.POSITIVE_INFINITY;
  let [ax, ay] = [0, 0];
  for (const [index, point] of line.entries()) {
    const [bx, by] = [(point.lon - from.lon) * eastward, (point.lat - from.lat) * METRES_A_DEGREE];
    nearest = Math.min(nearest, index === 0 ? bx * bx + by * by : squareToSegment(ax, ay, bx, by));
    [ax, ay] = [bx, by];
  }
  return Math.sqrt(nearest);
}

/** From the origin to the segment a–b, squared. */
function squareToSegment(ax: number, ay: number, bx: number, by: number): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const part = length === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / length));
  const [x, y] = [ax + part * dx, ay + part * dy];
  return x * x + y * y;
}

/** The place at a part of the straight way from one to the other. */
export const between = (from: LatLon, to: LatLon, part: number): LatLon => ({
  lat: from.lat + (to.lat - from.lat) * part,
  lon: from.lon + (to.lon - from.lon) * part,
});

/** So many metres in degrees, eastward at a latitude: never less than they are, and all around the earth near its poles. */
export function degreesOf(metres: number, latitude: number): LatLon {
  const lat = metres / METRES_A_DEGREE;
  const shrink = Math.cos(Math.min(90, Math.abs(latitude) + lat) * RADIANS);
  return { lat, lon: shrink < 0.01 ? 360 : lat / shrink };
}
