import type { DeviceReading, PolledVehicle } from '@karavan/contracts';
import { type Fields, isRecord, listOf, numberOf, placeOf, positiveOf, textOf } from '@karavan/scraper-http';

const KNOT_KMH = 1.852;

/** `/api/devices`. A device keeps its number there when its tracker is changed, so the number is its id. */
export function parseDevices(json: unknown): { items: PolledVehicle[]; rejects: string[] } {
  const rejects: string[] = [];
  const items = listOf(json).flatMap((device): PolledVehicle[] => {
    const uniqueId = textOf(device['id']);
    if (uniqueId === undefined) rejects.push('A device has no id.');
    const beside = isRecord(device['attributes']) ? Object.values(device['attributes']) : [];
    const names = [device['name'], device['model'], device['contact'], ...beside].map(textOf);
    return uniqueId === undefined ? [] : [{ uniqueId, names: names.filter((name) => name !== undefined) }];
  });
  return { items, rejects };
}

/** `/api/positions`, oldest first. Speed is in knots over there; an outdated position repeats the last place without a fix. */
export function parsePositions(json: unknown): { items: DeviceReading[]; rejects: string[] } {
  const items: DeviceReading[] = [];
  const rejects: string[] = [];
  for (const position of listOf(json)) {
    const read = readPosition(position);
    if (typeof read === 'string') rejects.push(`Device ${textOf(position['deviceId']) ?? '?'}: ${read}`);
    else items.push(read);
  }
  return { items: items.sort((a, b) => a.fixedAt.localeCompare(b.fixedAt)), rejects };
}

function readPosition(position: Fields): DeviceReading | string {
  const uniqueId = textOf(position['deviceId']);
  if (uniqueId === undefined) return 'a position names no device';
  const fixedAt = instantOf(position['fixTime']) ?? instantOf(position['deviceTime']);
  if (fixedAt === undefined) return 'the time of a position cannot be read';
  const place = placeOf(position['latitude'], position['longitude']);
  if (place === undefined) return 'the coordinates of a position are none of this globe';
  const knots = positiveOf(position['speed']);
  const course = numberOf(position['course']);
  const altitudeM = numberOf(position['altitude']);
  const accuracyM = positiveOf(position['accuracy']);
  return {
    uniqueId,
    fixedAt,
    ...place,
    speedKmh: knots === undefined ? null : Math.round(knots * KNOT_KMH * 1000) / 1000,
    courseDeg: course === undefined || course < 0 || course > 360 ? null : course,
    ...(altitudeM === undefined ? {} : { altitudeM }),
    // zero stands for "not known" there
    ...(accuracyM === undefined || accuracyM === 0 ? {} : { accuracyM }),
    valid: position['valid'] !== false && position['outdated'] !== true,
    attributes: attributesOf(position),
  };
}

/** ISO with a zone, as Traccar writes it (`+00:00` or `.000+0000`). */
function instantOf(value: unknown): string | undefined {
  const text = textOf(value)?.replace(/([+-]\d\d)(\d\d)$/, '$1:$2');
  if (text === undefined || !/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(text)) return undefined;
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

/** What changes from request to request is no part of a position: distances are counted anew, the address is looked up. */
function attributesOf(position: Fields): DeviceReading['attributes'] {
  const given = isRecord(position['attributes']) ? position['attributes'] : {};
  const plain = Object.entries(given).filter(
    (entry): entry is [string, string | number | boolean] =>
      ['string', 'number', 'boolean'].includes(typeof entry[1]) && String(entry[1]).length <= 200,
  );
  const protocol = textOf(position['protocol']);
  return { ...Object.fromEntries(plain.slice(0, 50)), ...(protocol === undefined ? {} : { protocol }) };
}
