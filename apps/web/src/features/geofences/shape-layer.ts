import type { GeofenceShape, GeoPoint } from '@karavan/contracts';
import L from 'leaflet';
import type { FenceKind } from './points.ts';

const EQUATOR_M = 40_075_016.686;
const TILE_PX = 256;

/** How wide a corridor is on the screen: a line as broad as its way, with round ends, is the corridor itself. */
export function corridorPx(shape: { points: readonly GeoPoint[]; widthM: number }, zoom: number): number {
  const lat = shape.points[Math.floor(shape.points.length / 2)]?.lat ?? 0;
  const metresPerPx = (EQUATOR_M * Math.cos((lat * Math.PI) / 180)) / (TILE_PX * 2 ** zoom);
  return Math.max(2, shape.widthM / metresPerPx);
}

const toLatLngs = (points: readonly GeoPoint[]): L.LatLngTuple[] => points.map(({ lat, lon }) => [lat, lon]);

export function layerOf(shape: GeofenceShape, options: L.PathOptions): L.Path {
  if (shape.kind === 'circle') return L.circle([shape.center.lat, shape.center.lon], { ...options, radius: shape.radiusM });
  if (shape.kind === 'polygon') return L.polygon(toLatLngs(shape.points), options);
  return L.polyline(toLatLngs(shape.points), options);
}

const toPoint = ({ lat, lng }: L.LatLng): GeoPoint => ({ lat: Math.round(lat * 1e6) / 1e6, lon: Math.round(lng * 1e6) / 1e6 });

/** What a layer on the map has become; undefined for what is none of our shapes. */
export function shapeOf(layer: L.Layer, kind: FenceKind, sizeM: number): GeofenceShape | undefined {
  if (layer instanceof L.Circle)
    return { kind: 'circle', center: toPoint(layer.getLatLng()), radiusM: Math.max(10, Math.round(layer.getRadius())) };
  if (!(layer instanceof L.Polyline)) return undefined;
  const rings = layer.getLatLngs() as L.LatLng[] | L.LatLng[][];
  const points = (Array.isArray(rings[0]) ? rings[0] : (rings as L.LatLng[])).map(toPoint);
  return kind === 'corridor' ? { kind, points, widthM: sizeM } : { kind: 'polygon', points };
}
