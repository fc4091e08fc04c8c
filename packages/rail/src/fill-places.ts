/**
 * Where the nodes of a graph are that nobody has placed, well enough to give their edges a length, and which places cannot
 * be right. Estimated places never leave the graph: no marker and no line is drawn by them.
 */
import { EARTH_RADIUS_KM, greatCircleKm, type Point, straightKm } from './great-circle.ts';

type Neighbours = readonly (readonly number[])[];

/** A place is wrong where going by it would be so much longer than passing it by. */
const DETOUR_KM = 100;
const DETOUR_FACTOR = 4;
/** With a single neighbour there is nothing to compare with but the other edges. */
const LONE_FACTOR = 20;

/**
 * Nodes that lie far off between neighbours near each other: names of halts repeat, and directories join them with the wrong
 * namesake. The worst goes first, so that its neighbours are judged without it. Gives their numbers.
 */
export function findMisplaced(points: readonly (Point | undefined)[], neighbours: Neighbours): number[] {
  const wrong = new Set<number>();
  const typicalKm = typicalEdgeKm(points, neighbours);
  const at = (node: number) => (wrong.has(node) ? undefined : points[node]);
  for (let round = 0; round < 3; round += 1) {
    const found = neighbours
      .map((_, node) => ({ node, excessKm: excessOf(node, { at, neighbours, typicalKm }) }))
      .filter(({ excessKm }) => excessKm > 0)
      .sort((a, b) => b.excessKm - a.excessKm);
    const before = wrong.size;
    for (const { node } of found) if (excessOf(node, { at, neighbours, typicalKm }) > 0) wrong.add(node);
    if (wrong.size === before) break;
  }
  return [...wrong];
}

interface Judge {
  at: (node: number) => Point | undefined;
  neighbours: Neighbours;
  typicalKm: number;
}

/** By how many km the best way over a node is too long to be true; 0 where it is believable. */
function excessOf(node: number, { at, neighbours, typicalKm }: Judge): number {
  const here = at(node);
  if (here === undefined) return 0;
  const near = (neighbours[node] ?? []).map(at).filter((point) => point !== undefined);
  const [only] = near;
  if (only !== undefined && near.length === 1) {
    const km = greatCircleKm(here, only);
    return km > DETOUR_KM && km > LONE_FACTOR * typicalKm ? km : 0;
  }
  let least = Number.POSITIVE_INFINITY;
  for (const [i, a] of near.entries())
    for (const b of near.slice(i + 1)) {
      const [over, direct] = [greatCircleKm(a, here) + greatCircleKm(here, b), greatCircleKm(a, b)];
      if (over - direct < DETOUR_KM || over < DETOUR_FACTOR * direct) return 0;
      least = Math.min(least, over - direct);
    }
  return Number.isFinite(least) ? least : 0;
}

/** The middle length of the edges between placed nodes, km. */
export function typicalEdgeKm(points: readonly (Point | undefined)[], neighbours: Neighbours): number {
  const lengths: number[] = [];
  for (const [node, others] of neighbours.entries()) {
    const here = points[node];
    if (here === undefined) continue;
    for (const other of others) {
      const there = other > node ? points[other] : undefined;
      if (there !== undefined) lengths.push(greatCircleKm(here, there));
    }
  }
  return lengths.sort((a, b) => a - b)[lengths.length >> 1] ?? 10;
}

const MEAN_SWEEPS = 50;
const MEDIAN_SWEEPS = 25;

/**
 * A spot for every node, x, y, z in km. An unplaced one comes to lie where the sum of the distances to its neighbours is least:
 * evenly along a chain, and for a junction on the line that passes it. Parts of the graph without any place stay at 0, 0, 0.
 */
export function fillSpots(placed: Float64Array, isPlaced: readonly boolean[], neighbours: Neighbours): Float64Array {
  const spots = placed.slice();
  const open = spread(spots, isPlaced, neighbours);
  for (let sweep = 0; sweep < MEAN_SWEEPS + MEDIAN_SWEEPS; sweep += 1)
    for (const node of open) pull(spots, { node, near: neighbours[node] ?? [], byDistance: sweep >= MEAN_SWEEPS });
  for (const node of open) toSurface(spots, node);
  return spots;
}

/** Gives unplaced nodes the spot of the nearest placed one; gives those that could be reached, in that order. */
function spread(spots: Float64Array, isPlaced: readonly boolean[], neighbours: Neighbours): number[] {
  const has = [...isPlaced];
  const reached: number[] = [];
  let edge = has.flatMap((placed, node) => (placed ? [node] : []));
  while (edge.length > 0) {
    const next: number[] = [];
    for (const node of edge)
      for (const other of neighbours[node] ?? []) {
        if (has[other]) continue;
        has[other] = true;
        spots.copyWithin(3 * other, 3 * node, 3 * node + 3);
        next.push(other);
      }
    reached.push(...next);
    edge = next;
  }
  return reached;
}

function pull(
  spots: Float64Array,
  { node, near, byDistance }: { node: number; near: readonly number[]; byDistance: boolean },
): void {
  let [x, y, z, weights] = [0, 0, 0, 0];
  for (const other of near) {
    const [ox, oy, oz] = [spots[3 * other] as number, spots[3 * other + 1] as number, spots[3 * other + 2] as number];
    const weight = byDistance && near.length > 2 ? 1 / Math.max(straightKm(spots, node, other), 0.05) : 1;
    [x, y, z, weights] = [x + weight * ox, y + weight * oy, z + weight * oz, weights + weight];
  }
  if (weights === 0) return;
  spots[3 * node] = x / weights;
  spots[3 * node + 1] = y / weights;
  spots[3 * node + 2] = z / weights;
}

function toSurface(spots: Float64Array, node: number): void {
  const [x, y, z] = [spots[3 * node] as number, spots[3 * node + 1] as number, spots[3 * node + 2] as number];
  const scale = EARTH_RADIUS_KM / (Math.hypot(x, y, z) || 1);
  spots[3 * node] = x * scale;
  spots[3 * node + 1] = y * scale;
  spots[3 * node + 2] = z * scale;
}
