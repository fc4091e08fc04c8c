type Bytes = Uint8Array;

function tableOf(step: (value: number) => number, start: (byte: number) => number): Uint16Array {
  return Uint16Array.from({ length: 256 }, (_, byte) => {
    let value = start(byte);
    for (let bit = 0; bit < 8; bit += 1) value = step(value);
    return value;
  });
}

const ARC = tableOf(
  (value) => (value & 1 ? (value >>> 1) ^ 0xa001 : value >>> 1),
  (byte) => byte,
);
const CCITT = tableOf(
  (value) => (value & 0x8000 ? (value << 1) ^ 0x1021 : value << 1) & 0xffff,
  (byte) => byte << 8,
);
const EIGHT = tableOf(
  (value) => (value & 0x80 ? (value << 1) ^ 0x31 : value << 1) & 0xff,
  (byte) => byte,
);

/** CRC-16/ARC, also called IBM: polynomial 0x8005 reflected, initial 0; "123456789" gives 0xBB3D. Wialon IPS 2, Teltonika. */
export function crc16Arc(bytes: Bytes): number {
  let crc = 0;
  for (const byte of bytes) crc = (crc >>> 8) ^ (ARC[(crc ^ byte) & 0xff] ?? 0);
  return crc;
}

/** CRC-16/CCITT-FALSE: polynomial 0x1021, initial 0xFFFF; "123456789" gives 0x29B1. Body of an EGTS packet. */
export function crc16Ccitt(bytes: Bytes): number {
  let crc = 0xffff;
  for (const byte of bytes) crc = ((crc << 8) & 0xffff) ^ (CCITT[(crc >>> 8) ^ byte] ?? 0);
  return crc;
}

/** CRC-8: polynomial 0x31, initial 0xFF, not reflected; "123456789" gives 0xF7. Header of an EGTS packet. */
export function crc8(bytes: Bytes): number {
  let crc = 0xff;
  for (const byte of bytes) crc = EIGHT[crc ^ byte] ?? 0;
  return crc;
}
