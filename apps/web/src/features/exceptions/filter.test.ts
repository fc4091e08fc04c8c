import { expect, test } from 'vitest';
import { isFiltered, type QueueFilter, readFilter, toQuery, writeFilter } from './filter.ts';

const PLAIN: QueueFilter = { kind: 'idle', q: '', load: undefined, minDays: undefined };

test('an address gives the filter back that made it', () => {
  const filters: QueueFilter[] = [
    PLAIN,
    { kind: 'late', q: 'Ряжск & Ко', load: 'empty', minDays: 2.5 },
    { ...PLAIN, kind: 'missing' },
  ];
  for (const filter of filters) expect(readFilter(new URLSearchParams(writeFilter(filter)))).toEqual(filter);
  expect(writeFilter(PLAIN)).toEqual({});
});

test('nonsense in an address counts as not said', () => {
  const address = new URLSearchParams({ kind: 'x', load: 'half', minDays: '-3', q: 'a'.repeat(500) });
  expect(readFilter(address)).toEqual({ ...PLAIN, q: 'a'.repeat(100) });
  expect(readFilter(new URLSearchParams({ minDays: 'NaN' }))).toEqual(PLAIN);
});

test('blanks ask the server nothing and are no filter', () => {
  expect(toQuery({ ...PLAIN, q: '  ' }).q).toBeUndefined();
  expect(isFiltered({ ...PLAIN, q: '  ' })).toBe(false);
  expect(isFiltered({ ...PLAIN, load: 'loaded' })).toBe(true);
});
