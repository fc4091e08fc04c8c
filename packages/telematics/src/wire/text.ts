import { isAscii } from 'node:buffer';

const UTF8 = new TextDecoder('utf-8', { fatal: true });
const CP1251 = new TextDecoder('windows-1251');

/** Older devices write Cyrillic in CP1251; what is no UTF-8 is that. */
export function decodeText(bytes: Uint8Array): string {
  if (isAscii(bytes)) return asBuffer(bytes).toString('latin1');
  try {
    return UTF8.decode(bytes);
  } catch {
    return CP1251.decode(bytes);
  }
}

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);

/** Text a database keeps: no NUL, no half of a character. */
export function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0) return false;
    if (code >= FIRST_HALF) return !text.includes('\u0000') && text.isWellFormed();
  }
  return true;
}
const FIRST_HALF = 0xd800;

/** The same made so, and not endless. */
export const plainText = (text: string, limit = 500): string => text.replaceAll('\u0000', '').slice(0, limit).toWellFormed();

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** More digits than these a double does not hold exactly. */
const EXACT_DIGITS = 15;
const [ZERO, NINE, POINT] = [0x30, 0x39, 0x2e];
const POWERS_OF_TEN = Array.from({ length: EXACT_DIGITS + 1 }, (_, power) => 10 ** power);

/**
 * The number that digits with a point or without one mean, between two places of a text; NaN for what is written otherwise or longer.
 * Equal to `Number` to the last bit: both the digits and the power of ten are exact, so their quotient is rounded once.
 */
export function digitsIn(text: string, from = 0, to = text.length): number {
  if (to - from > EXACT_DIGITS || to === from) return Number.NaN;
  let digits = 0;
  let point = -1;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= ZERO && code <= NINE) digits = digits * 10 + (code - ZERO);
    else if (code === POINT && point === -1) point = at;
    else return Number.NaN;
  }
  if (point === -1) return digits;
  return to - from === 1 ? Number.NaN : digits / (POWERS_OF_TEN[to - point - 1] ?? Number.NaN);
}

/** A decimal number as devices write it; nothing for everything else, an empty text included. */
export function numberIn(text: string): number | undefined {
  const plain = digitsIn(text);
  if (!Number.isNaN(plain)) return plain;
  const number = NUMBER.test(text.trim()) ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}
