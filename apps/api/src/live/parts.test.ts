import type { live } from '@karavan/store';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wholePart } from './parts.ts';

/** What a look reads of rows with these revisions. */
function readOf(rows: { markers: number[]; events: number[] }, { since, limit }: { since: number; limit: number }): live.News {
  const first = (revisions: number[]) =>
    revisions
      .filter((revision) => revision > since)
      .sort((a, b) => a - b)
      .slice(0, limit);
  return {
    markers: first(rows.markers).map((revision) => ({ revision })),
    shipments: [],
    events: first(rows.events).map((revision) => ({ event: { revision } })),
  } as unknown as live.News;
}
const times = (count: number, revision: number) => Array<number>(count).fill(revision);

test('a few changes are told whole, up to the newest revision', () => {
  const news = readOf({ markers: [3, 1, 2], events: [2] }, { since: 0, limit: 10 });
  expect(wholePart(news, { since: 0, newest: 5, limit: 10 })).toEqual({ ...news, upTo: 5 });
});

test('what was written since the counter was read comes with the next look', () => {
  const news = readOf({ markers: [1, 6], events: [7] }, { since: 0, limit: 10 });
  expect(wholePart(news, { since: 0, newest: 5, limit: 10 })).toMatchObject({ upTo: 5, markers: [{ revision: 1 }], events: [] });
});

test('a revision that may go on is left for the next look, in every kind', () => {
  const rows = { markers: [...times(8, 1), ...times(8, 2), ...times(8, 3)], events: [...times(3, 1), ...times(9, 2)] };
  const news = readOf(rows, { since: 0, limit: 20 });
  expect(wholePart(news, { since: 0, newest: 3, limit: 20 })).toMatchObject({ upTo: 2 });
  expect(wholePart(readOf(rows, { since: 0, limit: 11 }), { since: 0, newest: 3, limit: 11 })).toMatchObject({ upTo: 1 });
  expect(wholePart(readOf(rows, { since: 0, limit: 8 }), { since: 0, newest: 3, limit: 8 })).toBeUndefined();
});

test('look by look, everything is told once and in order, whatever comes', () => {
  const revisions = fc.array(fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 90 })), { maxLength: 12 });
  fc.assert(
    fc.property(revisions, revisions, (markerRuns, eventRuns) => {
      const flat = (runs: [number, number][]) => runs.flatMap(([revision, count]) => times(count, revision + 1));
      const rows = { markers: flat(markerRuns), events: flat(eventRuns) };
      const told: number[] = [];
      let events = 0;
      let since = 0;
      for (let looks = 0; since < 50; looks += 1) {
        expect(looks).toBeLessThan(100);
        for (let limit = 20; ; limit *= 4) {
          const part = wholePart(readOf(rows, { since, limit }), { since, newest: 50, limit });
          if (part === undefined) continue;
          told.push(...part.markers.map(({ revision }) => revision));
          events += part.events.length;
          expect(part.upTo).toBeGreaterThan(since);
          since = part.upTo;
          break;
        }
      }
      expect(told).toEqual(rows.markers.toSorted((a, b) => a - b));
      expect(events).toBe(rows.events.length);
    }),
    { numRuns: 60 },
  );
});
