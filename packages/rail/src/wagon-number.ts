/**
 * Wagon numbers of the 1520 mm network: 8 digits, the last one a check digit, always a string.
 * The check digit is a warning and never a reason to drop a row: about one real number in ninety fails it.
 */
import { removeSpaces } from './text.ts';

/**
 * Check digit of the first seven digits: weights 2,1,2,1,2,1,2 from the left, the digits of the products summed,
 * the complement to the next ten (Luhn). `6349957` → 8.
 */
export function wagonCheckDigit(first7: string): number {
  let sum = 0;
  for (let i = 0; i < first7.length; i += 1) {
    const product = Number(first7.charAt(i)) * (i % 2 === 0 ? 2 : 1);
    sum += Math.floor(product / 10) + (product % 10);
  }
  return (10 - (sum % 10)) % 10;
}

/** Eight digits with the right check digit. */
export function isWagonNumber(text: string): boolean {
  return /^\d{8}$/.test(text) && wagonCheckDigit(text.slice(0, 7)) === Number(text.charAt(7));
}

/**
 * The eight digits behind a messy cell, or undefined when the cell holds no wagon number. Known mess: a number instead
 * of a text, a float (`52266772.0`), exponent form, inner blanks (`52 266 772`), nine digits with a leading zero
 * (`065098634`), an apostrophe or № in front. Fewer than eight digits are padded with zeros only where that gives a
 * right check digit: numbers with a leading zero are passenger stock, so a short number is far more often a torn one.
 */
export function normaliseWagonNumber(cell: string | number): string | undefined {
  if (typeof cell === 'number') return Number.isSafeInteger(cell) && cell > 0 ? fromDigits(String(cell)) : undefined;
  const text = removeSpaces(cell)
    .replace(/^['’"№]+|['’"]+$/g, '')
    .replace(/[.,]0+$/, '');
  if (/^\d\.\d+E\+?0?7$/i.test(text)) return normaliseWagonNumber(Number(text));
  return /^\d+$/.test(text) ? fromDigits(text) : undefined;
}

function fromDigits(digits: string): string | undefined {
  if (digits.length === 8) return digits;
  if (digits.length === 9 && digits.startsWith('0')) return digits.slice(1);
  if (digits.length < 6 || digits.length > 8) return undefined;
  const padded = digits.padStart(8, '0');
  return isWagonNumber(padded) ? padded : undefined;
}

/**
 * All numbers that differ from this one in exactly one digit and have a right check digit, ascending. For a search box
 * where one digit was mistyped; the number itself is not among them. Needs eight digits, else the list is empty.
 */
export function wagonTypoCandidates(number: string): string[] {
  if (!/^\d{8}$/.test(number)) return [];
  const candidates: string[] = [];
  for (let position = 0; position < 8; position += 1) {
    for (let digit = 0; digit <= 9; digit += 1) {
      const variant = number.slice(0, position) + String(digit) + number.slice(position + 1);
      if (variant !== number && isWagonNumber(variant)) candidates.push(variant);
    }
  }
  return candidates.sort();
}
