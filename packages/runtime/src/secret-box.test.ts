import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createSecretBox, openSecretBox } from './secret-box.ts';

it('opens what it sealed, under the same context and key only', () => {
  const box = createSecretBox('one key');
  const sealed = box.seal('пароль', 'company source');
  expect(sealed.toString('latin1')).not.toContain('пароль');
  expect(box.open(sealed, 'company source')).toBe('пароль');
  expect(box.seal('пароль', 'company source').equals(sealed)).toBe(false);
  expect(() => box.open(sealed, 'another source')).toThrow(/another key/);
  expect(() => createSecretBox('other key').open(sealed, 'company source')).toThrow(/another key/);
  expect(() => box.open(Buffer.alloc(5), 'company source')).toThrow(/another key/);
});

it('makes a key once, when it is needed, for its owner only', async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'karavan-key-'));
  try {
    const [one, other] = [1, 2].map(() => openSecretBox({ key: undefined, dataDir }));
    expect(await readdir(dataDir)).toEqual([]);
    const sealed = one?.seal('x', 'y');
    expect(sealed && other?.open(sealed, 'y')).toBe('x');
    expect(await readdir(dataDir)).toEqual(['secret.key']);
    expect((await stat(path.join(dataDir, 'secret.key'))).mode & 0o777).toBe(0o600);
  } finally {
    await rm(dataDir, { recursive: true });
  }
});
