/** Single cells of a report → values. Every function takes what a reader gives and answers undefined for "nothing". */
import { collapseSpaces, isEsr6, isMissing, isZeroCode, removeSpaces, toCyrillic } from '@karavan/rail';
import { type Cell, cellText } from './table.ts';

/** Text with single blanks; undefined for empty cells, dashes, `None`, `null` … A `0` is text here. */
export function textOf(cell: Cell): string | undefined {
  if (cell === undefined) return undefined;
  const text = collapseSpaces(cellText(cell));
  return isMissing(text) ? undefined : text;
}

/** As {@link textOf}, and zeros are nothing too: destination `0`, identifier `000000000000`. */
export function namedTextOf(cell: Cell): string | undefined {
  const text = textOf(cell);
  return text === undefined || isZeroCode(text) ? undefined : text;
}

/** `Имя (код)` → both. The code is the last bracket when it holds digits alone: `72265 (устар.)` has none. */
export function splitNameCode(text: string): { name: string; code?: string } {
  const found = /^(.*?)\s*\((\d+)\)$/.exec(text);
  return found?.[1] && found[2] ? { name: found[1], code: found[2] } : { name: text };
}

const CODE_FIRST = /^(\d{6})[\s,;:/–—-]+(?=\p{L})(.*)$/u;
const CODE_LAST = /(?<=[\p{L})])([\s,;:/[–—-]{1,5})(\d{6})\]?$/u;
/** what the last code and the marks before it take at most */
const CODE_LAST_CHARS = 13;

/** As {@link splitNameCode}, and `591907 ГРЯЗИ`, `ГРЯЗИ - 591907`, ; without a mark between them the digits must have their check digit. */
export function splitPlaceCode(text: string): { name: string; code?: string } {
  const first = CODE_FIRST.exec(text);
  if (first?.[1] && first[2]) return { name: first[2], code: first[1] };
  const last = CODE_LAST.exec(text.slice(-CODE_LAST_CHARS));
  if (last?.[1] && last[2] && (last[1].trim() !== '' || isEsr6(last[2])))
    return { name: text.slice(0, -last[0].length), code: last[2] };
  return splitNameCode(text);
}

const UNIT = /(?<=\d)(?:км|кг|тн?|тонн|сут|дн|дней|km|kg|t)\.?$/i;

/** Milliseconds since midnight of `6:12`, `06-12`, `06:12:30` or of a spreadsheet's fraction of a day. */
export function clockOf(cell: Cell): number | undefined {
  if (typeof cell === 'number') return cell >= 0 && cell < 1 ? Math.round(cell * 86_400) * 1000 : undefined;
  const clock = /^(\d{1,2})[:.-](\d{2})(?:[:.](\d{2}))?$/.exec(cellText(cell).trim());
  if (!clock || Number(clock[1]) > 23 || Number(clock[2]) > 59 || Number(clock[3] ?? 0) > 59) return undefined;
  return ((Number(clock[1]) * 60 + Number(clock[2])) * 60 + Number(clock[3] ?? 0)) * 1000;
}

/** A decimal number with blanks between thousands, a comma or a point, and maybe its unit: `1 234,5 км`. Undefined unless all of it is one. */
export function numberOf(cell: Cell): number | undefined {
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : undefined;
  const text = removeSpaces(cell ?? '')
    .replace(UNIT, '')
    .replace(',', '.');
  return /^-?\d{1,15}(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** Kilometres: `4,642` is four thousand to some programs and four and a half to others, so it is nothing. */
export function kmOf(cell: Cell): number | undefined {
  const km = numberOf(cell);
  const isAmbiguous = typeof cell === 'string' && /^\d{1,3}[.,]\d{3}$/.test(removeSpaces(cell)) && !Number.isInteger(km);
  return isAmbiguous ? undefined : km;
}

/** Days of `0:15: 55` (days:hours:minutes, blank-padded) or of a plain number of days. */
export function idleDaysOf(cell: Cell): number | undefined {
  const parts = /^(\d{1,5}):(\d{1,2}):(\d{1,2})$/.exec(removeSpaces(cellText(cell)));
  if (!parts) return numberOf(cell);
  return Number(parts[1]) + Number(parts[2]) / 24 + Number(parts[3]) / 1440;
}

const WAYBILL = /^(?:[А-ЯЁ]{1,2}\d{6,7}|\d{6,8})$/;

/** A waybill number in Cyrillic capitals, Latin look-alikes repaired; undefined when it has no waybill's shape. */
export function waybillOf(text: string): string | undefined {
  const repaired = removeSpaces(toCyrillic(text.toUpperCase())).replace(/\.0$/, '');
  return WAYBILL.test(repaired) ? repaired : undefined;
}
