import type { AssetState } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { withTrains } from './train-rows.ts';

function row(id: string, lat: number, train?: string) {
  const position: AssetState['position'] = {
    lat,
    lon: 40,
    at: '2026-08-20T04:00:00Z',
    speedKmh: null,
    courseDeg: null,
    source: 'rzd',
  };
  const asset: AssetState = {
    id,
    kind: 'wagon',
    label: id,
    revision: 1,
    position,
    freshness: 'fresh',
    status: 'inTransit',
    shipmentIds: [],
    ...(train === undefined ? {} : { train }),
  };
  return { asset, state: 'moving' as const, late: false };
}

test('the wagons of one train at one place are one line; a lone one, a loose one and the rest of a train elsewhere are not in it', () => {
  const entries = withTrains([
    row('1', 50, 'A'),
    row('2', 51),
    row('3', 50, 'A'),
    row('4', 50, 'B'),
    row('5', 52, 'A'),
    row('6', 50),
  ]);
  expect(entries.map((entry) => ('train' in entry ? entry.rows.map(({ asset }) => asset.id) : entry.asset.id))).toEqual([
    ['1', '3'],
    '2',
    '4',
    '5',
    '6',
  ]);
});
