import { expect, test } from 'vitest';
import { readBasis, waitsIn } from './eta-basis.ts';

test('a forecast from the averages', () => {
  const basis = readBasis('ET2 ET3 ET4: 214 km, loaded, atOrigin, no lane history');
  expect(basis).toEqual({ rules: ['ET2', 'ET3', 'ET4'], isPlan: false, km: 214, load: 'loaded', status: 'atOrigin' });
  expect(waitsIn(basis)).toBe('atOrigin');
});

test('a forecast from finished trips', () => {
  const basis = readBasis('ET3 ET8 ET9 ET5: 1214 km, light, inTransit, 12 finished trips of the lane, 340 in all');
  expect(basis).toMatchObject({ rules: ['ET3', 'ET8', 'ET9', 'ET5'], km: 1214, load: 'light', trips: { lane: 12, all: 340 } });
  expect(waitsIn(basis)).toBeUndefined();
});

test('a truck, a shipment, a plan', () => {
  expect(readBasis('RT6: 700 km at 42–70 km/h, RT7 daily rests')).toEqual({
    rules: ['RT6', 'RT7'],
    isPlan: false,
    km: 700,
    speedKmh: '42–70',
  });
  expect(readBasis('SH11: the latest of 2 of 3')).toMatchObject({ latestOf: { known: 2, open: 3 } });
  expect(readBasis('plan')).toEqual({ rules: [], isPlan: true });
});

test('what nobody wrote yet is read as nothing', () => {
  expect(readBasis('by the moon')).toEqual({ rules: [], isPlan: false });
});
