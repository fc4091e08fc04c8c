import { expect, test } from 'vitest';
import { cornersOf, pointsOf, readPoints, shapeFrom, sizeOf, writePoints } from './points.ts';

test('points go to text and back', () => {
  const points = [
    { lat: 55.75, lon: 37.61 },
    { lat: -12.345678, lon: 179.9 },
  ];
  expect(writePoints(points)).toBe('55.75, 37.61\n-12.345678, 179.9');
  expect(readPoints(writePoints(points))).toEqual({ points });
});

test.each([
  ['55.75,37.61', { lat: 55.75, lon: 37.61 }],
  ['55.75 37.61', { lat: 55.75, lon: 37.61 }],
  ['55,75 37,61', { lat: 55.75, lon: 37.61 }],
  ['55,75; 37,61', { lat: 55.75, lon: 37.61 }],
  ['55,75\t37,61', { lat: 55.75, lon: 37.61 }],
  ['  55.75 ,  37.61 ', { lat: 55.75, lon: 37.61 }],
])('a person may write %j', (text, point) => expect(readPoints(`\n${text}\n`)).toEqual({ points: [point] }));

test.each(['55.75', '55.75, 37.61, 3', 'north, east', '95, 37', '55, 181', ', 5'])(
  '%j is no place, and its line is named',
  (text) => expect(readPoints(`1, 2\n\n${text}`)).toEqual({ badLine: 3 }),
);

test('numbers make a shape when they are enough for one', () => {
  const [a, b, c] = [
    { lat: 1, lon: 1 },
    { lat: 2, lon: 1 },
    { lat: 2, lon: 2 },
  ];
  expect(shapeFrom('polygon', [a, b], 0)).toBeUndefined();
  expect(shapeFrom('polygon', [a, b, c], 0)).toEqual({ kind: 'polygon', points: [a, b, c] });
  expect(shapeFrom('corridor', [a], 100)).toBeUndefined();
  expect(shapeFrom('circle', [], 100)).toBeUndefined();
  const circle = shapeFrom('circle', [a, b], 300);
  expect(circle).toEqual({ kind: 'circle', center: a, radiusM: 300 });
  expect(circle && [pointsOf(circle), sizeOf(circle)]).toEqual([[a], 300]);
});

test('the map is fitted to the whole of a circle: 11 119.5 m are a tenth of a degree of latitude', () => {
  const [low, high] = cornersOf({ kind: 'circle', center: { lat: 60, lon: 30 }, radiusM: 11_119.5 });
  expect(low?.lat).toBeCloseTo(59.9, 6);
  expect(high?.lon).toBeCloseTo(30.2, 6); // cos 60° = 0.5
});
