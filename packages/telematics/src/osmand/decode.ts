import type { DevicePosition, DeviceReading } from '@karavan/contracts';
import type { Reject } from '../reading.ts';
import { AttributeSet, type Attributes } from '../wire/attributes.ts';
import { courseOf, FASTEST_KMH, FURTHEST_M, instantOfMs, tidy } from '../wire/measures.ts';
import { isPlain, numberIn, plainText } from '../wire/text.ts';

/** The protocol counts speed in knots, the newer JSON form in metres a second. */
const KMH_PER_KNOT = 1.852;
const KMH_PER_MS = 3.6;

type Fields = Readonly<Record<string, unknown>>;

/** One position or none: a message that is wrong in any field is refused whole, with every field that is. */
export interface DecodedOsmand {
  readings: DeviceReading[];
  rejects: Reject[];
}

/**
 * Reads one OsmAnd / Traccar Client message: the parameters of a query or form, or the JSON object newer clients send.
 * `now` stands in where the message has no time. Names: telematics of the Traccar Client, `bearing` = `heading`.
 */
export function decodeOsmand(message: Fields, now: Date): DecodedOsmand {
  return isJsonForm(message) ? decodeJson(message, now) : decodeFlat(message, now);
}

const isJsonForm = (message: Fields): boolean => typeof message['location'] === 'object' && message['location'] !== null;

const KNOWN = new Set([
  'id',
  'deviceid',
  'lat',
  'lon',
  'location',
  'timestamp',
  'speed',
  'bearing',
  'heading',
  'altitude',
  'accuracy',
  'valid',
]);

function decodeFlat(message: Fields, now: Date): DecodedOsmand {
  const [lat, lon] = typeof message['location'] === 'string' ? message['location'].split(',') : [message['lat'], message['lon']];
  // A telephone without a fix tells the cells and networks around it: it has no place, and is no fault (DV9).
  const isPlaceless = lat === undefined && lon === undefined && (message['cell'] ?? message['wifi']) !== undefined;
  const speedKn = numberOf(message['speed']);
  const reader = new Reader();
  const position = {
    uniqueId: reader.text('id', message['id'] ?? message['deviceid']),
    fixedAt: reader.instant('timestamp', message['timestamp'], now),
    lat: isPlaceless ? 0 : reader.coordinate('lat', lat, 90),
    lon: isPlaceless ? 0 : reader.coordinate('lon', lon, 180),
    speedKmh: reader.atLeastZero('speed', message['speed'], speedKn === undefined ? undefined : speedKn * KMH_PER_KNOT),
    courseDeg: reader.course('bearing', message['bearing'] ?? message['heading']),
    ...reader.optional('altitude', 'altitudeM', message['altitude']),
    ...reader.optional('accuracy', 'accuracyM', message['accuracy']),
    valid: message['valid'] === undefined || !['0', 'false'].includes(String(message['valid'])),
    attributes: attributesOf(message, KNOWN),
  };
  const { readings, rejects } = reader.finish(position);
  if (!isPlaceless) return { readings, rejects };
  return { readings: readings.map((reading) => ({ ...reading, lat: null, lon: null, valid: false })), rejects };
}

function decodeJson(message: Fields, now: Date): DecodedOsmand {
  const location = message['location'] as Fields;
  const coords = objectOf(location['coords']);
  const speed = known(numberOf(coords['speed']));
  const heading = known(numberOf(coords['heading']));
  const reader = new Reader();
  const position = {
    uniqueId: reader.text('device_id', message['device_id'] ?? message['id']),
    fixedAt: reader.instant('location.timestamp', location['timestamp'], now),
    lat: reader.coordinate('location.coords.latitude', coords['latitude'], 90),
    lon: reader.coordinate('location.coords.longitude', coords['longitude'], 180),
    speedKmh: reader.atLeastZero('location.coords.speed', speed, speed === undefined ? undefined : speed * KMH_PER_MS),
    courseDeg: reader.course('location.coords.heading', heading),
    ...reader.optional('location.coords.altitude', 'altitudeM', coords['altitude']),
    ...reader.optional('location.coords.accuracy', 'accuracyM', coords['accuracy']),
    valid: true,
    attributes: jsonAttributes(location),
  };
  return reader.finish(position);
}

const NESTED = new Set(['timestamp', 'coords', 'battery', 'activity', 'extras']);

