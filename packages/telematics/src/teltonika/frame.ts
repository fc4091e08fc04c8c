import { crc16Arc } from '../wire/crc.ts';

export type TeltonikaFrame =
  | { kind: 'login'; imei: string }
  /** codec id, count, records, count; `intact` tells whether the checksum fits */
  | { kind: 'data'; data: Uint8Array; intact: boolean };

export interface TeltonikaFrames {
  frames: TeltonikaFrame[];
  /** here a frame begins that is not whole yet */
  consumed: number;
  problem?: 'garbage' | 'oversized';
}

/** The maker's packets end at 1280 bytes, with variable elements a little later; this is plenty. */
const LONGEST_DATA = 16_384;
const KEEP_ALIVE = 0xff;
const IMEI_LENGTH = { least: 14, most: 17 } as const;
const WRAP = { preamble: 4, length: 4, checksum: 4 } as const;

/**
 * Cuts a stream into frames: `u16 length, IMEI` to begin with, then `00000000, u32 length, data, u32 CRC-16/ARC`. A
 * single 0xFF between frames only keeps the line open. A stream that is neither has no place to begin again.
 */
export function frameTeltonika(stream: Uint8Array): TeltonikaFrames {
  const frames: TeltonikaFrame[] = [];
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  let at = 0;
  for (;;) {
    if (stream[at] === KEEP_ALIVE) {
      at += 1;
      continue;
    }
    const left = stream.length - at;
    const next = left < 2 ? 'unfinished' : view.getUint16(at) === 0 ? readData(stream, at) : readLogin(stream, at);
    if (next === 'unfinished') return { frames, consumed: at };
    if (typeof next === 'string') return { frames, consumed: stream.length, problem: next };
    frames.push(next.frame);
    at += next.size;
  }
}

type Next = { frame: TeltonikaFrame; size: number } | 'unfinished' | 'garbage' | 'oversized';

function readLogin(stream: Uint8Array, at: number): Next {
  const length = ((stream[at] ?? 0) << 8) | (stream[at + 1] ?? 0);
  if (length < IMEI_LENGTH.least || length > IMEI_LENGTH.most) return 'garbage';
  const digits = stream.subarray(at + 2, at + 2 + length);
  if (digits.some((byte) => byte < 0x30 || byte > 0x39)) return 'garbage';
  if (digits.length < length) return 'unfinished';
  return { frame: { kind: 'login', imei: String.fromCharCode(...digits) }, size: 2 + length };
}

function readData(stream: Uint8Array, at: number): Next {
  const begin = at + WRAP.preamble + WRAP.length;
  const left = stream.length - at;
  if (left >= WRAP.preamble && ((stream[at + 2] ?? 0) | (stream[at + 3] ?? 0)) !== 0) return 'garbage';
  if (stream.length < begin) return 'unfinished';
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  const length = view.getUint32(at + WRAP.preamble);
  if (length > LONGEST_DATA) return 'oversized';
  const end = begin + length + WRAP.checksum;
  if (stream.length < end) return 'unfinished';
  const data = stream.subarray(begin, begin + length);
  return { frame: { kind: 'data', data, intact: view.getUint32(begin + length) === crc16Arc(data) }, size: end - at };
}
