import { tidyDegrees } from '../wire/measures.ts';
import { digitsIn } from '../wire/text.ts';
import { isAbsent } from './fields.ts';

/** Degrees and minutes in one number, as NMEA has it: `5544.6025` is 55° 44.6025′. */
const COORDINATE = /^\d{1,5}(\.\d*)?$/;

/**
 * The place of the four fields from `at` on, null where the device knows none (all of them absent), undefined where they are
 * wrong: minutes of 60 or more, a hemisphere that is none, a place outside of the earth.
 */
export function placeIn(fields: readonly string[], at: number): { lat: number; lon: number } | null | undefined {
  const lat = fields[at] ?? '';
  const latSide = fields[at + 1] ?? '';
  const lon = fields[at + 2] ?? '';
  const lonSide = fields[at + 3] ?? '';
  if (isAbsent(lat) && isAbsent(latSide) && isAbsent(lon) && isAbsent(lonSide)) return null;
  const north = degreesIn(lat, { side: latSide, ...NORTH });
  const east = degreesIn(lon, { side: lonSide, ...EAST });
  return north === undefined || east === undefined ? undefined : { lat: north, lon: east };
}

function numberBetween(text: string, from: number, to: number): number {
  const plain = digitsIn(text, from, to);
  return Number.isNaN(plain) ? Number(text.slice(from, to)) : plain;
}

interface Axis {
  positive: string;
  negative: string;
  limit: number;
}
const NORTH: Axis = { positive: 'N', negative: 'S', limit: 90 };
const EAST: Axis = { positive: 'E', negative: 'W', limit: 180 };

function degreesIn(text: string, { side, positive, negative, limit }: Axis & { side: string }): number | undefined {
  if (!COORDINATE.test(text) || (side !== positive && side !== negative)) return undefined;
  const point = text.indexOf('.');
  const minutesAt = Math.max(0, (point === -1 ? text.length : point) - 2);
  const minutes = numberBetween(text, minutesAt, text.length);
  if (minutes >= 60) return undefined;
  const degrees = tidyDegrees(numberBetween(text, 0, minutesAt) + minutes / 60);
  if (degrees > limit) return undefined;
  return side === negative ? 0 - degrees : degrees;
}
