import { latin } from './latin.ts';

/** Common goods by the word their names begin with, as reports and orders have it. */
const IN_ENGLISH: Record<string, string> = {
  цемент: 'cement',
  портландцемент: 'Portland cement',
  клинкер: 'clinker',
  щебень: 'crushed stone',
  гравий: 'gravel',
  песок: 'sand',
  известь: 'lime',
  известняк: 'limestone',
  гипс: 'gypsum',
  шлак: 'slag',
  уголь: 'coal',
  кокс: 'coke',
  руда: 'ore',
  зерно: 'grain',
  пшеница: 'wheat',
  кирпич: 'brick',
  бетон: 'concrete',
  битум: 'bitumen',
};

/** Whole names of reports that are no goods: empty runs, packing, containers. */
const WHOLE: readonly (readonly [RegExp, string])[] = [
  [/^ВАГОНЫ Ж\.?\s?Д/u, 'empty wagons'],
  [/^(?:КРУП\.?\s?КОНТ|КОНТЕЙНЕРЫ КРУП)/u, 'large containers'],
  [/^КОНТЕЙНЕР/u, 'containers'],
  [/^МЕТАЛЛОЛОМ/u, 'scrap metal'],
];

/** How goods are carried, behind their name. */
const CARRIED: readonly (readonly [RegExp, string])[] = [
  [/,?\s+навалом$/u, ', in bulk'],
  [/,?\s+насыпью$/u, ', in bulk'],
  [/,?\s+в мешках$/u, ', in bags'],
  [/,?\s+в биг-бэгах$/u, ', in big bags'],
];
/** Marks of grades that have a Latin form of their own. */
const MARKS: Record<string, string> = { ЦЕМ: 'CEM' };

/** Cement M500, in bulk for Цемент М500, навалом: a known word, a grade and how it is carried; undefined for any other. */
export function cargoInEnglish(name: string): string | undefined {
  const carried = CARRIED.find(([pattern]) => pattern.test(name.trim()));
  const bare = carried === undefined ? name.trim() : name.trim().replace(carried[0], '');
  const [head = '', ...rest] = bare.split(/\s+/);
  const known = IN_ENGLISH[head.toLowerCase()];
  const isGrade = rest.every((word) => !/^\p{Ll}{2,}/u.test(word) && !/^\p{Lu}{4,}$/u.test(word));
  if (known === undefined || !isGrade) return undefined;
  return [known, ...rest.map((word) => MARKS[word] ?? latin(word))].join(' ') + (carried?.[1] ?? '');
}

/** The name for who reads English: a translation where there is one, else the Russian name in Latin letters. */
export function cargoName(name: string): string {
  const whole = WHOLE.find(([pattern]) => pattern.test(name.trim().toUpperCase()))?.[1];
  return cargoInEnglish(name) ?? whole ?? latin(name === name.toUpperCase() ? name.toLowerCase() : name);
}
