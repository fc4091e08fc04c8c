import { expect, test } from 'vitest';
import { assetView } from './asset-view.ts';

const now = new Date('2026-08-21T06:00:00Z');
const wagon = {
  id: 'wagon:93123453',
  kind: 'wagon',
  label: '93123453',
  revision: 1,
  status: 'inTransit',
  shipmentIds: [],
} as const;
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000).toISOString();
const view = (heard?: { at: string; source: string }) =>
  assetView({ ...wagon, shipmentIds: [], position: null, place: 'X', ...(heard === undefined ? {} : { heard }) }, now);

test('a wagon without a place on the map is as fresh as its report', () => {
  const ages = [1, 7, 25].map((hours) => view({ at: hoursAgo(hours), source: 'rzd' }).freshness);
  expect(ages).toEqual(['fresh', 'aging', 'stale']);
  expect(view({ at: hoursAgo(1), source: 'rzd' })).toEqual({ ...wagon, position: null, freshness: 'fresh' });
});

test('what nobody has heard of is stale', () => expect(view().freshness).toBe('stale'));
