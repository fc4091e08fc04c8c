import Supercluster, { type PointFeature } from 'supercluster';
import { MARKER_STATES, type MarkerState } from '../../theme/palette.ts';
import { latOf, lonOf, type Mercator, mercatorX, mercatorY } from '../mercator.ts';
import { type Body, goalOf, unrolled } from './body.ts';
import type { Group } from './grouping.ts';

/** How many of each state; `stale` counts across them, and `late` too. */
export type Shares = Record<MarkerState, number> & { stale: number; late: number };

export interface Cluster {
  kind: 'cluster';
  place: Mercator;
  count: number;
  shares: Shares;
  bodies: () => Body[];
}
export interface Single {
  kind: 'group';
  group: Group;
}
export type Node = Cluster | Single;

interface PointProps {
  group: Group;
}

/** From this zoom on nothing is clustered any more. */
export const CLUSTER_MAX_ZOOM = 13;
const RADIUS_PX = 46;
/** Supercluster wraps at 180°; our world begins at 26° W, so it is given longitudes turned by so much. */
const TURN = 154;

/** Clusters of one zoom level. Building one level is several times cheaper than all of them, and only one is looked at. */
export class ClusterIndex {
  readonly zoom: number;
  readonly #groups: Group[];
  readonly #index: Supercluster<PointProps, Shares> | null = null;

  constructor(groups: Group[], zoom: number) {
    this.zoom = zoom;
    this.#groups = groups;
    if (zoom > CLUSTER_MAX_ZOOM || groups.length < 2) return;
    this.#index = new Supercluster<PointProps, Shares>({
      minZoom: zoom,
      maxZoom: zoom,
      radius: RADIUS_PX,
      extent: 256,
      map: ({ group }) => sharesOf(group.bodies),
      reduce: addShares,
    });
    this.#index.load(groups.map(toFeature));
  }

  nodes(from: Mercator, to: Mercator): Node[] {
    if (!this.#index) return this.#groups.filter((group) => within(group, from, to)).map((group) => ({ kind: 'group', group }));
    const edge = (lon: number) => Math.max(-180, Math.min(180, lon - TURN));
    const box: [number, number, number, number] = [edge(lonOf(from.x)), latOf(to.y), edge(lonOf(to.x)), latOf(from.y)];
    const index = this.#index;
    return index.getClusters(box, this.zoom).map((found): Node => {
      const { properties } = found;
      if (!('cluster' in properties)) return { kind: 'group', group: properties.group };
      const [lon = 0, lat = 0] = found.geometry.coordinates;
      const id = properties.cluster_id;
      return {
        kind: 'cluster',
        place: { x: mercatorX(lon + TURN), y: mercatorY(lat) },
        count: MARKER_STATES.reduce((sum, state) => sum + properties[state], 0),
        shares: properties,
        bodies: () => index.getLeaves(id, Infinity).flatMap((leaf) => leaf.properties.group.bodies),
      };
    });
  }
}

export function sharesOf(bodies: readonly Body[]): Shares {
  const shares: Shares = { moving: 0, standing: 0, abandoned: 0, arrived: 0, unknown: 0, stale: 0, late: 0 };
  for (const body of bodies) {
    shares[body.state]++;
    if (body.asset.freshness === 'stale') shares.stale++;
    if (body.late) shares.late++;
  }
  return shares;
}

export function addShares(sum: Shares, more: Readonly<Shares>): void {
  for (const state of MARKER_STATES) sum[state] += more[state];
  sum.stale += more.stale;
  sum.late += more.late;
}

/** The ring of a cluster: arcs in the fixed order of the states, in turns of the circle, nothing thinner than can be seen. */
export function ringArcs(shares: Shares): { state: MarkerState; from: number; to: number }[] {
  const present = MARKER_STATES.filter((state) => shares[state] > 0);
  const least = 0.04;
  const total = present.reduce((sum, state) => sum + shares[state], 0);
  const widths = present.map((state) => Math.max(least, shares[state] / total));
  const whole = widths.reduce((sum, width) => sum + width, 0);
  let at = 0;
  return present.map((state, i) => {
    const from = at;
    at += (widths[i] ?? 0) / whole;
    return { state, from, to: at };
  });
}

function toFeature(group: Group): PointFeature<PointProps> {
  // the fix itself: a marker still on its way there is counted where it goes
  const { lat = 0, lon = 0 } = group.bodies[0].asset.position ?? {};
  return {
    type: 'Feature',
    properties: { group },
    geometry: { type: 'Point', coordinates: [unrolled({ lat, lon }) - TURN, lat] },
  };
}

function within(group: Group, from: Mercator, to: Mercator): boolean {
  const { x, y } = goalOf(group.bodies[0]);
  return x >= from.x && x <= to.x && y >= from.y && y <= to.y;
}
