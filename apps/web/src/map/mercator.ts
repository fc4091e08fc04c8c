import type { Map as LeafletMap } from 'leaflet';

/** Web Mercator with the world as the unit square; y grows southwards. All drawing is done in these. */
export interface Mercator {
  x: number;
  y: number;
}

const MAX_LAT = 85.0511287798;

export function mercatorX(lon: number): number {
  return lon / 360 + 0.5;
}

export function mercatorY(lat: number): number {
  const sine = Math.sin((Math.max(-MAX_LAT, Math.min(MAX_LAT, lat)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

export function lonOf(x: number): number {
  return (x - 0.5) * 360;
}

export function latOf(y: number): number {
  return (Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI)) * 180) / Math.PI;
}

export function worldSize(zoom: number): number {
  return 256 * 2 ** zoom;
}

/** How mercator becomes pixels of the map's container: `px = x * scale - left`. */
export interface Projection {
  scale: number;
  left: number;
  top: number;
}

export function projectionOf(map: LeafletMap): Projection {
  const corner = map.getPixelBounds().min;
  return { scale: worldSize(map.getZoom()), left: corner?.x ?? 0, top: corner?.y ?? 0 };
}

export function mix(a: Projection, b: Projection, share: number): Projection {
  const between = (from: number, to: number) => from + (to - from) * share;
  return { scale: between(a.scale, b.scale), left: between(a.left, b.left), top: between(a.top, b.top) };
}
