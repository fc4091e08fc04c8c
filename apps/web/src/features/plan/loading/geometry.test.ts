import { describe, expect, test } from 'vitest';
import { blocksOf, drawingOf, viewOf } from './geometry.ts';
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

describe('blocks', () => {
  const load = { id: 1, massKg: 1000, fromM: 3, toM: 3, unit: 'trailer' as const };
  const block = (massKg: number) => blocksOf([{ ...load, massKg }]).get(1);

  test('a point has a body around it and heavier metres stand higher', () => {
    expect(block(1000)).toMatchObject({ fromM: 2.6, toM: 3.4, baseM: 0 });
    expect(block(2000)?.tallM).toBeGreaterThan(block(1000)?.tallM ?? 0);
  });

  test('pallets side by side are stacked, not hidden, and stay under the roof', () => {
    const pair = [load, { ...load, id: 2 }, { ...load, id: 3, fromM: 5, toM: 5 }, { ...load, id: 4, unit: 'rigid' as const }];
    const blocks = blocksOf(pair);
    expect(blocks.get(2)?.baseM).toBe(blocks.get(1)?.tallM);
    expect([blocks.get(3)?.baseM, blocks.get(4)?.baseM]).toEqual([0, 0]);
    const heap = [...blocksOf(Array.from({ length: 9 }, (_, id) => ({ ...load, id, massKg: 9000 }))).values()];
    expect(Math.max(...heap.map(({ baseM, tallM }) => baseM + tallM))).toBeLessThanOrEqual(2.5 + 1e-9);
  });
});
