import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';

const ROOT = path.join(import.meta.dirname, '..', '..');

/** `npm ci` refuses a lock that lacks an optional package, also one for another machine: it is written where nobody else's is installed. */
test('the lock names every optional package, those of other platforms too', async () => {
  const { packages } = JSON.parse(await readFile(path.join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>;
  };
  const locked = new Set(Object.keys(packages).map((place) => place.replace(/^.*node_modules\//, '')));
  const asked = Object.values(packages).flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies));
  expect(asked.length).toBeGreaterThan(20);
  expect(asked.filter((name) => !locked.has(name))).toEqual([]);
});
