import fc from 'fast-check';
import { expect, test } from 'vitest';
import { followSources, type SourceFix, takesOver } from './choose-source.ts';

const MINUTE = 60_000;
const fix = (source: string, minutes: number, accuracyM?: number): SourceFix => ({ source, atMs: minutes * MINUTE, accuracyM });

test('MS1 the source that is shown goes on, and nothing goes back in time', () => {
  expect(takesOver(null, fix('tracker', 0))).toBe(true);
  expect(takesOver(fix('tracker', 0), fix('tracker', 0))).toBe(true);
  expect(takesOver(fix('tracker', 1), fix('tracker', 0))).toBe(false);
  expect(takesOver(fix('phone', 1, 900), fix('tracker', 0, 5))).toBe(false);
});

test('MS2 an exact fix replaces a coarse one at once', () => {
  expect(takesOver(fix('phone', 0, 151), fix('tracker', 1))).toBe(true);
  expect(takesOver(fix('phone', 0, 151), fix('tracker', 1, 150))).toBe(true);
  expect(takesOver(fix('phone', 0, 150), fix('tracker', 1, 10))).toBe(false);
});

test('MS3 between equals the one shown keeps the marker until it was silent for five minutes', () => {
  expect(takesOver(fix('tracker', 0), fix('account', 5))).toBe(false);
  expect(takesOver(fix('tracker', 0), fix('account', 5.01))).toBe(true);
  expect(takesOver(fix('phone', 0, 900), fix('other phone', 5, 300))).toBe(false);
  expect(takesOver(fix('phone', 0, 900), fix('other phone', 5.01, 3000))).toBe(true);
});

test('MS4 a coarse fix waits until the exact one is stale', () => {
  expect(takesOver(fix('tracker', 0), fix('phone', 30, 900))).toBe(false);
  expect(takesOver(fix('tracker', 0), fix('phone', 30.01, 900))).toBe(true);
});

test('MS3 two trackers 300 m apart that take turns never pull the marker to and fro', () => {
  const turns = Array.from({ length: 60 }, (_, n) => ({
    ...fix(n % 2 === 0 ? 'front' : 'rear', n / 4),
    lat: n % 2 === 0 ? 55 : 55.0027,
  }));
  const way = followSources(turns);
  expect(new Set(way.map(({ source }) => source))).toEqual(new Set(['front']));
  expect(way).toHaveLength(30);
});

test('MS1 MS3 the marker never changes sides twice within five minutes between equals, and never goes back', () => {
  const stream = fc.array(fc.record({ source: fc.constantFrom('a', 'b', 'c'), minutes: fc.integer({ min: 0, max: 60 }) }), {
    maxLength: 80,
  });
  fc.assert(
    fc.property(stream, (items) => {
      const inOrder = items.map(({ source, minutes }) => fix(source, minutes)).sort((x, y) => x.atMs - y.atMs);
      const way = followSources(inOrder);
      for (const [index, item] of way.entries()) {
        const before = way[index - 1];
        if (before === undefined) continue;
        expect(item.atMs).toBeGreaterThanOrEqual(before.atMs);
        if (item.source !== before.source) expect(item.atMs - before.atMs).toBeGreaterThan(5 * MINUTE);
      }
    }),
  );
});
