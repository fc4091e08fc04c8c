import fc from 'fast-check';
import { expect, it } from 'vitest';
import { crc8, crc16Arc, crc16Ccitt } from './crc.ts';

const CHECK = Buffer.from('123456789');

it('gives the check values of the catalogue', () => {
  expect(crc16Arc(CHECK)).toBe(0xbb3d);
  expect(crc16Ccitt(CHECK)).toBe(0x29b1);
  expect(crc8(CHECK)).toBe(0xf7);
});

/** Bit by bit, as the standards write it. */
function crcByBits(bytes: Uint8Array, { width, poly, init }: { width: number; poly: number; init: number }): number {
  const top = 2 ** (width - 1);
  let crc = init;
  for (const byte of bytes)
    for (let bit = 7; bit >= 0; bit -= 1) {
      const carry = ((crc & top) !== 0) !== ((byte >> bit) % 2 === 1);
      crc = ((crc << 1) ^ (carry ? poly : 0)) & (2 ** width - 1);
    }
  return crc;
}
const reverse = (value: number, width: number) =>
  Number.parseInt(value.toString(2).padStart(width, '0').split('').reverse().join(''), 2);

it('agrees with the reckoning bit by bit', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      expect(crc16Ccitt(bytes)).toBe(crcByBits(bytes, { width: 16, poly: 0x1021, init: 0xffff }));
      expect(crc8(bytes)).toBe(crcByBits(bytes, { width: 8, poly: 0x31, init: 0xff }));
      const mirrored = bytes.map((byte) => reverse(byte, 8));
      expect(crc16Arc(bytes)).toBe(reverse(crcByBits(mirrored, { width: 16, poly: 0x8005, init: 0 }), 16));
    }),
    { numRuns: 100 },
  );
});
