/**
 * Train index `AAAA-NNN-BBBB`: short code of the station where the train was formed, ordinal number of the consist,
 * short code of the station the *train* (not the wagon) goes to.
 */
import { normaliseEsr } from './esr.ts';
import { collapseSpaces, isMissing, isZeroCode } from './text.ts';

/**
 * The canonical text `AAAA-NNN-BBBB` of any spelling met in reports, or undefined where there is no train.
 * Understood: `7432-045-6980`, `6136+214+2200`, `1613 041 1100`, `872504 178 985702 (…)`, `872504178985702 (…)`,
 * 11 digits without separators, and numbers that lost a leading zero. None: empty, dashes, zeros, `Б/И`, and an index
 * given by station names alone (`ЛЕНИНСК-КУЗ1+178+М.АСТАФ(Э)`), which holds no codes.
 */
export function normaliseTrainIndex(cell: string | number): string | undefined {
  const text = codesOnly(String(cell));
  if (isMissing(text) || isZeroCode(text)) return undefined;
  const groups = /^\D*?(\d{3,6})[\s+\-–/]+(\d{1,3})[\s+\-–/]+(\d{3,6})$/.exec(text);
  if (groups?.[1] && groups[2] && groups[3]) return compose(groups[1], groups[2], groups[3]);
  if (!/^\d+$/.test(text)) return undefined;
  if (text.length >= 14 && text.length <= 15) {
    const digits = text.padStart(15, '0');
    return compose(digits.slice(0, 6), digits.slice(6, 9), digits.slice(9));
  }
  if (text.length >= 10 && text.length <= 11) {
    const digits = text.padStart(11, '0');
    return compose(digits.slice(0, 4), digits.slice(4, 7), digits.slice(7));
  }
  return undefined;
}

/** Names in brackets may hold brackets themselves (`М.АСТАФ(Э)`), so everything from the first one goes. */
function codesOnly(text: string): string {
  const bracket = text.indexOf('(');
  return collapseSpaces(bracket < 0 ? text : text.slice(0, bracket));
}

function compose(from: string, number: string, to: string): string | undefined {
  const first = shortCode(from);
  const last = shortCode(to);
  if (first === '0000' || last === '0000') return undefined;
  return `${first}-${number.padStart(3, '0')}-${last}`;
}

function shortCode(digits: string): string {
  if (digits.length <= 4) return digits.padStart(4, '0');
  return (normaliseEsr(digits) ?? digits).slice(0, 4);
}
