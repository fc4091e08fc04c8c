import { expect, test } from 'vitest';
import { boxToWatch, isToBeWatched } from './watched-box.ts';

test('half a screen more on every side', () => {
  expect(boxToWatch([30, 50, 40, 60])).toEqual([25, 45, 45, 65]);
});

test('the far east asks for all longitudes', () => {
  expect(boxToWatch([160, 50, 200, 70])).toEqual([-180, 40, 180, 80]);
});

test('small moves ask nothing, leaving the box or diving deep does', () => {
  const watched = { bbox: boxToWatch([30, 50, 40, 60]), zoom: 6 };
  expect(isToBeWatched(null, watched)).toBe(true);
  expect(isToBeWatched(watched, { bbox: [33, 52, 43, 62], zoom: 6 })).toBe(false);
  expect(isToBeWatched(watched, { bbox: [37, 52, 47, 62], zoom: 6 })).toBe(true);
  expect(isToBeWatched(watched, { bbox: [33, 52, 34, 53], zoom: 10 })).toBe(true);
});
