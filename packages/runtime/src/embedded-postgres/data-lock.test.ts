import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startProgram } from '../../../../test/support/program.ts';
import { holdDirectory } from './data-lock.ts';

const HOLDER = new URL('./data-lock.fixture.ts', import.meta.url);

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'karavan-lock-'));
});
afterEach(() => rm(dir, { recursive: true }));

test('only one holds a directory; the refusal names the holder, the directory and what would help', async () => {
  const held = await holdDirectory(dir);
  await expect(holdDirectory(dir)).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringMatching(new RegExp(`process ${process.pid}.*${dir}.*DATA_DIR`)),
  });
  await held.release();
  await (await holdDirectory(dir)).release();
  expect(await readdir(dir)).toEqual([]);
});

test('the lock dies with its process, however that ends', async () => {
  const program = startProgram(HOLDER, [dir]);
  await program.line(/^held$/);
  await expect(holdDirectory(dir)).rejects.toThrow(`process ${program.pid}`);
  program.kill('SIGKILL');
  await program.exited;
  await (await holdDirectory(dir)).release();
});

test('a holder that is too busy to answer still holds', async () => {
  const program = startProgram(HOLDER, [dir]);
  await program.line(/^held$/);
  program.kill('SIGSTOP');
  await expect(holdDirectory(dir)).rejects.toThrow('of unknown number');
  program.kill('SIGKILL');
  await program.exited;
});

test('of many at once after a crash exactly one gets the directory', async () => {
  const program = startProgram(HOLDER, [dir]);
  await program.line(/^held$/);
  program.kill('SIGKILL');
  await program.exited;
  for (let round = 0; round < 20; round++) {
    const outcomes = await Promise.allSettled(Array.from({ length: 12 }, () => holdDirectory(dir)));
    const winners = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    expect(winners).toHaveLength(1);
    await winners[0]?.release();
  }
  expect(await readdir(dir)).toEqual([]);
});

test('of several processes that start at once exactly one gets the directory', async () => {
  const programs = Array.from({ length: 3 }, () => startProgram(HOLDER, [dir]));
  const outcomes = await Promise.all(programs.map((program) => program.line(/^(held|refused)$/)));
  expect(outcomes.sort()).toEqual(['held', 'refused', 'refused']);
  for (const program of programs) program.kill('SIGKILL');
  await Promise.all(programs.map((program) => program.exited));
});

test.runIf(process.platform === 'linux')('a directory whose path is longer than a socket address can be held', async () => {
  const deep = path.join(dir, ...Array.from({ length: 12 }, () => 'a-folder-in-a-folder'));
  await mkdir(deep, { recursive: true });
  const held = await holdDirectory(deep);
  await expect(holdDirectory(deep)).rejects.toThrow(`process ${process.pid}`);
  await held.release();
});
