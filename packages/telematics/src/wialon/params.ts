import type { AttributeSet } from '../wire/attributes.ts';
import { numberIn } from '../wire/text.ts';
import { isAbsent } from './fields.ts';

const LONGEST_NAME = 38;

interface Param {
  name: string;
  type: string;
  value: string;
}

/**
 * `name:type:value` joined by commas: 1 whole number, 2 number, 3 text. A piece without a name belongs to the text
 * before it, which had a comma. False where a piece is neither.
 */
export function readParams(text: string, attributes: AttributeSet): boolean {
  if (isAbsent(text)) return true;
  const read: Param[] = [];
  for (const piece of text.split(',')) {
    const param = readParam(piece.trimStart());
    const before = read.at(-1);
    if (param !== undefined) read.push(param);
    else if (before?.type === '3') before.value += `,${piece}`;
    else if (piece !== '') return false;
  }
  for (const param of read) {
    const value = contentOf(param);
    if (value === undefined) return false;
    if (value !== null) attributes.put(attributes.has(param.name) ? `param.${param.name}` : param.name, value);
    if (param.name === 'SOS' && value === 1) attributes.put('alarm', 'sos');
  }
  return true;
}

function readParam(piece: string): Param | undefined {
  const end = piece.indexOf(':');
  const type = piece.charAt(end + 1);
  if (end < 1 || end > LONGEST_NAME || type < '1' || type > '3' || piece.charAt(end + 2) !== ':') return undefined;
  return { name: piece.slice(0, end), type, value: piece.slice(end + 3) };
}

function contentOf({ type, value }: Param): string | number | null | undefined {
  if (type === '3') return value;
  if (isAbsent(value)) return null;
  const number = numberIn(value);
  // Beyond 2^53 a number would be another one.
  return number !== undefined && Math.abs(number) > Number.MAX_SAFE_INTEGER ? value : number;
}
