import type { DeviceReading } from '@karavan/contracts';
import type { Decoded, Reject } from '../reading.ts';
import { AttributeSet } from '../wire/attributes.ts';
import { type ByteReader, createByteReader } from '../wire/bytes.ts';
import { instantOfMs, tidyDegrees } from '../wire/measures.ts';
import { type CodecShape, readElements } from './elements.ts';

const CODECS: Readonly<Record<number, CodecShape>> = {
  8: { idBytes: 1, countBytes: 1, hasGeneration: false, hasVariable: false },
  142: { idBytes: 2, countBytes: 2, hasGeneration: false, hasVariable: true },
  16: { idBytes: 2, countBytes: 1, hasGeneration: true, hasVariable: false },
};
/** Answers to commands; we send none. */
const COMMAND_CODECS: ReadonlySet<number> = new Set([0x0c, 0x0d, 0x0e, 0x0f]);
const PANIC = 2;
const DEGREE = 10_000_000;

export interface DecodedData extends Decoded {
  /** how many records we take; the device keeps them all unless it is the number it sent. Nothing: no answer is due. */
  accepted?: number;
}

/** Decodes `codec, count, records, count` of codec 8, 8E or 16. Of a packet that does not add up nothing is taken: it comes again. */
export function decodeTeltonika(data: Uint8Array, context: { uniqueId: string; now: Date }): DecodedData {
  const codec = data[0] ?? 0;
  const shape = CODECS[codec];
  const refuse = (message: string): Decoded => ({ readings: [], rejects: [{ path: 'codec', message }] });
  if (COMMAND_CODECS.has(codec)) return refuse(`command codec ${codec}`);
  if (shape === undefined) return { ...refuse(`unknown codec ${codec}`), accepted: 0 };
  const reader = createByteReader(data.subarray(1), false);
  const readings: DeviceReading[] = [];
  const rejects: Reject[] = [];
  try {
    const count = reader.u8();
    for (let index = 0; index < count; index += 1) readings.push(readRecord(reader, { shape, index, rejects, ...context }));
    const again = reader.u8();
    if (again === count && reader.left() === 0) return { readings, rejects, accepted: count };
    rejects.push({ path: 'count', message: `${count} records, ${again} at the end, ${reader.left()} bytes left` });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    rejects.push({ path: `records.${readings.length}`, message: 'reaches beyond the packet' });
  }
  return { readings: [], rejects, accepted: 0 };
}

interface RecordContext {
  shape: CodecShape;
  index: number;
  rejects: Reject[];
  uniqueId: string;
  now: Date;
}

function readRecord(reader: ByteReader, context: RecordContext): DeviceReading {
  const { shape, rejects, index } = context;
  const at = instantOfMs(Number(reader.u64()));
  const priority = reader.u8();
  const lon = tidyDegrees(reader.i32() / DEGREE);
  const lat = tidyDegrees(reader.i32() / DEGREE);
  const altitudeM = reader.i16();
  const angle = reader.u16();
  const satellites = reader.u8();
  const speedKmh = reader.u16();
  const attributes = new AttributeSet();
  attributes.put('satellites', satellites);
  attributes.put('priority', priority);
  if (priority === PANIC) attributes.put('alarm', 'sos');
  attributes.put('event', shape.idBytes === 1 ? reader.u8() : reader.u16());
  if (shape.hasGeneration) attributes.put('generation', reader.u8());
  if (shape.countBytes === 1) reader.u8();
  else reader.u16(); // the total, which the groups repeat
  readElements(reader, shape, attributes);
  if (at === undefined) rejects.push({ path: `records.${index}.timestamp`, message: 'is no time' });
  const onEarth = Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
  if (!onEarth) rejects.push({ path: `records.${index}.position`, message: 'lies outside of the earth' });
  return {
    uniqueId: context.uniqueId,
    fixedAt: at ?? context.now.toISOString(),
    ...(onEarth ? { lat, lon } : { lat: null, lon: null }),
    speedKmh,
    courseDeg: angle <= 360 ? angle : null,
    altitudeM,
    // Without satellites the receiver repeats the last place it knew: it must not move the truck.
    valid: satellites > 0 && at !== undefined && onEarth,
    attributes: attributes.all(),
  };
}
