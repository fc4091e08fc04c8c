import { ALL_SYNONYMS, type Synonym } from './fields.ts';

/** Russian texts by the number of their words: only texts as long can be an abbreviation of one. */
export const RUSSIAN_BY_SIZE: ReadonlyMap<number, readonly Synonym[]> = groupBySize();

function groupBySize(): Map<number, Synonym[]> {
  const groups = new Map<number, Synonym[]>();
  for (const synonym of ALL_SYNONYMS) {
    if (!/[а-я]/.test(synonym.key)) continue;
    const group = groups.get(synonym.words.length) ?? [];
    group.push(synonym);
    groups.set(synonym.words.length, group);
  }
  return groups;
}
