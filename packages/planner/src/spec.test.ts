import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const here = new URL('.', import.meta.url);
const RULE = /\b(?:AX|LW|MP|PL|WD|CA|PR|SP)\d+\b/g;

const rules = [...readFileSync(new URL('../SPEC.md', here), 'utf8').matchAll(/^- \*\*([A-Z]{2}\d+)\*\*/gm)].map(
  (match) => match[1] ?? '',
);
const files = (readdirSync(here, { recursive: true }) as string[]).filter(
  (name) => name.endsWith('.test.ts') && name !== 'spec.test.ts',
);
const titles = files.flatMap((name) => {
  const text = readFileSync(new URL(name, here), 'utf8');
  return [...text.matchAll(/^\s*test(?:\.each\([\s\S]*?\))?\(\s*'([^'\n]*)'/gm)].map((match) => `${name}: ${match[1]}`);
});

test('SPEC: every rule has a test', () => {
  const tested = new Set(titles.flatMap((title) => title.match(RULE) ?? []));
  expect(rules.filter((rule) => !tested.has(rule))).toEqual([]);
});

test('SPEC: every test names a rule that exists', () => {
  expect(titles.length).toBeGreaterThan(50);
  expect(titles.filter((title) => (title.match(RULE) ?? []).length === 0)).toEqual([]);
  expect(titles.flatMap((title) => title.match(RULE) ?? []).filter((rule) => !rules.includes(rule))).toEqual([]);
  expect(new Set(rules).size).toBe(rules.length);
});
