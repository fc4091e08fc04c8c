import { inflateSync } from 'node:zlib';

/** One packet `#TYPE#body`, or a line that is none. */
export interface WialonFrame {
  /** empty where the line is no packet */
  type: string;
  /** as it came, for the checksum is over the bytes */
  body: Uint8Array;
  /** what stood before the packet: `IMEI`, or `2.0;IMEI`, as in a datagram, which needs no login */
  sender?: { uniqueId: string; hasChecksums: boolean };
}

export interface WialonFrames {
  frames: WialonFrame[];
  /** here a packet begins that is not whole yet */
  consumed: number;
  /** bytes of a file still to be passed over */
  skip: number;
  /** bytes that belong to no packet */
  unframed: number;
}

const [HASH, LF, CR, SPACE, PACKED] = [0x23, 0x0a, 0x0d, 0x20, 0xff];
/** A black box of 5000 messages; what inflates to more is no packet. */
export const LONGEST_PACKET = 2 * 1024 * 1024;
/** The largest file a tracker may send past us. */
const LARGEST_FILE = 64 * 1024 * 1024;

/**
 * Cuts a stream into packets: lines that begin with `#`, and zlib containers `FF, u16 LE length, data` with a line in
 * them. In the first `searched` bytes there is no end of a line. Binary blocks that follow their own kinds of line are passed over, not read.
 */
export function frameWialon(stream: Uint8Array, before: { skip: number; searched: number }): WialonFrames {
  const frames: WialonFrame[] = [];
  let at = Math.min(before.skip, stream.length);
  let skip = before.skip - at;
  let unframed = 0;
  const take = (line: Uint8Array, size: number) => {
    const frame = readLine(line);
    frames.push(frame);
    if (frame.type === '') unframed += size;
    return frame;
  };
  while (at < stream.length) {
    const first = stream[at];
    if (first === LF || first === CR || first === SPACE || first === 0) {
      at += 1;
      unframed += 1;
    } else if (first === PACKED) {
      const end = at + 3 + ((stream[at + 1] ?? 0) | ((stream[at + 2] ?? 0) << 8));
      if (at + 3 > stream.length || end > stream.length) break;
      const inflated = inflate(stream.subarray(at + 3, end));
      take(inflated.subarray(0, lineEnd(inflated, 0, inflated.length)), end - at);
      at = end;
    } else {
      const end = stream.indexOf(LF, Math.max(at, before.searched));
      if (end === -1) break;
      const frame = take(stream.subarray(at, lineEnd(stream, at, end)), end + 1 - at);
      const file = sizeOfFile(frame);
      at = Math.min(end + 1 + file, stream.length);
      skip = end + 1 + file - at;
    }
  }
  return { frames, consumed: at, skip, unframed };
}

/** What may stand before a packet: an id that has no `#` in it, and the version before that. */
const SENDER = /^(?:(2\.\d+);)?([\w.:-]{1,64})$/;
const LONGEST_SENDER = 72;

function readLine(line: Uint8Array): WialonFrame {
  const start = line[0] === HASH ? 0 : line.subarray(0, LONGEST_SENDER).indexOf(HASH);
  if (start <= 0) return readPacket(line);
  const [, version, uniqueId] = SENDER.exec(String.fromCharCode(...line.subarray(0, start))) ?? [];
  const packet = readPacket(line.subarray(start));
  if (uniqueId === undefined || packet.type === '') return { type: '', body: line.subarray(0, 64) };
  return { ...packet, sender: { uniqueId, hasChecksums: version !== undefined } };
}

const LONGEST_TYPE = 4;
const [A, Z] = [0x41, 0x5a];

/** A type is a few capital letters between two `#`. */
function readPacket(line: Uint8Array): WialonFrame {
  let type = '';
  let at = 0;
  if (line[0] === HASH)
    for (at = 1; at <= LONGEST_TYPE; at += 1) {
      const letter = line[at] ?? 0;
      if (letter < A || letter > Z) break;
      type += String.fromCharCode(letter);
    }
  return type !== '' && line[at] === HASH ? { type, body: line.subarray(at + 1) } : { type: '', body: line.subarray(0, 64) };
}

/** Where a line that begins at `start` ends, without what ends it. */
function lineEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at > start && (bytes[at - 1] === CR || bytes[at - 1] === LF)) at -= 1;
  return at;
}

const FIELD_OF_SIZE: Readonly<Record<string, number>> = { I: 0, T: 1, US: 0, UC: 0 };

/** The bytes after the line of a picture, a tachograph file, a firmware or a configuration. */
function sizeOfFile({ type, body }: WialonFrame): number {
  const at = FIELD_OF_SIZE[type];
  if (at === undefined) return 0;
  const size = String.fromCharCode(...body.subarray(0, 200)).split(';')[at] ?? '';
  return /^\d{1,8}$/.test(size) ? Math.min(Number(size), LARGEST_FILE) : 0;
}

function inflate(data: Uint8Array): Uint8Array {
  try {
    return inflateSync(data, { maxOutputLength: LONGEST_PACKET });
  } catch {
    return data.subarray(0, 0); // counted as a line that is no packet
  }
}
