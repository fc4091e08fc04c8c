import type { RigidTruck } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { firstOf, motorOf, oddShares, type Vehicle } from './units.ts';

const typical = motorOf(firstOf('rigid')) as RigidTruck;
const rear = typical.axles.filter(({ support }) => support === 'rear').length;
/** the typical truck with these shares on its rear axles, front to back */
const withShares = (shares: readonly (number | undefined)[]): Vehicle => {
  const left = [...shares];
  const axles = typical.axles.map((axle) => {
    const share = axle.support === 'rear' ? left.shift() : undefined;
    return share === undefined ? axle : { ...axle, share };
  });
  return { type: 'rigid', motor: { ...typical, axles } };
};

test('shares that make no whole are told with their sum; thirds in two digits and unnamed ones are not', () => {
  expect(rear).toBe(2);
  expect(oddShares(withShares([0.6, 0.4]))).toEqual([]);
  expect(oddShares(withShares([0.6, undefined]))).toEqual([]);
  expect(oddShares(withShares([0.5, 0.49]))).toEqual([]);
  expect(oddShares(withShares([0.6, 0.6]))).toEqual([{ axles: [2, 3], sum: 1.2 }]);
  expect(oddShares(withShares([0.3, 0.3]))).toEqual([{ axles: [2, 3], sum: 0.6 }]);
});
