import { DevicePosition } from '@karavan/contracts';

/** The protocol counts speed in knots, the newer JSON form in metres a second. */
const KMH_PER_KNOT = 1.852;
const KMH_PER_MS = 3.6;
/** Beyond these a number is a fault, not a measurement. */
const FASTEST_KMH = 2000;
const FURTHEST_M = 1_000_000;

/** A ten-thousandth of a unit is finer than any receiver measures. */
const tidy = (value: number): number => Math.round(value * 10_000) / 10_000;

const isPlain = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();

export type Decoded = { ok: true; position: DevicePosition } | { ok: false; errors: { path: string; message: string }[] };

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads one OsmAnd / Traccar Client message: the parameters of a query or form, or the JSON object newer clients send.
 * `now` stands in where the message has no time. Names: telematics of the Traccar Client, `bearing` = `heading`.
 */
export function decodeOsmand(message: Fields, now: Date): Decoded {
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

function decodeFlat(message: Fields, now: Date): Decoded {
  const [lat, lon] = typeof message['location'] === 'string' ? message['location'].split(',') : [message['lat'], message['lon']];
  const speedKn = numberOf(message['speed']);
  const reader = createReader();
  const position = {
    uniqueId: reader.text('id', message['id'] ?? message['deviceid']),
    fixedAt: reader.instant('timestamp', message['timestamp'], now),
    lat: reader.coordinate('lat', lat, 90),
    lon: reader.coordinate('lon', lon, 180),
    speedKmh: reader.atLeastZero('speed', message['speed'], speedKn === undefined ? undefined : speedKn * KMH_PER_KNOT),
    courseDeg: reader.course('bearing', message['bearing'] ?? message['heading']),
    ...reader.optional('altitude', 'altitudeM', message['altitude']),
    ...reader.optional('accuracy', 'accuracyM', message['accuracy']),
    valid: message['valid'] === undefined || !['0', 'false'].includes(String(message['valid'])),
    attributes: attributesOf(message, KNOWN),
  };
  return reader.finish(position);
}

function decodeJson(message: Fields, now: Date): Decoded {
  const location = message['location'] as Fields;
  const coords = (typeof location['coords'] === 'object' && location['coords'] !== null ? location['coords'] : {}) as Fields;
  const battery = (typeof location['battery'] === 'object' && location['battery'] !== null ? location['battery'] : {}) as Fields;
  const speed = known(numberOf(coords['speed']));
  const heading = known(numberOf(coords['heading']));
  const level = numberOf(battery['level']);
  const reader = createReader();
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
    attributes: {
      ...(level !== undefined && level >= 0 ? { batt: Math.round(level * 100) } : {}),
      ...attributesOf(location, new Set(['timestamp', 'coords', 'battery', 'activity', 'extras'])),
    },
  };
  return reader.finish(position);
}

/** The JSON form says "not known" with -1. */
const known = (value: number | undefined): number | undefined => (value === undefined || value < 0 ? undefined : value);

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function attributesOf(message: Fields, known: ReadonlySet<string>): DevicePosition['attributes'] {
  const rest = Object.entries(message).filter(
    ([name, value]) => !known.has(name) && isPlain(name) && ['string', 'number', 'boolean'].includes(typeof value),
  );
  return Object.fromEntries(rest.slice(0, 50).map(([name, value]) => [name, asNumber(value as string | number | boolean)]));
}

const asNumber = (value: string | number | boolean) => (typeof value === 'string' ? (numberOf(value) ?? plain(value)) : value);

/** Text the database can keep: no NUL, no half of a character, not endless. */
const plain = (text: string): string => text.replaceAll('\u0000', '').slice(0, 500).toWellFormed();

/** Collects what is wrong instead of stopping at the first field. */
function createReader() {
  const errors: { path: string; message: string }[] = [];
  const fail = (path: string, message: string) => {
    errors.push({ path, message });
  };
  return {
    text(path: string, value: unknown): string {
      if (typeof value === 'number') return String(value);
      if (typeof value === 'string' && value.length > 0 && value.length <= 128 && isPlain(value)) return value;
      fail(path, 'a device id of 1 to 128 plain characters is needed');
      return '';
    },
    coordinate(path: string, value: unknown, limit: number): number {
      const number = numberOf(value);
      if (number === undefined || Math.abs(number) > limit) fail(path, `must be a number from -${limit} to ${limit}`);
      return number ?? 0;
    },
    atLeastZero(path: string, given: unknown, value: number | undefined): number | null {
      if (given === undefined || given === '') return null;
      if (value === undefined || value > FASTEST_KMH) fail(path, `must be a number, at most ${FASTEST_KMH} km/h`);
      return value === undefined || value < 0 ? null : tidy(value);
    },
    course(path: string, value: unknown): number | null {
      if (value === undefined || value === '') return null;
      const number = numberOf(value);
      if (number === undefined) fail(path, 'must be a number of degrees');
      return number === undefined || number < 0 ? null : tidy(((number % 360) + 360) % 360);
    },
    optional<Name extends 'altitudeM' | 'accuracyM'>(path: string, name: Name, value: unknown): Partial<Record<Name, number>> {
      if (value === undefined || value === '') return {};
      const number = numberOf(value);
      if (number === undefined || Math.abs(number) > FURTHEST_M) fail(path, `must be a number of metres, at most ${FURTHEST_M}`);
      if (number === undefined || (name === 'accuracyM' && number < 0)) return {};
      return { [name]: tidy(number) } as Partial<Record<Name, number>>;
    },
    instant(path: string, value: unknown, now: Date): string {
      if (value === undefined || value === '') return now.toISOString();
      const time = instantOf(value);
      if (time === undefined) fail(path, 'must be epoch seconds, epoch milliseconds or ISO 8601');
      return time ?? now.toISOString();
    },
    finish(position: Record<string, unknown>): Decoded {
      if (errors.length > 0) return { ok: false, errors };
      const parsed = DevicePosition.safeParse(position);
      if (parsed.success) return { ok: true, position: parsed.data };
      return { ok: false, errors: parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })) };
    },
  };
}

/** Below 2^31 a number is seconds, above it milliseconds; `2026-08-20 06:12:00` without a zone is UTC. */
function instantOf(value: unknown): string | undefined {
  const number = numberOf(value);
  const text = typeof value === 'string' ? value.trim() : '';
  const ms =
    number !== undefined
      ? number * (number < 2 ** 31 ? 1000 : 1)
      : /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)
        ? Date.parse(`${text.replace(' ', 'T')}Z`)
        : /^\d{4}-\d{2}-\d{2}T/.test(text)
          ? Date.parse(text)
          : Number.NaN;
  // Four-digit years only: beyond them ISO text has another form, and no device means it.
  return ms >= 0 && ms < 253_402_300_800_000 ? new Date(ms).toISOString() : undefined;
}
