import { expect, test } from 'vitest';
import { formatHash, parseHash } from './map-hash.ts';

test('a view survives the address', () => {
  const view = { zoom: 9, lat: 52.61, lon: 39.594 };
  expect(formatHash(view)).toBe('#9/52.610/39.594');
  expect(parseHash(formatHash(view))).toEqual(view);
});

test('other hashes are left alone', () => {
  for (const hash of ['', '#', '#section', '#9/52', '#9/95/10', '#x/1/2']) expect(parseHash(hash)).toBeNull();
});
