import type { Station } from '@karavan/contracts';
import { defined } from './defined.ts';

// biome-ignore format: a table reads better in rows
const HOMOGLYPHS: Record<string, string> = {
  A: 'А', B: 'В', C: 'С', E: 'Е', H: 'Н', K: 'К', M: 'М', O: 'О', P: 'Р', T: 'Т', X: 'Х', Y: 'У',
};
const ROMAN: Record<string, string> = { I: '1', II: '2', III: '3', IV: '4' };
/** Prints cut names at 13 signs; what is left without hyphens and spaces still tells one station from another. */
const TRUNCATED_LETTERS = 11;

/**
 * A station name to compare by: capitals, ё as е, Latin look-alikes as Cyrillic, Roman numbers as digits, without
 * brackets (`(ЭКСП.)` marks the export twin of the same place), spaces, hyphens and dots.
 */
export function stationKey(name: string): string {
  return name
    .toUpperCase()
    .replace(/\([^)]*\)?/g, ' ')
    .replace(/\b(?:IV|I{1,3})\b/g, (roman) => ROMAN[roman] ?? roman)
    .replace(/[ABCEHKMOPTXY]/g, (letter) => HOMOGLYPHS[letter] ?? letter)
    .replace(/Ё/g, 'Е')
    .replace(/[^\p{L}\d]/gu, '');
}

/**
 * Whether two reports mean one station: equal ESR codes, else equal names, else one name cut off by a narrow print.
 * Two different codes of one name are the export twins of a port or border station and count as the same (RW6).
 */
export function sameStation(a: Station | undefined, b: Station | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  if (a.esr !== undefined && a.esr === b.esr) return true;
  const [x, y] = [stationKey(a.name), stationKey(b.name)];
  if (x === '' || y === '') return false;
  if (x === y) return true;
  if (a.esr !== undefined && b.esr !== undefined) return false;
  const [short, long] = x.length < y.length ? [x, y] : [y, x];
  return short.length >= TRUNCATED_LETTERS && long.startsWith(short);
}

/** The newer mention of a station with what only the older one knew: code, road, coordinates, the untruncated name. */
export function mergeStation(newer: Station, older: Station | undefined): Station {
  if (older === undefined || !sameStation(newer, older)) return newer;
  const cut =
    stationKey(older.name).length > stationKey(newer.name).length && stationKey(older.name).startsWith(stationKey(newer.name));
  return { ...older, ...defined(newer), name: cut ? older.name : newer.name };
}
