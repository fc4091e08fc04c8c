import type { DeviceReading } from '@karavan/contracts';
import type { Reject } from '../reading.ts';
import { AttributeSet } from '../wire/attributes.ts';
import { courseOf, FASTEST_KMH, FURTHEST_M, tidy } from '../wire/measures.ts';
import { instantIn, isAbsent, numberOrAbsent } from './fields.ts';
import { readParams } from './params.ts';
import { placeIn } from './place.ts';

/** What is wrong with a message, and the code that says so in an answer to it. */
export interface Fault extends Reject {
  code: string;
}
export type DecodedRecord = { reading: DeviceReading } | { fault: Fault };

/** Fields of a short message (SD), and of a full one (D) which has six more. */
export const FIELDS = { short: 10, full: 16 } as const;
const CODE = {
  structure: '-1',
  time: '0',
  place: '10',
  motion: '11',
  satellites: '12',
  masks: '13',
  adc: '14',
  params: '15',
} as const;
const fault = (code: string, path: string, message: string): { fault: Fault } => ({ fault: { code, path, message } });

interface Context {
  uniqueId: string;
  now: Date;
}

/**
 * Reads the fields of one message, short or full. `NA` and nothing both mean "not known", which is never zero: without
 * a time it is `now`, without coordinates there is no place.
 */
export function decodeRecord(fields: readonly string[], context: Context): DecodedRecord {
  if (fields.length !== FIELDS.short && fields.length !== FIELDS.full)
    return fault(CODE.structure, 'fields', `${fields.length} of them, not ${FIELDS.short} or ${FIELDS.full}`);
  const [date = '', time = ''] = fields;
  const fixedAt = isAbsent(date) && isAbsent(time) ? context.now.toISOString() : instantIn(date, time);
  if (fixedAt === undefined) return fault(CODE.time, 'date', 'is no time of the calendar');
  const place = placeIn(fields, 2);
  if (place === undefined) return fault(CODE.place, 'lat1', 'no coordinates in degrees and minutes');
  const speed = numberOrAbsent(fields[6] ?? '');
  const course = numberOrAbsent(fields[7] ?? '');
  const altitude = numberOrAbsent(fields[8] ?? '');
  const satellites = numberOrAbsent(fields[9] ?? '');
  if (speed === undefined || (speed !== null && speed > FASTEST_KMH)) return fault(CODE.motion, 'speed', 'is no speed');
  if (course === undefined) return fault(CODE.motion, 'course', 'is no course');
  if (altitude === undefined || Math.abs(altitude ?? 0) > FURTHEST_M) return fault(CODE.motion, 'alt', 'is no altitude');
  if (satellites === undefined || (satellites ?? 0) < 0) return fault(CODE.satellites, 'sats', 'is no count');
  const attributes = new AttributeSet();
  if (satellites !== null) attributes.put('satellites', satellites);
  const wrong = fields.length === FIELDS.full ? readExtras(fields, attributes) : undefined;
  if (wrong !== undefined) return { fault: wrong };
  const motion = {
    speedKmh: speed === null || speed < 0 ? null : tidy(speed),
    courseDeg: course === null ? null : courseOf(course),
    // Not to know the number of satellites says nothing against the place; to have none does.
    valid: place !== null && satellites !== 0,
    attributes: attributes.all(),
  };
  const { uniqueId } = context;
  const reading: DeviceReading =
    place === null
      ? { uniqueId, fixedAt, lat: null, lon: null, ...motion }
      : { uniqueId, fixedAt, lat: place.lat, lon: place.lon, ...motion };
  if (altitude !== null) reading.altitudeM = tidy(altitude);
  return { reading };
}

/** `…;hdop;inputs;outputs;adc;ibutton;params` */
function readExtras(fields: readonly string[], attributes: AttributeSet): Fault | undefined {
  const [hdop, inputs, outputs] = [fields[10] ?? '', fields[11] ?? '', fields[12] ?? ''];
  const [adc, iButton, params] = [fields[13] ?? '', fields[14] ?? '', fields[15] ?? ''];
  const precision = numberOrAbsent(hdop);
  if (precision === undefined || (precision ?? 0) < 0) return { code: CODE.satellites, path: 'hdop', message: 'is no dilution' };
  if (precision !== null) attributes.put('hdop', precision);
  if (!putMask('inputs', inputs, attributes)) return { code: CODE.masks, path: 'inputs', message: 'is no bit mask' };
  if (!putMask('outputs', outputs, attributes)) return { code: CODE.masks, path: 'outputs', message: 'is no bit mask' };
  if (!isAbsent(adc) && !putMeasures(adc.split(','), attributes))
    return { code: CODE.adc, path: 'adc', message: 'is no list of numbers' };
  if (!isAbsent(iButton)) attributes.put('iButton', iButton);
  return readParams(params, attributes) ? undefined : { code: CODE.params, path: 'params', message: 'are not name:type:value' };
}

function putMask(name: string, field: string, attributes: AttributeSet): boolean {
  const mask = numberOrAbsent(field);
  if (mask === undefined || !Number.isInteger(mask ?? 0) || (mask ?? 0) < 0) return false;
  if (mask !== null) attributes.put(name, mask);
  return true;
}

function putMeasures(fields: readonly string[], attributes: AttributeSet): boolean {
  for (const [index, field] of fields.entries()) {
    const value = numberOrAbsent(field);
    if (value === undefined) return false;
    if (value !== null) attributes.put(`adc${index + 1}`, value);
  }
  return true;
}
