/** The map's view in an address: `#zoom/lat/lon`, as on openstreetmap.org. */
export interface MapView {
  zoom: number;
  lat: number;
  lon: number;
}

export function formatHash({ zoom, lat, lon }: MapView): string {
  const digits = Math.max(2, Math.ceil(zoom / 3));
  return `#${Math.round(zoom * 100) / 100}/${lat.toFixed(digits)}/${lon.toFixed(digits)}`;
}

export function parseHash(hash: string): MapView | null {
  const parts = /^#(\d{1,2}(?:\.\d+)?)\/(-?\d{1,2}(?:\.\d+)?)\/(-?\d{1,3}(?:\.\d+)?)$/.exec(hash);
  if (!parts) return null;
  const [zoom, lat, lon] = parts.slice(1).map(Number) as [number, number, number];
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 360 ? { zoom, lat, lon } : null;
}

/** Whether the page was opened by a link that names a view; the map writes its own into the address soon after. */
export const openedWithView = typeof location !== 'undefined' && parseHash(location.hash) !== null;
