import type { AssetState } from '@karavan/contracts';
import { describe, expect, test } from 'vitest';
import { createBody, hasPlace } from './body.ts';
import { addShares, ClusterIndex, ringArcs, sharesOf } from './cluster-index.ts';
import { groupBodies } from './grouping.ts';

function body(id: string, lat: number, lon: number, extra: Partial<AssetState> = {}, late = false) {
  const asset: AssetState = {
    id,
    kind: 'wagon',
    label: id,
    revision: 1,
    position: { lat, lon, at: '2026-08-20T11:00:00Z', speedKmh: null, courseDeg: null, source: 'rzd' },
    freshness: 'fresh',
    status: 'inTransit',
    shipmentIds: [],
    ...extra,
  };
  if (!hasPlace(asset)) throw new Error('placed');
  return createBody(asset, late);
}

const world = [
  { x: 0, y: 0 },
  { x: 1, y: 1 },
] as const;

describe('grouping', () => {
  test('wagons of one place, state and age are one marker', () => {
    const groups = groupBodies([body('1', 52, 39), body('2', 52, 39), body('3', 52, 39, { status: 'standing' })]);
    expect(groups.map((g) => g.bodies.length)).toEqual([2, 1]);
    expect(groups.map((g) => [g.slot, g.slots])).toEqual([
      [0, 2],
      [1, 2],
    ]);
  });

  test('a train is one marker whatever its wagons say, the newest first; loose wagons and other trains stay apart', () => {
    const inTrain = (id: string, train: string, extra: Partial<AssetState> = {}) => body(id, 52, 39, { train, ...extra });
    const newer = { lat: 52, lon: 39, at: '2026-08-20T12:00:00Z', speedKmh: null, courseDeg: null, source: 'rzd' };
    const groups = groupBodies([
      inTrain('1', 'A', { freshness: 'aging' }),
      body('2', 52, 39),
      inTrain('3', 'A', { position: newer, status: 'abandoned' }),
      inTrain('4', 'B'),
      body('5', 60, 39, { train: 'A' }),
    ]);
    expect(groups.map((g) => [g.train, g.bodies.map(({ asset }) => asset.id)])).toEqual([
      ['A', ['3', '1']],
      [undefined, ['2']],
      [undefined, ['4']],
      [undefined, ['5']],
    ]);
    expect(groups.slice(0, 3).map((g) => [g.slot, g.slots])).toEqual([
      [0, 3],
      [1, 3],
      [2, 3],
    ]);
  });

  test('a train counts in a cluster by its wagons and their states', () => {
    const wagons = [
      body('1', 52, 39, { train: 'A' }),
      body('2', 52, 39, { train: 'A', status: 'abandoned' }),
      body('3', 52.001, 39),
    ];
    const index = new ClusterIndex(groupBodies(wagons), 5);
    const [node] = index.nodes(world[0], world[1]);
    expect(node).toMatchObject({ kind: 'cluster', count: 3, shares: { moving: 2, abandoned: 1 } });
  });

  test('trucks are never grouped', () => {
    const truck = { kind: 'truck' } as const;
    expect(groupBodies([body('1', 52, 39, truck), body('2', 52, 39, truck)])).toHaveLength(2);
  });
});

describe('clusters', () => {
  const groups = groupBodies([
    body('1', 52, 39),
    body('2', 52, 39),
    body('3', 52.001, 39, { status: 'abandoned', freshness: 'stale' }),
    body('4', 60, 90),
  ]);

  test('near ones are one cluster that counts assets, not markers', () => {
    const nodes = new ClusterIndex(groups, 6).nodes(...world);
    const cluster = nodes.find((node) => node.kind === 'cluster');
    expect(nodes).toHaveLength(2);
    expect(cluster).toMatchObject({ count: 3, shares: { moving: 2, abandoned: 1, stale: 1 } });
    expect(
      cluster?.kind === 'cluster' &&
        cluster
          .bodies()
          .map((b) => b.asset.id)
          .sort(),
    ).toEqual(['1', '2', '3']);
  });

  test('at the last zooms nothing is clustered', () => {
    expect(new ClusterIndex(groups, 14).nodes(...world).every((node) => node.kind === 'group')).toBe(true);
  });

  test('what lies east of 180° is found there', () => {
    const chukotka = groupBodies([body('1', 66, -173), body('2', 66.0001, -173, { status: 'standing' })]);
    const nodes = new ClusterIndex(chukotka, 5).nodes({ x: 0.9, y: 0 }, { x: 1.2, y: 1 });
    expect(nodes).toHaveLength(1);
    expect(nodes[0]?.kind === 'cluster' && nodes[0].place.x).toBeCloseTo(187 / 360 + 0.5);
  });
});

describe('the ring', () => {
  test('is whole and in the order of the states', () => {
    const arcs = ringArcs(
      sharesOf([
        body('1', 0, 0),
        body('2', 0, 0, { status: 'arrived' }),
        body('3', 0, 0),
        body('4', 0, 0, { status: 'standing' }),
      ]),
    );
    expect(arcs.map((arc) => arc.state)).toEqual(['moving', 'standing', 'arrived']);
    expect(arcs[0]).toMatchObject({ from: 0, to: 0.5 });
    expect(arcs.at(-1)?.to).toBeCloseTo(1);
  });

  test('shows one in a thousand', () => {
    const shares = { moving: 999, standing: 0, abandoned: 1, arrived: 0, unknown: 0, stale: 0, late: 0 };
    const arc = ringArcs(shares)[1];
    expect((arc?.to ?? 0) - (arc?.from ?? 0)).toBeGreaterThan(0.03);
  });

  test('shares add up', () => {
    const sum = sharesOf([body('1', 0, 0)]);
    addShares(sum, sharesOf([body('2', 0, 0, { freshness: 'stale' }, true)]));
    expect(sum).toMatchObject({ moving: 2, stale: 1, late: 1 });
  });
});
