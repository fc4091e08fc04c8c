import { readFileSync } from 'node:fs';
import { ApiEnv } from '@karavan/api';
import { WorkerEnv } from '@karavan/worker';
import { expect, it } from 'vitest';
import { KaravanEnv } from '../../apps/karavan/src/env.ts';

const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const named = [...example.matchAll(/^#?\s?([A-Z][A-Z_]+)=/gm)].map((match) => match[1] ?? '');

it('.env.example names exactly what the program reads', () => {
  expect([...new Set(named)].sort()).toEqual(Object.keys(KaravanEnv.shape).sort());
  expect(Object.keys(KaravanEnv.shape)).toEqual(
    expect.arrayContaining([...Object.keys(ApiEnv.shape), ...Object.keys(WorkerEnv.shape)]),
  );
});

it('the README tells of every setting', () => {
  expect(Object.keys(KaravanEnv.shape).filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});
