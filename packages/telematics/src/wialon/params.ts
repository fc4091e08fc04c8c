import type { AttributeSet } from '../wire/attributes.ts';
import { numberIn } from '../wire/text.ts';
import { isAbsent } from './fields.ts';

const PARAM = /^([^:]{1,38}):([123]):(.*)$/s;

/**
 * `name:type:value` joined by commas: 1 whole number, 2 number, 3 text. A piece without a name belongs to the text
 * before it, which had a comma. False where a piece is neither.
 */
export function readParams(text: string, attributes: AttributeSet): boolean {
  if (isAbsent(text)) return true;
  const read: { name: string; type: string; value: string }[] = [];
  for (const piece of text.split(',')) {
    const [, name, type, value] = PARAM.exec(piece.trimStart()) ?? [];
    const before = read.at(-1);
    if (name !== undefined && type !== undefined && value !== undefined) read.push({ name, type, value });
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

function contentOf({ type, value }: { type: string; value: string }): string | number | null | undefined {
  if (type === '3') return value;
  if (isAbsent(value)) return null;
  const number = numberIn(value);
  // Beyond 2^53 a number would be another one.
  return number !== undefined && Math.abs(number) > Number.MAX_SAFE_INTEGER ? value : number;
}
