/**
 * A page with only the tags that make tables. A report needs no others, and without them nothing can be nested
 * thousands deep: rows and cells close each other, so depth is bounded by the number of tables.
 */
import { MAX_TABLES, MAX_TAGS } from './limits.ts';
import { ReportError } from './report-error.ts';

const OTHER_TAG = /<(?!\/?(?:table|tr|td|th|br|script|style)(?![\w:-])|!--)\/?([\w:-]*)[^<>]*>/gi;
/** tags inside a word; all others part words */
const INLINE = new Set(['a', 'b', 'em', 'font', 'i', 'small', 'span', 'strong', 'sub', 'sup', 'u']);

/** Throws ReportError TOO_LARGE for more tags or tables than any report has. */
export function keepTableTags(html: string): string {
  if (count(html, '<', MAX_TAGS) >= MAX_TAGS || count(html.toLowerCase(), '<table', MAX_TABLES) >= MAX_TABLES) {
    throw new ReportError('TOO_LARGE', "The page has far more tables or tags than a report; send one day's report alone.");
  }
  return html.replace(OTHER_TAG, (_, name: string) => (INLINE.has(name.toLowerCase()) ? '' : ' '));
}

function count(text: string, part: string, limit: number): number {
  let found = 0;
  for (let at = text.indexOf(part); at >= 0 && found < limit; at = text.indexOf(part, at + part.length)) found += 1;
  return found;
}
