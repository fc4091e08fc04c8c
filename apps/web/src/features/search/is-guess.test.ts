import { expect, test } from 'vitest';
import { isGuess } from './is-guess.ts';

test('a wagon one digit away is a guess; a wagon found by its waybill, or by its number, is none', () => {
  expect(isGuess({ kind: 'wagon', score: 0.8 })).toBe(true);
  expect(isGuess({ kind: 'wagon', score: 0.6 })).toBe(false);
  expect(isGuess({ kind: 'wagon', score: 1 })).toBe(false);
  expect(isGuess({ kind: 'truck', score: 0.8 })).toBe(false);
});
