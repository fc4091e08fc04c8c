import { distance, pointToLineDistance, pointToPolygonDistance, polygon } from '@turf/turf';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileShape, flawOf } from './compile.ts';
import { indexFences } from './fence-index.ts';
import { CIRCLE, fenceOf, GATE, off, ROAD, SQUARE } from './geofence.fixture.ts';

const at = (places: readonly { lat: number; lon: number }[]) => places.map(({ lat, lon }) => [lon, lat]);
const someMetres = fc.double({ min: -5000, max: 5000, noNaN: true });

describe('the shape of a fence', () => {
  test('GF1: a circle of 300 m has its edge 300 m away on every side', () => {
    const { edgeM } = compileShape(CIRCLE);
    expect(edgeM(GATE)).toBeCloseTo(-300, 6);
    for (const place of [off(300), off(-300), off(0, 300), off(0, -300)]) expect(Math.abs(edgeM(place))).toBeLessThan(0.1);
    expect(edgeM(off(400))).toBeCloseTo(100, 0);
  });

  test('GF1: distances to a polygon, a line and a point are those of turf, to a half of a percent', () => {
    const [circle, square, road] = [CIRCLE, SQUARE, ROAD].map((shape) => compileShape(shape));
    const area = polygon([at([off(300, -300), off(300, 300), off(-300, 300), off(-300, -300), off(300, -300)])]);
    const line = { type: 'LineString' as const, coordinates: at([off(0, -20_000), off(0, 20_000)]) };
    fc.assert(
      fc.property(someMetres, someMetres, (north, east) => {
        const place = off(north, east);
        const [lonLat = [0, 0]] = at([place]);
        const near = (mine: number | undefined, oracleM: number) =>
          expect(Math.abs((mine ?? Number.NaN) - oracleM)).toBeLessThan(Math.max(1.5, Math.abs(oracleM) * 0.005));
        near(circle?.edgeM(place), distance(lonLat, [GATE.lon, GATE.lat], { units: 'meters' }) - 300);
        near(square?.edgeM(place), pointToPolygonDistance(lonLat, area, { units: 'meters' }));
        near((road?.edgeM(place) ?? 0) + 300, pointToLineDistance(lonLat, line, { units: 'meters', method: 'planar' }));
      }),
      { numRuns: 200 },
    );
  });

  test('GF1: the middle of a straight corridor of 40 km is in it, far from its two points', () => {
    expect(compileShape(ROAD).edgeM(GATE)).toBeCloseTo(-300, 3);
    expect(compileShape(ROAD).edgeM(off(299, 9000))).toBeLessThan(0);
    expect(compileShape(ROAD).edgeM(off(301, 9000))).toBeGreaterThan(0);
  });

  test('GF1: a polygon that crosses itself, a line that leads nowhere and two corners are refused', () => {
    const bow = { kind: 'polygon' as const, points: [off(300, -300), off(-300, 300), off(300, 300), off(-300, -300)] };
    expect(flawOf(bow)?.message).toContain('cross its own edge');
    expect(flawOf({ kind: 'polygon', points: [GATE, off(1), GATE, off(1)] })?.message).toContain('three corners');
    expect(flawOf({ kind: 'corridor', points: [GATE, GATE], widthM: 100 })?.message).toContain('one place to another');
    for (const shape of [CIRCLE, SQUARE, ROAD]) expect(flawOf(shape)).toBeUndefined();
  });

  test('GF1: a corner given twice to close the ring changes nothing', () => {
    const closed = { ...SQUARE, points: [...(SQUARE.kind === 'polygon' ? SQUARE.points : []), off(300, -300)] };
    expect(compileShape(closed as typeof SQUARE).edgeM(off(100))).toBeCloseTo(compileShape(SQUARE).edgeM(off(100)), 9);
  });

  test('GF1: the box of a fence holds all of it, and the index finds by box what a walk over all fences finds', () => {
    const shapes = fc.oneof(
      fc.record({
        kind: fc.constant('circle' as const),
        north: someMetres,
        east: someMetres,
        size: fc.integer({ min: 10, max: 90_000 }),
      }),
      fc.record({
        kind: fc.constant('corridor' as const),
        north: someMetres,
        east: someMetres,
        size: fc.integer({ min: 20, max: 2000 }),
      }),
    );
    fc.assert(
      fc.property(fc.array(shapes, { minLength: 1, maxLength: 12 }), someMetres, someMetres, (made, north, east) => {
        const fences = made.map(({ kind, north: n, east: e, size }, id) =>
          kind === 'circle'
            ? fenceOf({ kind, center: off(n * 40, e * 40), radiusM: size }, { id: `${id}` })
            : fenceOf({ kind, points: [off(n * 40, e * 40), off(e, n)], widthM: size }, { id: `${id}` }),
        );
        const place = off(north * 40, east * 40);
        const found = new Set(
          indexFences(fences)
            .near([place.lon, place.lat, place.lon, place.lat])
            .map(({ id }) => id),
        );
        for (const fence of fences) if (fence.edgeM(place) <= 0) expect(found).toContain(fence.id);
      }),
      { numRuns: 300 },
    );
  });
});
