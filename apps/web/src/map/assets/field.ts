import type { Map as LeafletMap } from 'leaflet';
import { type Box, inside } from '../base/clip.ts';
import { type Mercator, projectionOf, worldSize } from '../mercator.ts';
import { type Body, goalOf } from './body.ts';
import { type Cluster, ClusterIndex, type Single } from './cluster-index.ts';
import { groupBodies } from './grouping.ts';

/** A little beyond the screen, so that a marker does not vanish before its edge does. */
const RIM_PX = 48;
/** Clusters are made for the screen and so many more screens around it. */
const MARGIN = 1;
/** A cluster's centre is never farther from its members. */
const REACH_PX = 120;

/** What is on the map around the screen, clustered for one zoom level; nothing in it changes but where its bodies are. */
export class Field {
  readonly zoom: number;
  readonly box: Box;
  readonly clusters: Cluster[] = [];
  readonly singles: Single[] = [];

  constructor(map: LeafletMap, { bodies, isShown }: { bodies: Iterable<Body>; isShown: (body: Body) => boolean }) {
    this.zoom = clusterZoom(map);
    this.box = boxAround(map);
    const { minX, maxX, minY, maxY } = this.box;
    const shown: Body[] = [];
    for (const body of bodies) {
      const { x, y } = goalOf(body);
      if (x < minX || x > maxX || y < minY || y > maxY || !isShown(body)) continue;
      body.clustered = { x, y };
      shown.push(body);
    }
    const index = new ClusterIndex(groupBodies(shown), this.zoom);
    for (const node of index.nodes({ x: minX, y: minY }, { x: maxX, y: maxY })) {
      if (node.kind === 'cluster') this.clusters.push(node);
      else this.singles.push(node);
    }
  }

  /** false: the map shows what this is not made for */
  isFit(map: LeafletMap): boolean {
    if (this.zoom !== clusterZoom(map)) return false;
    const { scale, left, top } = projectionOf(map);
    const size = map.getSize();
    const sight = { minX: left / scale, maxX: (left + size.x) / scale, minY: top / scale, maxY: (top + size.y) / scale };
    return inside(sight, this.box);
  }

  /** The cluster a marker is inside of. */
  clusterOf(body: Body): Cluster | null {
    const reach = REACH_PX / worldSize(this.zoom);
    const isNear = ({ x, y }: Mercator) => Math.hypot(x - body.clustered.x, y - body.clustered.y) < reach;
    return this.clusters.find((cluster) => isNear(cluster.place) && cluster.bodies().includes(body)) ?? null;
  }
}

function clusterZoom(map: LeafletMap): number {
  return Math.floor(map.getZoom() + 0.01);
}

function boxAround(map: LeafletMap): Box {
  const { scale, left, top } = projectionOf(map);
  const { x, y } = map.getSize();
  return {
    minX: (left - x * MARGIN - RIM_PX) / scale,
    maxX: (left + x * (1 + MARGIN) + RIM_PX) / scale,
    minY: (top - y * MARGIN - RIM_PX) / scale,
    maxY: (top + y * (1 + MARGIN) + RIM_PX) / scale,
  };
}

/** Whether a place in the map's container is on the screen, or hardly beside it. */
export function isNear(size: { x: number; y: number }, { x, y }: { x: number; y: number }): boolean {
  return x >= -RIM_PX && y >= -RIM_PX && x <= size.x + RIM_PX && y <= size.y + RIM_PX;
}
