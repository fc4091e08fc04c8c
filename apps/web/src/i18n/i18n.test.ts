import { describe, expect, test } from 'vitest';
import { en } from './en.ts';
import { ru } from './ru.ts';

const PLURAL = /_(zero|one|two|few|many|other)$/;

function flatten(node: object, prefix = ''): Map<string, string> {
  const out = new Map<string, string>();
  for (const [key, value] of Object.entries(node)) {
    if (typeof value === 'string') out.set(prefix + key, value);
    else for (const [inner, text] of flatten(value as object, `${prefix}${key}.`)) out.set(inner, text);
  }
  return out;
}

const base = (keys: Iterable<string>) => [...new Set([...keys].map((key) => key.replace(PLURAL, '')))].sort();
const holes = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]).sort();

describe('dictionaries', () => {
  const english = flatten(en);
  const russian = flatten(ru);

  test('have the same keys', () => expect(base(russian.keys())).toEqual(base(english.keys())));

  test('have every plural form of their language', () => {
    const plurals = base([...english.keys()].filter((key) => PLURAL.test(key)));
    for (const key of plurals) {
      for (const form of ['one', 'other']) expect(english.has(`${key}_${form}`), `${key}_${form} in en`).toBe(true);
      for (const form of ['one', 'few', 'many', 'other'])
        expect(russian.has(`${key}_${form}`), `${key}_${form} in ru`).toBe(true);
    }
  });

  test('fill the same holes', () => {
    for (const [key, text] of english) expect(holes(russian.get(key) ?? ''), key).toEqual(holes(text));
  });

  test('leave nothing empty', () => {
    for (const [key, text] of [...english, ...russian]) expect(text.trim(), key).not.toBe('');
  });
});
