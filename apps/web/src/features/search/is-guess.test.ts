import { expect, test } from 'vitest';
import { isGuess, isOnlyGuessed } from './is-guess.ts';

test('a wagon one digit away is a guess; a wagon found by its waybill, or by its number, is none', () => {
  expect(isGuess({ kind: 'wagon', score: 0.8 })).toBe(true);
  expect(isGuess({ kind: 'wagon', score: 0.6 })).toBe(false);
  expect(isGuess({ kind: 'wagon', score: 1 })).toBe(false);
  expect(isGuess({ kind: 'truck', score: 0.8 })).toBe(false);
});

test('its cargo beside a guess makes it no exact hit, an order of that number does', () => {
  const guess = { kind: 'wagon', score: 0.8 } as const;
  expect(isOnlyGuessed([guess, { kind: 'shipment', score: 0.5 }])).toBe(true);
  expect(isOnlyGuessed([{ kind: 'order', score: 1 }, guess])).toBe(false);
  expect(isOnlyGuessed([{ kind: 'shipment', score: 0.5 }])).toBe(false);
  expect(isOnlyGuessed([])).toBe(false);
});
