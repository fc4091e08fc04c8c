import { createByteReader } from '../wire/bytes.ts';

/** One service data record (SDR). */
export interface EgtsRecord {
  number: number;
  /** the object the data is of, where the record says so and the number is not that of a group */
  objectId?: number;
  /** seconds since 2010 */
  time?: number;
  sourceService: number;
  service: number;
  subrecords: Subrecord[];
  /** a subrecord reaches beyond the record; those before it are here */
  torn: boolean;
}

export interface Subrecord {
  type: number;
  data: Uint8Array;
}

const FLAG = { object: 0x01, event: 0x02, time: 0x04, group: 0x20 } as const;

/** The records of a packet. `torn`: the last one reaches beyond the packet and is not among them. */
export function readRecords(body: Uint8Array): { records: EgtsRecord[]; torn: boolean } {
  const reader = createByteReader(body, true);
  const records: EgtsRecord[] = [];
  try {
    while (reader.left() > 0) {
      const length = reader.u16();
      const number = reader.u16();
      const flags = reader.u8();
      const objectId = flags & FLAG.object ? reader.u32() : 0;
      if (flags & FLAG.event) reader.u32();
      const time = flags & FLAG.time ? reader.u32() : undefined;
      const sourceService = reader.u8();
      const service = reader.u8();
      records.push({
        number,
        ...(objectId !== 0 && (flags & FLAG.group) === 0 ? { objectId } : {}),
        ...(time === undefined ? {} : { time }),
        sourceService,
        service,
        ...readSubrecords(reader.take(length)),
      });
    }
    return { records, torn: false };
  } catch (error) {
    if (error instanceof RangeError) return { records, torn: true };
    throw error;
  }
}

function readSubrecords(bytes: Uint8Array): { subrecords: Subrecord[]; torn: boolean } {
  const reader = createByteReader(bytes, true);
  const subrecords: Subrecord[] = [];
  try {
    while (reader.left() > 0) {
      const type = reader.u8();
      subrecords.push({ type, data: reader.take(reader.u16()) });
    }
    return { subrecords, torn: false };
  } catch (error) {
    if (error instanceof RangeError) return { subrecords, torn: true };
    throw error;
  }
}
