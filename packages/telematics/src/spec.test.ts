import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const root = new URL('../../../', import.meta.url);
const RULE = /\bDV\d+\b/g;

/** The rules hold from the bytes to the commit, so the listeners and the door for OsmAnd prove some of them. */
const FOLDERS = ['packages/telematics/src', 'packages/telematics/fixtures', 'apps/worker/src/listeners', 'apps/api/src'];

const rules = [...readFileSync(new URL('packages/telematics/SPEC.md', root), 'utf8').matchAll(/^- \*\*(DV\d+)\*\*/gm)].map(
  (match) => match[1] ?? '',
);
const named = FOLDERS.flatMap((folder) =>
  (readdirSync(new URL(`${folder}/`, root), { recursive: true }) as string[])
    .filter((name) => (name.endsWith('.test.ts') && !name.endsWith('spec.test.ts')) || name.endsWith('.json'))
    .flatMap(
      (name) =>
        readFileSync(new URL(`${folder}/${name}`, root), 'utf8').match(
          name.endsWith('.json') ? /"name": ".*"/g : /^\s*it(\.each\(.*)?\(.*$/gm,
        ) ?? [],
    )
    .flatMap((title) => title.match(RULE) ?? []),
);

it('every rule has a test', () => {
  expect(rules.filter((rule) => !named.includes(rule))).toEqual([]);
});

it('every rule that a test names exists, once', () => {
  expect(named.filter((rule) => !rules.includes(rule))).toEqual([]);
  expect(new Set(rules).size).toBe(rules.length);
});
