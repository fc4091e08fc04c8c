export const NO_BYTES: Uint8Array = new Uint8Array(0);

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const UTF8 = new TextEncoder();
export const asciiBytes = (text: string): Uint8Array => UTF8.encode(text);

export const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Reads numbers one after another. @throws RangeError beyond the end: what is read was torn */
export function createByteReader(bytes: Uint8Array, littleEndian: boolean) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const step = (size: number): number => {
    at += size;
    return at - size;
  };
  const u24 = (): number => {
    const [a, b, c] = [view.getUint8(step(1)), view.getUint8(step(1)), view.getUint8(step(1))];
    return littleEndian ? a | (b << 8) | (c << 16) : (a << 16) | (b << 8) | c;
  };
  return {
    u8: () => view.getUint8(step(1)),
    u16: () => view.getUint16(step(2), littleEndian),
    i16: () => view.getInt16(step(2), littleEndian),
    u24,
    u32: () => view.getUint32(step(4), littleEndian),
    i32: () => view.getInt32(step(4), littleEndian),
    u64: () => view.getBigUint64(step(8), littleEndian),
    i64: () => view.getBigInt64(step(8), littleEndian),
    take(size: number): Uint8Array {
      if (at + size > bytes.length) throw new RangeError('torn');
      return bytes.subarray(step(size), at);
    },
    left: () => bytes.length - at,
  };
}
export type ByteReader = ReturnType<typeof createByteReader>;
