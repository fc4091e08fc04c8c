import { expect, test } from 'vitest';
import { readFilter, writeFilter } from './filter.ts';

test('the address keeps the filter, and what is usual is not in it', () => {
  const usual = { state: 'open', kind: undefined, mine: false } as const;
  expect(readFilter(new URLSearchParams(''))).toEqual(usual);
  expect(writeFilter(usual)).toEqual({});
  for (const filter of [
    usual,
    { state: undefined, kind: 'longStop', mine: true } as const,
    { state: 'closed', kind: undefined, mine: false } as const,
  ])
    expect(readFilter(new URLSearchParams(writeFilter(filter)))).toEqual(filter);
});

test('what an address made up does not mean anything is left out', () => {
  expect(readFilter(new URLSearchParams('state=rubbish&kind=rubbish&mine=1'))).toEqual({
    state: 'open',
    kind: undefined,
    mine: false,
  });
});
