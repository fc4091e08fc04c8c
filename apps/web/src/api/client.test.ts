import { expect, test } from 'vitest';
import { ApiError, understand, url } from './client.ts';

test('parameters are encoded, empty query values left out', () => {
  expect(url('/wagons/:number/history', { params: { number: '931/2' }, query: { limit: 20, cursor: undefined } })).toBe(
    '/api/v1/wagons/931%2F2/history?limit=20',
  );
  expect(url('/where', { query: { q: 'А123ВС 56' } })).toBe('/api/v1/where?q=%D0%90123%D0%92%D0%A1+56');
});

test('a reply is read by its schema', () => {
  expect(understand('logout', 200, { ok: true })).toEqual({ ok: true });
});

test('a reply that breaks the contract is an error, not data', () => {
  expect(() => understand('where', 200, { query: 'x' })).toThrow(ApiError);
});
