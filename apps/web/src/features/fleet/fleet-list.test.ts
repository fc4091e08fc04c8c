import type { AssetState } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { countStates, type FleetFilter, fleetRows, parsePlace } from './fleet-list.ts';

const all: FleetFilter = { state: null, kind: null, place: null };
const isLate = (asset: AssetState) => asset.label === 'late';

function asset(label: string, status: string, at: [number, number] | null, kind: AssetState['kind'] = 'wagon'): AssetState {
  const position = at && { lat: at[0], lon: at[1], at: '2026-08-20T11:00:00Z', speedKmh: null, courseDeg: null, source: 'rzd' };
  return { id: label, kind, label, revision: 1, position, freshness: 'fresh', status, shipmentIds: [] };
}

const fleet = [
  asset('b', 'inTransit', [52, 39]),
  asset('a', 'standing', [52, 39]),
  asset('late', 'inTransit', [52.001, 39]),
  asset('far', 'abandoned', [60, 90]),
  asset('nowhere', 'unknown', null),
  asset('truck', 'moving', [52, 39], 'truck'),
];
const view = { contains: ([lat]: [number, number]) => lat < 55 };

test('what is late comes first, then what stands; what has no place is listed too', () => {
  const labels = fleetRows(fleet, { view, isLate, filter: all }).map((row) => row.asset.label);
  expect(labels).toEqual(['late', 'a', 'nowhere', 'b', 'truck']);
});

test('filters', () => {
  expect(fleetRows(fleet, { view, isLate, filter: { ...all, kind: 'truck' } })).toHaveLength(1);
  expect(fleetRows(fleet, { view, isLate, filter: { ...all, place: { lat: 60, lon: 90 } } }).map((r) => r.asset.label)).toEqual([
    'far',
  ]);
});

test('counts', () => {
  expect(countStates(fleetRows(fleet, { view: null, isLate, filter: all }))).toMatchObject({
    moving: 3,
    standing: 1,
    abandoned: 1,
  });
});

test('a place in the address', () => {
  expect(parsePlace('52.1,39.5')).toEqual({ lat: 52.1, lon: 39.5 });
  for (const text of [null, '', '52', 'x,y']) expect(parsePlace(text)).toBeNull();
});
