import type { TrailPoint } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { speedRuns } from './speed-runs.ts';
import { trailFeatures } from './trail-features.ts';

const START = Date.parse('2026-05-04T00:00:00Z') / 1000;
const iso = (seconds: number) => new Date((START + seconds) * 1000).toISOString();
const point = (seconds: number, lat: number, kmh: number | null = 50): TrailPoint => [START + seconds, lat, 37, kmh, null, 0];

test('a trail fades with age, a silence is a dashed line of its own, stops carry their numbers', () => {
  const points = [point(0, 55), point(100, 55.1), point(1000, 56), point(1050, 56.1), point(1100, 56.2)];
  const features = trailFeatures({
    points,
    gaps: [{ from: iso(100), to: iso(1000) }],
    stops: [{ from: iso(0), to: iso(100), lat: 55, lon: 37, silentMinutes: 0, ongoing: false }],
  });
  const lines = features.filter(({ geometry }) => geometry.type === 'LineString');
  const gaps = lines.filter(({ properties }) => properties?.['gap'] === true);
  expect(gaps.map(({ geometry }) => geometry)).toEqual([
    {
      type: 'LineString',
      coordinates: [
        [37, 55.1],
        [37, 56],
      ],
    },
  ]);
  const fades = lines.map(({ properties }) => properties?.['fade'] as number);
  expect(fades).toEqual([...fades].sort((a, b) => a - b));
  expect(fades[0]).toBe(0);
  expect(fades.at(-1)).toBe(1);
  expect(features.at(-1)?.properties).toEqual({ stop: 1 });
  // what is drawn is the way without a hole: every piece begins where the one before ended
  const ends = lines.map(({ geometry }) => (geometry.type === 'LineString' ? geometry.coordinates : []));
  for (const [index, piece] of ends.entries()) if (index > 0) expect(piece[0]).toEqual(ends[index - 1]?.at(-1));
  expect(trailFeatures({ points: [], gaps: [], stops: [] })).toEqual([]);
});

test('the chart keeps the highest speed of a column, and draws nothing through a silence', () => {
  const points = [point(0, 55, 10), point(1, 55, 90), point(2, 55, 20), point(1600, 55, null), point(1800, 56, 40)];
  const runs = speedRuns(
    { points, gaps: [{ from: iso(1600), to: iso(1800) }] },
    { fromMs: START * 1000, toMs: (START + 3200) * 1000 },
  );
  expect(runs).toEqual([[{ x: 0, kmh: 90 }], [{ x: 1800 / 3200, kmh: 40 }]]);
});
