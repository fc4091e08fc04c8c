import type { DeviceReading, PolledVehicle } from '@karavan/contracts';
import { type Fields, instantOfSeconds, isRecord, listOf, numberOf, placeOf, positiveOf, textOf } from '@karavan/scraper-http';

export interface Unit extends PolledVehicle {
  /** time of its newest message, epoch ms; undefined for one that never sent any */
  newestMs: number | undefined;
  /** its newest position, for accounts that may not read messages */
  position: DeviceReading | undefined;
}

/** `core/search_items`: one page of units, and how many there are in all. */
export function parseUnits(json: unknown): { units: Unit[]; total: number; rejects: string[] } {
  const reply = isRecord(json) ? json : {};
  const items = listOf(reply['items']);
  const rejects: string[] = [];
  const units = items.flatMap((item): Unit[] => {
    const uniqueId = textOf(item['id']);
    if (uniqueId === undefined) {
      rejects.push('A unit has no id.');
      return [];
    }
    const position = isRecord(item['pos']) ? readPosition(item['pos'], { uniqueId, at: item['pos']['t'] }) : undefined;
    const times = [item['pos'], item['lmsg']].map((part) => instantOfSeconds(isRecord(part) ? part['t'] : undefined));
    const newest = times.filter((time) => time !== undefined).map((time) => Date.parse(time));
    return [
      {
        uniqueId,
        names: [textOf(item['nm']), ...fieldsOf(item['pflds'])].filter((text) => text !== undefined),
        newestMs: newest.length === 0 ? undefined : Math.max(...newest),
        position: typeof position === 'string' ? undefined : position,
      },
    ];
  });
  return { units, total: numberOf(reply['totalItemsCount']) ?? items.length, rejects };
}

/** Values of the profile: the registration plate stands there under a name of its own. */
const fieldsOf = (fields: unknown): (string | undefined)[] => listOf(fields).map((field) => textOf(field['v']));

/** Messages of one unit, oldest first. Those that carry no position tell nothing of the way and are no mistakes. */
export function parseMessages(json: unknown, uniqueId: string): { items: DeviceReading[]; rejects: string[]; count: number } {
  const messages = listOf(isRecord(json) ? json['messages'] : undefined);
  const items: DeviceReading[] = [];
  const rejects: string[] = [];
  for (const message of messages) {
    if (!isRecord(message['pos'])) continue;
    const read = readPosition(message['pos'], { uniqueId, at: message['t'], message });
    if (typeof read === 'string') rejects.push(`Unit ${uniqueId}: ${read}`);
    else items.push(read);
  }
  return { items: items.sort((a, b) => a.fixedAt.localeCompare(b.fixedAt)), rejects, count: messages.length };
}

/** flags of a message: its place is that of cells, or of wireless networks */
const BY_CELLS = 0x20000;
const BY_WIFI = 0x80000;

function readPosition(pos: Fields, at: { uniqueId: string; at: unknown; message?: Fields }): DeviceReading | string {
  const fixedAt = instantOfSeconds(at.at);
  if (fixedAt === undefined) return 'the time of a message cannot be read';
  const place = placeOf(pos['y'], pos['x']);
  if (place === undefined) return 'the coordinates of a message are none of this globe';
  const course = numberOf(pos['c']);
  const altitudeM = numberOf(pos['z']);
  return {
    uniqueId: at.uniqueId,
    fixedAt,
    ...place,
    speedKmh: positiveOf(pos['s']) ?? null,
    courseDeg: course === undefined || course < 0 || course > 360 ? null : course,
    ...(altitudeM === undefined ? {} : { altitudeM }),
    valid: true,
    attributes: attributesOf(pos, at.message),
  };
}

function attributesOf(pos: Fields, message: Fields | undefined): DeviceReading['attributes'] {
  const flags = numberOf(message?.['f']) ?? 0;
  const satellites = positiveOf(pos['sc']);
  const source = (flags & BY_CELLS) !== 0 ? 'cell' : (flags & BY_WIFI) !== 0 ? 'wifi' : undefined;
  const params = isRecord(message?.['p']) ? message['p'] : {};
  return {
    ...plainOf(params),
    ...(satellites === undefined ? {} : { satellites }),
    ...(source === undefined ? {} : { source }),
  };
}

/** Sensor values that are values; at most fifty, for some devices send their whole memory. */
function plainOf(params: Fields): DeviceReading['attributes'] {
  const plain = Object.entries(params).filter(
    (entry): entry is [string, string | number | boolean] =>
      ['string', 'number', 'boolean'].includes(typeof entry[1]) && String(entry[1]).length <= 200,
  );
  return Object.fromEntries(plain.slice(0, 50));
}
