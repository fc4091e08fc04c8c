import { expect, test } from 'vitest';
import { heldWagons } from './held-wagons.ts';

const fleet = new Map([
  ['1', { status: 'abandoned' }],
  ['2', { status: 'inTransit' }],
  ['3', { status: 'abandoned' }],
  ['4', { status: 'badOrder' }],
]);
const find = (wagon: string) => fleet.get(wagon);

test('wagons in abandoned trains and in bad order are counted, others are not', () => {
  expect(heldWagons({ status: 'moving', wagons: ['1', '2', '3', '4', '5'] }, find)).toEqual({ abandoned: 2, badOrder: 1 });
});

test('what is delivered waits for nothing', () => {
  expect(heldWagons({ status: 'delivered', wagons: ['1'] }, find)).toEqual({});
});
