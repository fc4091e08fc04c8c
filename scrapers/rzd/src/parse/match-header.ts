/** The text of a header → the field it means, and how sure that is. */
import { CONTAINED, EXACT, type Field, LATIN, orderFree, type Synonym } from './fields.ts';
import { cyrillicKey, headerKey, isSameWord, wordsOf } from './header-key.ts';
import { remember } from './remember.ts';
import { RUSSIAN_BY_SIZE } from './synonym-words.ts';

export interface Match {
  field: Field;
  /** 4 approved by a person, 3 a text we know, 2 its words abbreviated or in other forms, 1 part of the text */
  sureness: 4 | 3 | 2 | 1;
  /** place in the field's list: lower is preferred */
  rank: number;
}

/** Words that make another thing of the text beside them: the *planned* arrival is no arrival. */
const OTHER_THING =
  /^(план|прогноз|расчет|ожид|ранее|предыд|пред$|ремонт|рем$|пробег|след|выгруж|окпо|тгнл|гнг|поездом|погран|стык|сдач|прием|постро|изгот|аренд|собств|обновл|запис|расписан|оконч|заверш|норма$|досыл|контейн|пломб|парк|пут[ьи]$|plan|eta|forecast|estim|previous|prev$|next|owner|created|updated|repair|container)/;

/**
 * Texts of one column, from the fullest (groups and heading) to the barest. Every text is tried exactly before any is
 * tried by its words, and by its words before any is searched for a known text.
 */
export function matchHeader(texts: readonly string[]): Match | undefined {
  return byTexts(texts.join(PARTED));
}

/** in no header */
const PARTED = '\u001f';
const byTexts = remember((joined) => findMatch(joined.split(PARTED)));

function findMatch(texts: readonly string[]): Match | undefined {
  const keys = [...new Set(texts.flatMap((text) => [headerKey(text), cyrillicKey(text)]))].filter((key) => /[a-zа-я]/.test(key));
  return first(keys, exactly) ?? first(keys, byWords) ?? first(keys, contained);
}

function first(keys: readonly string[], find: (key: string) => Match | undefined): Match | undefined {
  for (const key of keys) {
    const match = find(key);
    if (match) return match;
  }
  return undefined;
}

const toMatch = ({ field, rank }: Synonym, sureness: Match['sureness']): Match => ({ field, rank, sureness });

function exactly(key: string): Match | undefined {
  const synonym = EXACT.get(key) ?? (/[а-я]/.test(key) ? undefined : LATIN.get(orderFree(wordsOf(key))));
  return synonym && toMatch(synonym, 3);
}

/** `ст назн` for `станция назначения`, `дата посл опер` for `дата последней операции`; the order does not matter. */
function byWords(key: string): Match | undefined {
  const words = wordsOf(key);
  if (words.length < 2 || !/[а-я]/.test(key)) return undefined;
  const synonym = (RUSSIAN_BY_SIZE.get(words.length) ?? []).find((one) => isSameText(words, one.words));
  return synonym && toMatch(synonym, 2);
}

function isSameText(words: readonly string[], known: readonly string[]): boolean {
  const left = [...known];
  return words.every((word) => {
    const at = left.findIndex((one) => isSameWord(word, one));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

function contained(key: string): Match | undefined {
  const padded = ` ${key} `;
  const synonym = CONTAINED.find((one) => padded.includes(` ${one.key} `) && !saysOtherThing(key, one.key));
  return synonym && toMatch(synonym, 1);
}

/** Whether the words of a key, or those around the text we know in it, are of another thing. */
export function saysOtherThing(key: string, known = ''): boolean {
  const extra = ` ${key} `.replace(known === '' ? '' : ` ${known} `, ' ').trim();
  return extra.split(' ').some((word) => OTHER_THING.test(word));
}
