import { crc16Arc } from '../wire/crc.ts';

const HEX = /^(0x)?[0-9a-f]{1,4}$/i;

/**
 * Splits the checksum off a body of version 2: hexadecimal digits after the last separator, over everything up to and
 * with it (CRC-16/ARC). Nothing where there is none or it does not fit.
 */
export function withoutChecksum(body: Uint8Array, separator: ';' | '|'): Uint8Array | undefined {
  const end = body.lastIndexOf(separator.charCodeAt(0));
  const given = String.fromCharCode(...body.subarray(end + 1, end + 8)).trim();
  if (end === -1 || body.length - end > 8 || !HEX.test(given)) return undefined;
  return crc16Arc(body.subarray(0, end + 1)) === Number.parseInt(given, 16) ? body.subarray(0, end) : undefined;
}
