import type { GeofenceShape, GeoPoint } from '@karavan/contracts';

export type FenceKind = GeofenceShape['kind'];

/** Six decimals are a tenth of a metre. */
const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;

/** `55.75, 37.61`, one a line: what a person can read, type and paste from a spreadsheet. */
export const writePoints = (points: readonly GeoPoint[]): string =>
  points.map(({ lat, lon }) => `${round(lat)}, ${round(lon)}`).join('\n');

/** The points of a text, or the first line that is none. A decimal comma is understood where a space or a semicolon parts the two numbers. */
export function readPoints(text: string): { points: GeoPoint[] } | { badLine: number } {
  const points: GeoPoint[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const point = readPoint(line);
    if (point === undefined) return { badLine: index + 1 };
    points.push(point);
  }
  return { points };
}

/** A semicolon or a tab parts the two; else a comma beside a space or standing alone; else a space. */
function separatorOf(line: string): RegExp {
  if (/[;\t]/.test(line)) return /[;\t]/;
  return /,\s|\s,|^[^,]*,[^,]*$/.test(line) ? /,/ : /\s+/;
}

function readPoint(line: string): GeoPoint | undefined {
  const parts = line.trim().split(separatorOf(line.trim()));
  if (parts.length !== 2) return undefined;
  const [lat = Number.NaN, lon = Number.NaN] = parts.map((part) => Number(part.trim().replace(',', '.') || Number.NaN));
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : undefined;
}

/** The points that show where a shape is, for fitting the map to it. */
export function cornersOf(shape: GeofenceShape): GeoPoint[] {
  if (shape.kind !== 'circle') return shape.points;
  const lat = shape.radiusM / 111_195;
  const lon = lat / Math.cos((shape.center.lat * Math.PI) / 180);
  const { center } = shape;
  return [
    { lat: center.lat - lat, lon: center.lon - lon },
    { lat: center.lat + lat, lon: center.lon + lon },
  ];
}

/** A shape from numbers; undefined while they are not enough for one. */
export function shapeFrom(kind: FenceKind, points: readonly GeoPoint[], sizeM: number): GeofenceShape | undefined {
  const [center] = points;
  if (kind === 'circle') return center && { kind, center, radiusM: sizeM };
  if (kind === 'corridor') return points.length >= 2 ? { kind, points: [...points], widthM: sizeM } : undefined;
  return points.length >= 3 ? { kind, points: [...points] } : undefined;
}

export const pointsOf = (shape: GeofenceShape): GeoPoint[] => (shape.kind === 'circle' ? [shape.center] : shape.points);
export const sizeOf = (shape: GeofenceShape): number | undefined =>
  shape.kind === 'circle' ? shape.radiusM : shape.kind === 'corridor' ? shape.widthM : undefined;
