/**
 * Text as railway reports really write it: Latin letters inside Cyrillic words, no-break spaces, a dozen ways to say
 * "nothing". Sources of the rules: reports of 2023-2026 seen in several exports of one and the same system.
 */

const LATIN = 'ABCEHKMOPTXYaceopxy';
const CYRILLIC = 'АВСЕНКМОРТХУасеорху';
const HOMOGLYPHS = new Map([...LATIN].map((latin, i) => [latin, CYRILLIC.charAt(i)]));

/** Latin letters that look like Cyrillic ones become Cyrillic: `ЭX077532` (Latin X) → `ЭХ077532`. Others stay. */
export function toCyrillic(text: string): string {
  return text.replace(/[ABCEHKMOPTXYaceopxy]/g, (letter) => HOMOGLYPHS.get(letter) ?? letter);
}

/** a blank that is not one single space between words; most cells have none, and looking is cheaper than replacing */
const UNUSUAL_BLANK = /[^\S ]| {2}|^ | $|[\u200b\u2060]/;

/** Every run of blanks (no-break, narrow, zero-width and line breaks too) becomes one space; the ends are trimmed. */
export function collapseSpaces(text: string): string {
  if (!UNUSUAL_BLANK.test(text)) return text;
  return text.replace(/[\s\u00a0\u2007\u200b\u202f\u2060\ufeff]+/g, ' ').trim();
}

/** No blanks at all: `1\u00a0234` → `1234`. */
export function removeSpaces(text: string): string {
  return text.replace(/[\s\u00a0\u2007\u200b\u202f\u2060\ufeff]+/g, '');
}

/**
 * The form in which two spellings of one name are equal: Cyrillic, upper case, Ё as Е, no blanks.
 * `СДАЧА П О МЕЖДОРОЖНОМУ СТЫКУ ` and `Сдача по междорожному стыку` give the same key.
 */
export function nameKey(text: string): string {
  if (/^[А-Я0-9().-]*$/.test(text)) return text;
  return toCyrillic(removeSpaces(text).toUpperCase()).replaceAll('Ё', 'Е');
}

const MISSING = new Set(['', '-', '--', '–', '—', '&NBSP;', 'NONE', 'NULL', 'NAN', 'NAT', 'N/A', '#N/A', 'Н/Д', 'Б/И']);
const LONGEST_MISSING = Math.max(...[...MISSING].map((text) => text.length));

/** True for what reports write where they have nothing: empty, dashes, `&nbsp;`, `None`, `null`. A zero is not among them. */
export function isMissing(text: string): boolean {
  const collapsed = collapseSpaces(text);
  return collapsed.length <= LONGEST_MISSING && MISSING.has(collapsed.toUpperCase());
}

/** True for codes that stand for "none": `0`, `000000000000`, `0000-000-0000`. */
export function isZeroCode(text: string): boolean {
  return /^[0+-]+$/.test(removeSpaces(text)) && text.includes('0');
}
