/** One form in which two spellings of a header are equal, and the words it is made of. */
import { collapseSpaces, toCyrillic } from '@karavan/rail';
import { remember } from './remember.ts';

const UNIT = / (?:км|кг|т|тн|тонн|сут|мск|km|kg|msk)$/;
/** `опер-я`, `назн-я`: the end of a word that was cut in its middle */
const CUT_MIDDLE = /(?<=[а-яё]{3})-[а-яё]{1,3}(?![\p{L}\d])/giu;
const CYRILLIC = /[А-Яа-яЁё]/;
const LATIN_TWINS = 'ABCEHKMOPTXY';
const CYRILLIC_TWINS = 'АВСЕНКМОРТХУ';
const LOOK_ALIKE = /^[ABCEHKMOPTXY]+$/;

/**
 * Lower case, ё as е, № as a word, camel case and underscores parted, no punctuation, no unit at the end. Latin letters
 * inside a Russian text become Cyrillic where they look so; English and transliterated keys stay Latin.
 * `Вес, кг` → `вес`, `№<br>вагона` → `номер вагона`, `осталоcь` (Latin c) → `осталось`, `NOM_VAG`, `nomVag` → `nom vag`.
 */
export const headerKey = remember(makeKey);

function makeKey(text: string): string {
  const spaced = identifier(text)
    .replace(CUT_MIDDLE, '')
    .replace(/№|(?<=^|\s)N(?=[\s°]|$)/g, ' номер ')
    .replace(/(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])/g, ' ');
  const isRussian = CYRILLIC.test(spaced);
  const words = spaced.match(/[\p{L}\p{N}]+/gu) ?? [];
  const same = words.map((word) => (isRussian && (CYRILLIC.test(word) || LOOK_ALIKE.test(word)) ? toCyrillic(word) : word));
  const key = collapseSpaces(same.join(' ').toLowerCase().replaceAll('ё', 'е')).replace(/^номер номер /, 'номер ');
  return key.replace(UNIT, '');
}

/** `PROST_СН` ends in two Cyrillic letters: a field name is Latin throughout. */
function identifier(text: string): string {
  if (!/^[\p{L}\d]+_[\p{L}\d_]+$/u.test(text) || !/[DFGIJLNQRSUVWZ]/i.test(text)) return text;
  return text.replace(/[АВСЕНКМОРТХУ]/g, (letter) => LATIN_TWINS.charAt(CYRILLIC_TWINS.indexOf(letter)));
}

/** The key as if its Latin letters were Cyrillic ones (`BEC` → `вес`); '' when it is the same. */
export function cyrillicKey(text: string): string {
  const key = headerKey(toCyrillic(text));
  return key === headerKey(text) ? '' : key;
}

const FILLERS = new Set([
  'и',
  'с',
  'на',
  'в',
  'по',
  'от',
  'до',
  'для',
  'за',
  'о',
  'the',
  'of',
  'last',
  'latest',
  'current',
  'is',
  'мск',
  'моск',
  'тек',
  'текущая',
  'текущей',
  'текущий',
  'текущее',
]);

const UNITS = new Set(['км', 'кг', 'т', 'тн', 'тонн', 'сут']);
/** `наименование станции операции` is the station of the operation */
const NAME = /^(наим|назв)/;

/** The words of a key that carry its meaning; units and `наименование` do where only one word were left without them. */
export function wordsOf(key: string): string[] {
  const words = key.split(' ');
  const kept = words.filter((word) => !FILLERS.has(word));
  const told = kept.filter((word) => !UNITS.has(word) && !NAME.test(word));
  if (told.length > 1) return told;
  return kept.length > 0 ? kept : words;
}

const MIN_STEM = 4;

const VOWEL = /[аеиоуыэюя]/;
const VOWELS = /[аеиоуыэюя]/g;

/** Two forms of one word: `назн`, `нзн` and `назначения`, `отправки` and `отправления`, `операция` and `операции`. */
export function isSameWord(a: string, b: string): boolean {
  if (a === b) return true;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length < 2 || /[^а-я]/.test(short)) return false;
  if (long.startsWith(short)) return true;
  if (!VOWEL.test(short) && long.length >= MIN_STEM && short[0] === long[0]) return long.replaceAll(VOWELS, '').startsWith(short);
  let common = 0;
  while (common < short.length && short[common] === long[common]) common += 1;
  return common >= MIN_STEM && short.length - common <= 3 && long.length - common <= 5;
}