function jsonAttributes(location: Fields): Attributes {
  const battery = objectOf(location['battery']);
  const level = numberOf(battery['level']);
  const { type } = objectOf(location['activity']) as { type?: unknown };
  return {
    ...attributesOf(objectOf(location['extras']), new Set()),
    ...attributesOf(location, NESTED),
    ...(level !== undefined && level >= 0 ? { batt: Math.round(level * 100) } : {}),
    ...(typeof battery['is_charging'] === 'boolean' ? { charge: battery['is_charging'] } : {}),
    ...(typeof type === 'string' ? { activity: plainText(type) } : {}),
  };
}

const objectOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

/** The JSON form says "not known" with -1. */
const known = (value: number | undefined): number | undefined => (value === undefined || value < 0 ? undefined : value);

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  return typeof value === 'string' ? numberIn(value) : undefined;
}

function attributesOf(message: Fields, known: ReadonlySet<string>): Attributes {
  const attributes = new AttributeSet();
  for (const [name, value] of Object.entries(message)) if (!known.has(name)) attributes.put(name, attributeOf(value));
  return attributes.all();
}

/** A number only where nothing is lost by it: `007` is a name, and so is what has more digits than a number holds. */
const PLAIN_NUMBER = /^-?(0|[1-9]\d{0,14})(\.\d+)?(e[+-]?\d+)?$/i;

/** A parameter may come several times, as every station of a Wi-Fi list does. */
function attributeOf(value: unknown): string | number | boolean | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.every((item) => typeof item === 'string') ? plainText(value.join(';')) : undefined;
  if (typeof value !== 'string') return undefined;
  return PLAIN_NUMBER.test(value) ? numberIn(value) : plainText(value);
}

/** Collects what is wrong instead of stopping at the first field. */
class Reader {
  readonly errors: Reject[] = [];

  fail(path: string, message: string): void {
    this.errors.push({ path, message });
  }

  text(path: string, value: unknown): string {
    if (typeof value === 'number') return String(value);
    if (typeof value === 'string' && value.length > 0 && value.length <= 128 && isPlain(value)) return value;
    this.fail(path, 'a device id of 1 to 128 plain characters is needed');
    return '';
  }

  coordinate(path: string, value: unknown, limit: number): number {
    const number = numberOf(value);
    if (number === undefined || Math.abs(number) > limit) this.fail(path, `must be a number from -${limit} to ${limit}`);
    return number ?? 0;
  }

  atLeastZero(path: string, given: unknown, value: number | undefined): number | null {
    if (given === undefined || given === '') return null;
    if (value === undefined || value > FASTEST_KMH) this.fail(path, `must be a number, at most ${FASTEST_KMH} km/h`);
    return value === undefined || value < 0 ? null : tidy(value);
  }

  course(path: string, value: unknown): number | null {
    if (value === undefined || value === '') return null;
    const number = numberOf(value);
    if (number === undefined) this.fail(path, 'must be a number of degrees');
    return number === undefined || number < 0 ? null : courseOf(number);
  }

  optional<Name extends 'altitudeM' | 'accuracyM'>(path: string, name: Name, value: unknown): Partial<Record<Name, number>> {
    if (value === undefined || value === '') return {};
    const number = numberOf(value);
    if (number === undefined || Math.abs(number) > FURTHEST_M)
      this.fail(path, `must be a number of metres, at most ${FURTHEST_M}`);
    if (number === undefined || (name === 'accuracyM' && number < 0)) return {};
    return { [name]: tidy(number) } as Partial<Record<Name, number>>;
  }

  instant(path: string, value: unknown, now: Date): string {
    if (value === undefined || value === '') return now.toISOString();
    const time = instantOf(value);
    if (time === undefined) this.fail(path, 'must be epoch seconds, epoch milliseconds or ISO 8601');
    return time ?? now.toISOString();
  }

  finish(position: DevicePosition): DecodedOsmand {
    return this.errors.length > 0 ? { readings: [], rejects: this.errors } : { readings: [position], rejects: [] };
  }
}

/** Below 2^31 a number is seconds, above it milliseconds; a time without a zone is UTC. */
function instantOf(value: unknown): string | undefined {
  const number = numberOf(value);
  if (number !== undefined) return instantOfMs(number * (number < 2 ** 31 ? 1000 : 1));
  const text = typeof value === 'string' ? value.trim() : '';
  const [, day, time, zone] =
    /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}(?::?\d{2})?)?$/i.exec(text) ?? [];
  return day === undefined ? undefined : instantOfMs(Date.parse(`${day}T${time}${wholeZone(zone)}`));
}

/** `+03` and `+0300` are written `+03:00` where Date reads them. */
const wholeZone = (zone = 'Z'): string =>
  zone.toUpperCase().replace(/^([+-]\d{2}):?(\d{2})?$/, (_, hours, minutes) => `${hours}:${minutes ?? '00'}`);
