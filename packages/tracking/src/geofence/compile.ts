import type { GeofenceShape, GeoPoint } from '@karavan/contracts';
import { bbox, booleanPointInPolygon, kinks, multiPoint, polygon } from '@turf/turf';
import type { LatLon } from '../geo.ts';
import { degreesOf, metresBetween, metresToLine } from './plane.ts';

export type Bounds = readonly [west: number, south: number, east: number, north: number];

/** A fence as the machine asks it: made once from its shape, asked for every position near it. */
export interface CompiledShape {
  /** nothing of the fence lies outside of it */
  bounds: Bounds;
  /** metres to the edge: negative inside, positive outside */
  edgeM: (point: LatLon) => number;
}

/** GeoJSON's order of coordinates stays inside this folder. */
const toPosition = ({ lat, lon }: GeoPoint): [number, number] => [lon, lat];

/** The box around points with so much room on every side, a percent more for what a plane leaves out. */
function boundsOf(points: readonly GeoPoint[], roomM: number): Bounds {
  const [west, south, east, north] = bbox(multiPoint(points.map(toPosition)));
  const room = degreesOf(roomM * 1.01, Math.max(Math.abs(south), Math.abs(north)));
  return [west - room.lon, south - room.lat, east + room.lon, north + room.lat];
}

/**
 * What is wrong with a shape that can be drawn but means nothing; undefined when it is fine (GF1).
 * `index` is that of the first point concerned.
 */
export function flawOf(shape: GeofenceShape): { message: string; index: number } | undefined {
  if (shape.kind === 'circle') return undefined;
  const points = shape.points.map(toPosition);
  const distinct = new Set(points.map((at) => at.join(' '))).size;
  if (shape.kind === 'corridor') return distinct < 2 ? { message: 'must lead from one place to another', index: 1 } : undefined;
  if (distinct < 3) return { message: 'must have three corners that differ', index: 2 };
  const crossings = kinks(polygon([closed(points)])).features;
  return crossings.length > 0 ? { message: 'must not cross its own edge', index: 0 } : undefined;
}

function closed(points: [number, number][]): [number, number][] {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return points;
  return first[0] === last[0] && first[1] === last[1] ? points : [...points, first];
}

/** Makes a fence askable (GF1). Edges run straight in latitude and longitude; distances are metres on the ground. */
export function compileShape(shape: GeofenceShape): CompiledShape {
  if (shape.kind === 'circle') {
    const { center, radiusM } = shape;
    return { bounds: boundsOf([center], radiusM), edgeM: (point) => metresBetween(point, center) - radiusM };
  }
  const { points } = shape;
  if (shape.kind === 'corridor') {
    const halfM = shape.widthM / 2;
    return { bounds: boundsOf(points, halfM), edgeM: (point) => metresToLine(point, points) - halfM };
  }
  const ring = closed(points.map(toPosition));
  const area = polygon([ring]);
  const edge = ring.map(([lon, lat]) => ({ lat, lon }));
  return {
    bounds: boundsOf(points, 0),
    edgeM: (point) => {
      const away = metresToLine(point, edge);
      return booleanPointInPolygon([point.lon, point.lat], area) ? -away : away;
    },
  };
}
