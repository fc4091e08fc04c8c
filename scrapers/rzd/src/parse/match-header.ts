/** The text of a header → the field it means, and how sure that is. */
import { CONTAINED, EXACT, type Field, LATIN, orderFree, type Synonym } from './fields.ts';
import { cyrillicKey, headerKey, isSameWord, wordsOf } from './header-key.ts';
import { remember } from './remember.ts';
import { RUSSIAN_BY_SIZE } from './synonym-words.ts';

export interface Match {
  field: Field;
  /** 4 approved by a person, 3 a text we know, 2 its words abbreviated or in other forms, 1 a part of the text */
  sureness: 4 | 3 | 2 | 1;
  /** place in the field's list: lower is preferred */
  rank: number;
}

/** Words that make another thing of the text beside them: the *planned* arrival is no arrival. */
const OTHER_THING =
  /^(план|прогноз|расчет|ожид|ранее|предыд|пред$|ремонт|рем$|пробег|след|выгруж|окпо|тгнл|гнг|погран|стык|поезд|местн|локальн|сдач|прием|постро|изгот|аренд|собств|обновл|запис|расписан|оконч|заверш|норма$|досыл|контейн|пломб|парк|пут[ьи]$|plan|eta|forecast|estim|previous|prev$|next|owner|created|updated|repair|local$|container)/;
/** Groups whose columns are of another thing, however their own headings read: `Предыдущая операция` over `Станция`. */
const OTHER_GROUP =
  /^(план|прогноз|ожид|ранее|предыд|пред$|прошл|следующ|след$|ремонт|погран|стык|plan|forecast|estim|previous|prev$|next|repair)/;

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
  const own = isOfOtherGroup(texts) ? texts.slice(0, 1) : texts;
  const keys = [...new Set(own.flatMap((text) => [headerKey(text), cyrillicKey(text)]))].filter((key) => /[a-zа-я]/.test(key));
  return first(keys, exactly) ?? first(keys, byWords) ?? first(keys, contained);
}

function isOfOtherGroup(texts: readonly string[]): boolean {
  const leaf = headerKey(texts.at(-1) ?? '');
  const group = headerKey(texts[0] ?? '').slice(0, -leaf.length);
  return texts.length > 1 && group.split(' ').some((word) => OTHER_GROUP.test(word));
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

/**
 * `ст назн` for `станция назначения`, `дата посл опер` for `дата последней операции`. Another order of the words may be
 * another text we know (`отправление дата` is the start of the trip), so the order counts before it does not.
 */
function byWords(key: string): Match | undefined {
  const words = wordsOf(key);
  if (words.length < 2 || !/[а-я]/.test(key)) return undefined;
  const known = RUSSIAN_BY_SIZE.get(words.length) ?? [];
  const synonym = known.find((one) => isInOrder(words, one.words)) ?? known.find((one) => isSameText(words, one.words));
  return synonym && toMatch(synonym, 2);
}

const isInOrder = (words: readonly string[], known: readonly string[]): boolean =>
  words.every((word, index) => isSameWord(word, known[index] ?? ''));

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
  const synonym = CONTAINED.find(
    (one) => padded.includes(` ${one.key} `) && !saysOtherThing(key, one.key) && !saysOtherKind(key, one),
  );
  return synonym && toMatch(synonym, 1);
}

/** A single word is rather a group: `Дислокация время` is no station. */
const OTHER_KIND = /^(код|дорог|дата|врем|час|дней|сут|просто|расст|км|вес|номер|индекс|операц|государ|стран)/;
const saysOtherKind = (key: string, { key: known, words }: Synonym): boolean =>
  words.length === 1 && key.split(' ').some((word) => word !== known && OTHER_KIND.test(word));

/** Whether the words of a key, or those around the text we know in it, are of another thing. */
export function saysOtherThing(key: string, known = ''): boolean {
  const extra = ` ${key} `.replace(known === '' ? '' : ` ${known} `, ' ').trim();
  return extra.split(' ').some((word) => OTHER_THING.test(word));
}
