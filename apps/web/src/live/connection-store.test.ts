import { expect, test } from 'vitest';
import { pillState } from './connection-store.ts';

const lost = { phase: 'lost', since: 100_000, dataAt: 99_000 } as const;

test('a short loss is not shown', () => {
  expect(pillState(lost, 101_500, true)).toEqual({ kind: 'live' });
});

test('after two seconds the loss is counted', () => {
  expect(pillState(lost, 104_000, true)).toEqual({ kind: 'reconnecting', seconds: 4 });
});

test('after half a minute, or without a network, it is offline', () => {
  expect(pillState(lost, 131_000, true)).toEqual({ kind: 'offline' });
  expect(pillState(lost, 104_000, false)).toEqual({ kind: 'offline' });
});

test('the first connection is told as such', () => {
  expect(pillState({ phase: 'connecting', since: 100_000, dataAt: null }, 103_000, true)).toEqual({ kind: 'connecting' });
  expect(pillState({ phase: 'live', since: 100_000, dataAt: 1 }, 999_000, true)).toEqual({ kind: 'live' });
});
