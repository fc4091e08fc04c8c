import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGraph, type GraphEdge } from './graph.ts';
import { toSphere } from './great-circle.ts';

/** All pairs at once, by the book; nothing of it is shared with the search under test. */
function floydWarshall(nodes: number, edges: readonly GraphEdge[]): number[][] {
  const km = Array.from({ length: nodes }, (_, i) =>
    Array.from({ length: nodes }, (__, j) => (i === j ? 0 : Number.POSITIVE_INFINITY)),
  );
  const at = (i: number, j: number) => km[i]?.[j] ?? Number.POSITIVE_INFINITY;
  const put = (i: number, j: number, value: number) => {
    const row = km[i];
    if (row) row[j] = Math.min(at(i, j), value);
  };
  for (const { a, b, km: length } of edges) {
    put(a, b, length);
    put(b, a, length);
  }
  for (let k = 0; k < nodes; k += 1)
    for (let i = 0; i < nodes; i += 1) for (let j = 0; j < nodes; j += 1) put(i, j, at(i, k) + at(k, j));
  return km;
}

const spot = fc.record({ lat: fc.double({ min: 40, max: 70, noNaN: true }), lon: fc.double({ min: 20, max: 140, noNaN: true }) });
const graph = fc.integer({ min: 1, max: 12 }).chain((nodes) =>
  fc.record({
    nodes: fc.constant(nodes),
    points: fc.array(spot, { minLength: nodes, maxLength: nodes }),
    edges: fc.array(
      fc.record({
        a: fc.nat(nodes - 1),
        b: fc.nat(nodes - 1),
        km: fc.double({ min: 0.01, max: 5000, noNaN: true }),
      }),
      { maxLength: 30 },
    ),
  }),
);
const spotsOf = (points: { lat: number; lon: number }[]) => Float64Array.from(points.flatMap(toSphere));

describe('the shortest way', () => {
  it('is as long as Floyd and Warshall say, whatever the places are, and its nodes are joined by edges of that length', () => {
    fc.assert(
      fc.property(graph, ({ nodes, points, edges }) => {
        const found = createGraph({ nodes, edges, spots: spotsOf(points) });
        const oracle = floydWarshall(nodes, edges);
        for (let from = 0; from < nodes; from += 1)
          for (let to = 0; to < nodes; to += 1) {
            const expected = oracle[from]?.[to] ?? Number.NaN;
            const way = found.shortest(from, to);
            if (!Number.isFinite(expected)) expect(way).toBeUndefined();
            else {
              expect(way?.km).toBeCloseTo(expected, 6);
              const walked = (way?.nodes ?? [])
                .slice(1)
                .reduce((sum, node, i) => sum + edgeKm(edges, way?.nodes[i] ?? -1, node), 0);
              expect(walked).toBeCloseTo(expected, 6);
              expect([way?.nodes[0], way?.nodes.at(-1)]).toEqual([from, to]);
            }
            const all = found.distancesTo(to)[from] ?? Number.NaN;
            if (Number.isFinite(expected)) expect(Math.abs(all - expected)).toBeLessThanOrEqual(expected * 1e-6);
            else expect(all).toBe(expected);
          }
      }),
      { numRuns: 300 },
    );
  });

  it('is not found where it is longer than the limit, and is where it is as long', () => {
    fc.assert(
      fc.property(graph, fc.double({ min: 0, max: 8000, noNaN: true }), ({ nodes, points, edges }, limit) => {
        const found = createGraph({ nodes, edges, spots: spotsOf(points) });
        const km = found.shortest(0, nodes - 1)?.km;
        expect(found.shortest(0, nodes - 1, limit) !== undefined).toBe(km !== undefined && km <= limit);
      }),
      { numRuns: 200 },
    );
  });

  it('refuses edges that are none', () => {
    const make = (edge: GraphEdge) => createGraph({ nodes: 2, edges: [edge], spots: new Float64Array(6) });
    for (const edge of [
      { a: 0, b: 1, km: 0 },
      { a: 0, b: 1, km: Number.NaN },
      { a: 0, b: 2, km: 1 },
      { a: -1, b: 1, km: 1 },
    ])
      expect(() => make(edge)).toThrow(RangeError);
  });
});

const edgeKm = (edges: readonly GraphEdge[], a: number, b: number): number =>
  Math.min(...edges.filter((e) => (e.a === a && e.b === b) || (e.a === b && e.b === a)).map(({ km }) => km));
