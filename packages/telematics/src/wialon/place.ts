import { tidyDegrees } from '../wire/measures.ts';
import { isAbsent } from './fields.ts';

/** Degrees and minutes in one number, as NMEA has it: `5544.6025` is 55° 44.6025′. */
const COORDINATE = /^(\d{0,3}?)(\d{1,2}(?:\.\d*)?)$/;

/**
 * The place of four fields, null where the device knows none (all of them absent), undefined where they are wrong:
 * minutes of 60 or more, a hemisphere that is none, a place outside of the earth.
 */
export function placeIn(fields: readonly string[]): { lat: number; lon: number } | null | undefined {
  if (fields.every(isAbsent)) return null;
  const [lat = '', latSide = '', lon = '', lonSide = ''] = fields;
  const north = degreesIn(lat, { side: latSide, positive: 'N', negative: 'S', limit: 90 });
  const east = degreesIn(lon, { side: lonSide, positive: 'E', negative: 'W', limit: 180 });
  return north === undefined || east === undefined ? undefined : { lat: north, lon: east };
}

interface Axis {
  side: string;
  positive: string;
  negative: string;
  limit: number;
}

function degreesIn(text: string, { side, positive, negative, limit }: Axis): number | undefined {
  const parts = COORDINATE.exec(text);
  const minutes = Number(parts?.[2]);
  if (parts === null || minutes >= 60 || (side !== positive && side !== negative)) return undefined;
  const degrees = tidyDegrees(Number(parts[1]) + minutes / 60);
  if (degrees > limit) return undefined;
  return side === negative ? 0 - degrees : degrees;
}
