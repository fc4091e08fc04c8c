import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, test } from 'vitest';

const VITEST = path.join(path.dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const CONFIG = path.join(import.meta.dirname, 'fixtures', 'summary', 'vitest.config.ts');

test('the last line counts passed and failed tests, and a file that does not load is a failure', async () => {
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, [VITEST, 'run', '--config', CONFIG], (_error, stdout) => resolve(stdout));
  });
  expect(output.trimEnd().split('\n').slice(-2)).toEqual(['2 skipped', '2 passed, 2 failed']);
});
