import { type DeviceReading, SourceError } from '@karavan/contracts';
import { type Fields, instantOfSeconds, isRecord, listOf, placeOf, positiveOf, textOf } from '@karavan/scraper-http';

/** Error texts that pass by themselves, whatever their code says. */
const RATE = /rate limit|too many|limit exceeded|слишком часто/i;
const ACCESS = /ACCESS|AUTH|KEY|TOKEN|PROJECT/i;

/** Whether the service asks for patience: it says so in words, under the code of a refused key. */
export const isMovizorBusy = (json: unknown): boolean => isRecord(json) && RATE.test(errorOf(json) ?? '');

/**
 * The data of a reply, of either version: `{result, data}` or `{status, error_code, data}`. The status of HTTP says nothing.
 * @throws SourceError BAD_LOGIN, REPORT_FAILED, BAD_REPLY
 */
export function dataOf(json: unknown): unknown {
  if (!isRecord(json)) throw new SourceError('BAD_REPLY', 'The service answered with something that is no reply of Movizor.');
  const said = errorOf(json);
  if (said === undefined && 'data' in json) return json['data'];
  if (said === undefined) throw new SourceError('BAD_REPLY', 'The service answered without data.');
  throw new SourceError(ACCESS.test(String(json['error_code'])) ? 'BAD_LOGIN' : 'REPORT_FAILED', `Movizor refused: ${said}`);
}

/** What the reply says went wrong; undefined for one that says it went well. */
function errorOf(json: Fields): string | undefined {
  const isFine = json['result'] === 'success' || (json['result'] === undefined && Number(json['error_code'] ?? 0) === 0);
  if (isFine) return undefined;
  const words = [json['error_code'], json['error_text'] ?? json['error_message']].map(textOf).filter(Boolean).join(': ');
  return words.slice(0, 200) || 'an error it does not name';
}

/**
 * Positions of `pos_objects` or `pos_list`, oldest first. A list of one phone does not repeat the phone in each item: then it
 * is given. A fix is that of a cell, `radius` metres wide, so it carries no speed.
 */
export function parseMovizor(data: unknown, phone?: string): { items: DeviceReading[]; rejects: string[] } {
  const items: DeviceReading[] = [];
  const rejects: string[] = [];
  for (const item of listOf(data)) {
    const uniqueId = phoneOf(item['phone']) ?? phone;
    const read = uniqueId === undefined ? 'names no phone' : readItem(item, uniqueId);
    if (typeof read !== 'string') items.push(read);
    else if (read !== NEVER_SEEN) rejects.push(`${textOf(item['phone']) ?? phone ?? 'An object'}: ${read}`);
  }
  return { items: items.sort((a, b) => a.fixedAt.localeCompare(b.fixedAt)), rejects };
}

/** a phone that has not answered yet is no mistake */
const NEVER_SEEN = 'has no position yet';

function readItem(item: Fields, uniqueId: string): DeviceReading | string {
  const { lat, lon, timestamp } = item;
  if ([lat, lon, timestamp].every((value) => textOf(value) === undefined || textOf(value) === '0')) return NEVER_SEEN;
  const fixedAt = instantOfSeconds(timestamp);
  if (fixedAt === undefined) return 'the time of its position cannot be read';
  const place = placeOf(lat, lon);
  if (place === undefined) return 'its coordinates are none of this globe';
  const accuracyM = positiveOf(item['radius']);
  return {
    uniqueId,
    fixedAt,
    ...place,
    speedKmh: null,
    courseDeg: null,
    ...(accuracyM === undefined ? {} : { accuracyM }),
    valid: true,
    attributes: { source: accuracyM === undefined ? 'phone' : 'cell' },
  };
}

/** `+7 (921) 000-00-00` and `8-921-…` as `7921…`; undefined for what is no phone. */
export function phoneOf(value: unknown): string | undefined {
  const digits = (textOf(value) ?? '').replace(/\D/g, '');
  if (digits.length === 10) return `7${digits}`;
  if (digits.length === 11 && /^[78]/.test(digits)) return `7${digits.slice(1)}`;
  return digits.length >= 11 && digits.length <= 15 ? digits : undefined;
}

/** What an object is called over there: its title, its tags and whatever its owner wrote beside it. */
export function namesOf(data: unknown): string[] {
  if (!isRecord(data)) return [];
  const { title, tags, metadata } = data;
  const beside = isRecord(metadata) ? Object.values(metadata) : [];
  return [title, ...(Array.isArray(tags) ? tags : [tags]), ...beside].map(textOf).filter((text) => text !== undefined);
}
