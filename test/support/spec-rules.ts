import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Holds a package's tests against its SPEC.md: `src` is the folder of the calling test, `prefixes` those of the rule ids. */
export function testSpec(src: URL, prefixes: readonly string[]): void {
  const rule = new RegExp(`\\b(?:${prefixes.join('|')})\\d+\\b`, 'g');
  const spec = readFileSync(new URL('../SPEC.md', src), 'utf8');
  const rules = [...spec.matchAll(/^- \*\*([A-Z]{2}\d+)\*\*/gm)].map((match) => match[1] ?? '');
  const titles = testFiles(src).flatMap((name) => titlesIn(name, readFileSync(new URL(name, src), 'utf8')));
  const named = (title: string): string[] => title.match(rule) ?? [];

  test('SPEC: every rule has a test', () => {
    const tested = new Set(titles.flatMap(named));
    expect(rules.filter((id) => !tested.has(id))).toEqual([]);
  });

  test('SPEC: every test names a rule that exists', () => {
    expect(titles.length).toBeGreaterThan(20);
    expect(titles.filter((title) => named(title).length === 0)).toEqual([]);
    expect(titles.flatMap(named).filter((id) => !rules.includes(id))).toEqual([]);
    expect(new Set(rules).size).toBe(rules.length);
  });
}

const testFiles = (src: URL): string[] =>
  (readdirSync(src, { recursive: true }) as string[]).filter((name) => name.endsWith('.test.ts') && name !== 'spec.test.ts');

function titlesIn(name: string, text: string): string[] {
  return [...text.matchAll(/^\s*test(?:\.each\([\s\S]*?\))?\(\s*'([^'\n]*)'/gm)].map((match) => `${name}: ${match[1]}`);
}
