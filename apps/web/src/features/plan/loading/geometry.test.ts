import { describe, expect, test } from 'vitest';
import { blockOf, drawingOf, viewOf } from './geometry.ts';
import { examplePlan } from './model.ts';
import { firstOf } from './units.ts';

const { vehicle } = examplePlan('2026-11-22');

describe('the drawing', () => {
  const drawing = drawingOf(vehicle, [4]);

  test('has every axle where it is: kingpin at 3.05 m, trailer axles 6.34, 7.65 and 8.96 m behind it', () => {
    expect(drawing.axles.map(({ xM }) => Math.round(xM * 100) / 100)).toEqual([0, 3.7, 9.39, 10.7, 12.01]);
    expect(drawing.axles.map(({ isUp }) => isUp)).toEqual([false, false, false, true, false]);
    expect(drawing.axles.map(({ canLift }) => canLift)).toEqual([false, false, true, true, true]);
  });

  test('has the deck 1.6 m ahead of the kingpin', () => {
    expect(drawing.decks).toHaveLength(1);
    expect(drawing.decks[0]).toMatchObject({ unit: 'trailer', lengthM: 13.62, body: 'curtain' });
    expect(drawing.decks[0]?.fromM).toBeCloseTo(1.45);
  });

  test('of a truck and trailer has two decks, one behind the other', () => {
    const [front, back] = drawingOf(firstOf('truck_drawbar'), []).decks;
    expect((front?.fromM ?? 0) + (front?.lengthM ?? 0)).toBeLessThan(back?.fromM ?? 0);
  });

  test('knows a tank from a tipper', () => {
    const bodyOf = (motor: string) => drawingOf({ type: 'rigid', motor }, []).decks[0]?.body;
    expect([bodyOf('silo-8x4'), bodyOf('kamaz-6520'), bodyOf('kamaz-65117-kmu')]).toEqual(['tank', 'tipper', 'open']);
  });
});

describe('the view', () => {
  test.each([328, 800, 1232])('fits the set to scale in %i px and keeps its height for every vehicle', (width) => {
    const long = viewOf(width, { fromM: -1.4, toM: 20 });
    const small = viewOf(width, { fromM: -1.4, toM: 6 });
    expect(long.height).toBe(small.height);
    expect(long.x(20)).toBeLessThanOrEqual(width);
    expect(long.x(-1.4)).toBeGreaterThanOrEqual(0);
    expect(long.x(10) - long.x(0)).toBeCloseTo(long.y(0) - long.y(10));
    expect(small.y(4)).toBeGreaterThanOrEqual(-1);
  });
});

test('a point has a body around it and heavier metres stand higher', () => {
  const load = { id: 1, massKg: 1000, fromM: 3, toM: 3, unit: 'trailer' as const };
  expect(blockOf(load)).toMatchObject({ fromM: 2.6, toM: 3.4 });
  expect(blockOf({ ...load, massKg: 2000 }).tallM).toBeGreaterThan(blockOf(load).tallM);
});
