import { crc8, crc16Ccitt } from '../wire/crc.ts';
import { CODE } from './codes.ts';

/** A transport packet, or the place of one that could not be read (`code` other than 0). */
export interface EgtsFrame {
  code: number;
  pid: number;
  packetType: number;
  /** the service data, without its checksum; empty where the packet is refused */
  body: Uint8Array;
}

export interface EgtsFrames {
  frames: EgtsFrame[];
  /** here a packet begins that is not whole yet */
  consumed: number;
  /** between a broken packet and the next good header */
  lost: boolean;
  /** bytes skipped in search of a header */
  skipped: number;
}

const PLAIN_HEADER = 11;
const ROUTED_HEADER = 16;
const NO_BODY = new Uint8Array(0);

interface Header {
  code: number;
  /** the checksum is right, so the lengths can be trusted */
  trusted: boolean;
  length: number;
  bodyLength: number;
  pid: number;
  packetType: number;
  flags: number;
}

/**
 * Cuts a stream into transport packets. The order of the checks is the standard's: protocol 128, form of the header
 * 131, its checksum 137, checksum of the data 138, encryption 129, compression 132. After a header that cannot be
 * trusted its length cannot either: the next packet begins where a header with a right checksum is.
 */
export function frameEgts(stream: Uint8Array, lostBefore: boolean): EgtsFrames {
  const frames: EgtsFrame[] = [];
  let lost = lostBefore;
  let skipped = 0;
  let at = 0;
  while (at < stream.length) {
    const header = readHeader(stream, at);
    if (header === 'unfinished') break;
    if (!header.trusted) {
      if (!lost) frames.push({ code: header.code, pid: header.pid, packetType: header.packetType, body: NO_BODY });
      lost = true;
      skipped += 1;
      at += 1;
      continue;
    }
    const end = at + header.length + header.bodyLength + (header.bodyLength > 0 ? 2 : 0);
    if (end > stream.length) break;
    frames.push(readBody(header, stream.subarray(at + header.length, end)));
    lost = false;
    at = end;
  }
  return { frames, consumed: at, lost, skipped };
}

function readHeader(stream: Uint8Array, at: number): Header | 'unfinished' {
  const byte = (offset: number) => stream[at + offset] ?? 0;
  const left = stream.length - at;
  const isOurs = byte(0) === 1;
  const length = byte(3);
  const isShaped = length === PLAIN_HEADER || length === ROUTED_HEADER;
  // While something is being looked for, a byte that cannot begin a packet needs no company to be told so.
  if (left < PLAIN_HEADER || (isShaped && left < length)) return 'unfinished';
  const trusted = isShaped && crc8(stream.subarray(at, at + length - 1)) === byte(length - 1);
  const code =
    !isOurs || byte(2) >> 6 !== 0 ? CODE.unsupportedProtocol : !isShaped ? CODE.headerForm : trusted ? CODE.ok : CODE.headerCrc;
  return {
    code,
    // One in 256 of random bytes has the right checksum; with a version of another protocol that is no evidence.
    trusted: trusted && isOurs,
    length,
    bodyLength: byte(5) | (byte(6) << 8),
    pid: byte(7) | (byte(8) << 8),
    packetType: byte(9),
    flags: byte(2),
  };
}

function readBody(header: Header, tail: Uint8Array): EgtsFrame {
  const { pid, packetType } = header;
  const body = tail.subarray(0, header.bodyLength);
  const code = header.code === CODE.ok ? codeOfBody(header, tail) : header.code;
  return { code, pid, packetType, body: code === CODE.ok ? body : NO_BODY };
}

function codeOfBody({ bodyLength, flags }: Header, tail: Uint8Array): number {
  if (bodyLength === 0) return CODE.ok;
  const given = (tail[bodyLength] ?? 0) | ((tail[bodyLength + 1] ?? 0) << 8);
  if (crc16Ccitt(tail.subarray(0, bodyLength)) !== given) return CODE.dataCrc;
  if ((flags & 0b0001_1000) !== 0) return CODE.encrypted;
  return (flags & 0b0000_0100) !== 0 ? CODE.dataForm : CODE.ok;
}
