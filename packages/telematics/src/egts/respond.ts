import { concat } from '../wire/bytes.ts';
import { crc8, crc16Ccitt } from '../wire/crc.ts';
import { PACKET, SERVICE } from './codes.ts';
import type { EgtsRecord } from './records.ts';

export interface Confirmed {
  record: EgtsRecord;
  code: number;
}

const RECORD_RESPONSE = 0;
const RESULT_CODE = 9;
/** A confirmation takes 13 bytes and a body holds 65535; what is not confirmed comes again. */
const MOST_CONFIRMED = 5_000;
const u16 = (value: number): [number, number] => [value & 0xff, (value >> 8) & 0xff];

/** EGTS_PT_RESPONSE to one packet: its number, the result for the whole, and one RECORD_RESPONSE a record. */
export function buildResponse(input: { pid: number; to: number; code: number; confirmed: readonly Confirmed[] }): Uint8Array {
  const records = input.confirmed.slice(0, MOST_CONFIRMED).flatMap(({ record, code }, index) =>
    buildRecord({
      number: index,
      source: record.sourceService,
      recipient: record.service,
      data: [RECORD_RESPONSE, ...u16(3), ...u16(record.number), code],
    }),
  );
  return buildPacket({ pid: input.pid, type: PACKET.response, body: [...u16(input.to), input.code, ...records] });
}

/** EGTS_SR_RESULT_CODE, the end of an authorisation. */
export function buildResult(pid: number, code: number): Uint8Array {
  const record = buildRecord({ number: 0, source: SERVICE.auth, recipient: SERVICE.auth, data: [RESULT_CODE, ...u16(1), code] });
  return buildPacket({ pid, type: PACKET.appData, body: record });
}

function buildRecord(record: { number: number; source: number; recipient: number; data: number[] }): number[] {
  return [...u16(record.data.length), ...u16(record.number), 0, record.source, record.recipient, ...record.data];
}

function buildPacket(packet: { pid: number; type: number; body: number[] }): Uint8Array {
  const header = [0x01, 0, 0, 11, 0, ...u16(packet.body.length), ...u16(packet.pid), packet.type];
  const body = Uint8Array.from(packet.body);
  return concat([Uint8Array.from([...header, crc8(Uint8Array.from(header))]), body, Uint8Array.from(u16(crc16Ccitt(body)))]);
}
