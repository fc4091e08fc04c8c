import { expect, test, vi } from 'vitest';
import { loadPersistently, partsMissing } from './lazy-page.ts';

const calm = { mend: async () => {}, isReachable: async () => false, reload: () => false };

test('a lost network is waited out, and what waits knows of it', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  let tries = 0;
  const said: boolean[] = [];
  const stop = partsMissing.subscribe((missing) => said.push(missing));
  const load = async () => {
    if (++tries < 6) throw new TypeError('Failed to fetch dynamically imported module');
    return 'the page';
  };
  const mend = vi.fn(async () => {});
  expect(await loadPersistently(load, { ...calm, mend, wait: async () => {} })).toBe('the page');
  expect(said).toEqual([true, false]);
  expect(mend).toHaveBeenCalledOnce();
  stop();
});

test('a page from before an update reloads once, and is an error after that', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  const gone = async () => {
    throw new Error('404');
  };
  const reload = vi.fn<() => boolean>(() => false);
  await expect(
    loadPersistently(gone, { ...calm, wait: async () => {}, isReachable: async () => true, reload }),
  ).rejects.toThrow();
  expect(reload).toHaveBeenCalledOnce();
  expect(partsMissing.get()).toBe(false);
});
