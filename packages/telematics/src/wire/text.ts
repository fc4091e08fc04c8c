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
export const isPlain = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();

/** The same made so, and not endless. */
export const plainText = (text: string, limit = 500): string => text.replaceAll('\u0000', '').slice(0, limit).toWellFormed();

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** A decimal number as devices write it; nothing for everything else, an empty text included. */
export function numberIn(text: string): number | undefined {
  const number = NUMBER.test(text.trim()) ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}
