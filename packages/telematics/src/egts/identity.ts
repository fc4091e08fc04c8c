import { createByteReader } from '../wire/bytes.ts';
import type { EgtsRecord } from './records.ts';

const TERM_IDENTITY = 1;
const FLAG = { homeDispatcher: 0x01, imei: 0x02 } as const;

/** What a terminal says of itself: its IMEI, else its number; nothing where it has neither. */
export function readIdentity(record: EgtsRecord): { asked: boolean; uniqueId?: string } {
  const data = record.subrecords.find(({ type }) => type === TERM_IDENTITY)?.data;
  // A platform that relays many objects presents itself with subrecord 5 and is answered as a terminal is.
  if (data === undefined) return { asked: record.subrecords.some(({ type }) => type === 5) };
  try {
    const reader = createByteReader(data, true);
    const number = reader.u32();
    const flags = reader.u8();
    if (flags & FLAG.homeDispatcher) reader.u16();
    const imei = flags & FLAG.imei ? digitsOf(reader.take(15)) : '';
    if (imei !== '') return { asked: true, uniqueId: imei };
    return number === 0 ? { asked: true } : { asked: true, uniqueId: String(number) };
  } catch (error) {
    if (error instanceof RangeError) return { asked: false };
    throw error;
  }
}

/** Padded with zeros or spaces to its length. */
function digitsOf(bytes: Uint8Array): string {
  const text = String.fromCharCode(...bytes).replace(/[\0 ]+$/, '');
  return /^\d+$/.test(text) && !/^0+$/.test(text) ? text : '';
}
