import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Changes } from './changes.ts';
import { inParts } from './parts.ts';

const changesOf = (revisions: readonly number[], upTo: number): Changes =>
  ({
    upTo,
    markers: revisions.map((revision, id) => ({ id, revision })),
    shipments: revisions.slice(0, 3).map((revision) => ({ state: { revision } })),
    events: revisions.map((revision) => ({ event: { revision } })),
  }) as unknown as Changes;

test('a few changes are one part, the very same', () => {
  const changes = changesOf([3, 1, 2], 5);
  expect(inParts(changes)).toEqual([changes]);
});

test('ten revisions of a thousand rows are ten parts in their order, each with all of its revision', () => {
  const revisions = Array.from({ length: 10 }, (_, index) => Array<number>(1000).fill(index + 1)).flat();
  // 2000 rows a revision: markers and events
  const parts = inParts(changesOf(revisions.toReversed(), 10));
  expect(parts.map(({ upTo }) => upTo)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(parts.map(({ markers, events }) => [markers.length, events.length])).toEqual(Array(10).fill([1000, 1000]));
});

test('whatever comes, nothing is lost or told twice, and no part goes beyond its end', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 900 })), { maxLength: 12 }), (pairs) => {
      const revisions = pairs.flatMap(([revision, count]) => Array<number>(count).fill(revision + 1));
      const changes = changesOf(revisions, 50);
      const parts = inParts(changes);
      expect(parts.flatMap(({ markers }) => markers).length).toBe(changes.markers.length);
      expect(parts.flatMap(({ events }) => events).length).toBe(changes.events.length);
      expect(parts.at(-1)?.upTo).toBe(50);
      let before = 0;
      for (const { upTo, markers } of parts) {
        expect(upTo).toBeGreaterThan(before);
        expect(markers.every(({ revision }) => revision > before && revision <= upTo)).toBe(true);
        before = upTo;
      }
    }),
    { numRuns: 50 },
  );
});
