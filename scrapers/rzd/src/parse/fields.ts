/** The fields a column can mean, and the ways to find one by the text of a header. */
import { headerKey, wordsOf } from './header-key.ts';
import { SYNONYMS } from './synonyms.ts';

export type Field = keyof typeof SYNONYMS;
const FIELDS = Object.keys(SYNONYMS) as Field[];
/** what an approved mapping may name */
export const REPORT_FIELDS: readonly Field[] = FIELDS;

export interface Synonym {
  field: Field;
  key: string;
  words: readonly string[];
  /** place in its list: lower is preferred */
  rank: number;
}

export const ALL_SYNONYMS: readonly Synonym[] = FIELDS.flatMap((field) =>
  SYNONYMS[field].map((text, rank) => ({ field, key: headerKey(text), words: wordsOf(headerKey(text)), rank })),
);
export const EXACT: ReadonlyMap<string, Synonym> = new Map(ALL_SYNONYMS.map((synonym) => [synonym.key, synonym]));

/** Keys of lists name the same thing in any order: `stationOperation`, `operation_station`. */
export const orderFree = (words: readonly string[]): string => [...new Set(words)].sort().join(' ');
export const LATIN: ReadonlyMap<string, Synonym> = new Map(
  ALL_SYNONYMS.filter(({ key }) => !/[а-я]/.test(key))
    .reverse()
    .map((synonym) => [orderFree(synonym.words), synonym]),
);

/** Below this a synonym inside a longer header proves nothing: `Груз` is in `Ранее выгруженный груз`. */
const MIN_CONTAINED_CHARS = 10;
export const CONTAINED: readonly Synonym[] = ALL_SYNONYMS.filter(({ key }) => key.length >= MIN_CONTAINED_CHARS).sort(
  (a, b) => b.key.length - a.key.length,
);
