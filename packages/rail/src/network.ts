/**
 * The railway lines between the known stations: how far, which way, and what to draw. Lengths are summed over the real
 * chain of stations, 2–7 % below tariff kilometres. Coordinates © OpenStreetMap contributors, ODbL.
 */
import { EDGE_TABLE, LINE_TABLE } from './data/edges.ts';
import { type KnownStation, stationByEsr } from './stations.ts';

export interface Point {
  lat: number;
  lon: number;
}

export interface RailPath {
  /** stations along the way, both ends included */
  esrs: string[];
  distanceKm: number;
  /** from the first station to the last, bending as the railway does */
  line: Point[];
}

export interface RailLine {
  name: string;
  esrs: string[];
  line: Point[];
}

interface Edge {
  to: string;
  distanceKm: number;
  /** points strictly between the two stations */
  between: Point[];
}

const EDGES = readEdges();

/** Polylines for drawing the network. */
export const RAIL_LINES: readonly RailLine[] = LINE_TABLE.trim()
  .split('\n')
  .map((row) => {
    const [name = '', stops = ''] = row.split('|');
    const esrs = stops.split(' ');
    return { name, esrs, line: lineAlong(esrs) };
  });

/** Number of neighbouring pairs in the network. */
export const RAIL_EDGE_COUNT = [...EDGES.values()].reduce((sum, edges) => sum + edges.length, 0) / 2;

/**
 * The shortest way by rail between two known stations, or undefined where one is unknown or no line joins them.
 * From a station to itself it is that station and 0 km. Dijkstra over a few hundred stations, well under 5 ms.
 */
export function shortestPath(fromEsr: string, toEsr: string): RailPath | undefined {
  if (!stationByEsr(fromEsr) || !stationByEsr(toEsr)) return undefined;
  const came = new Map<string, string>();
  const reached = new Map([[fromEsr, 0]]);
  const open = new Set([fromEsr]);
  for (let at = nearest(open, reached); at !== undefined; at = nearest(open, reached)) {
    if (at === toEsr) return toPath(backtrack(came, toEsr), reached.get(at) ?? 0);
    open.delete(at);
    for (const edge of EDGES.get(at) ?? []) {
      const distanceKm = (reached.get(at) ?? 0) + edge.distanceKm;
      if (distanceKm >= (reached.get(edge.to) ?? Number.POSITIVE_INFINITY)) continue;
      reached.set(edge.to, distanceKm);
      came.set(edge.to, at);
      open.add(edge.to);
    }
  }
  return undefined;
}

/** Length in km of the line between two neighbouring stations, or undefined where they are not neighbours. */
export function edgeDistanceKm(fromEsr: string, toEsr: string): number | undefined {
  return edgeBetween(fromEsr, toEsr)?.distanceKm;
}

function nearest(open: ReadonlySet<string>, reached: ReadonlyMap<string, number>): string | undefined {
  let best: string | undefined;
  let bestKm = Number.POSITIVE_INFINITY;
  for (const esr of open) {
    const km = reached.get(esr) ?? Number.POSITIVE_INFINITY;
    if (km < bestKm) [best, bestKm] = [esr, km];
  }
  return best;
}

function backtrack(came: ReadonlyMap<string, string>, end: string): string[] {
  const esrs = [end];
  for (let at = came.get(end); at !== undefined; at = came.get(at)) esrs.push(at);
  return esrs.reverse();
}

function toPath(esrs: string[], distanceKm: number): RailPath {
  return { esrs, distanceKm: Math.round(distanceKm * 10) / 10, line: lineAlong(esrs) };
}

function lineAlong(esrs: readonly string[]): Point[] {
  return esrs.flatMap((esr, i) => {
    const previous = esrs[i - 1];
    const between = previous === undefined ? [] : (edgeBetween(previous, esr)?.between ?? []);
    return [...between, pointOf(known(esr))];
  });
}

function edgeBetween(fromEsr: string, toEsr: string): Edge | undefined {
  return EDGES.get(fromEsr)?.find((edge) => edge.to === toEsr);
}

function readEdges(): ReadonlyMap<string, readonly Edge[]> {
  const edges = new Map<string, Edge[]>();
  const add = (from: string, edge: Edge) => edges.set(from, [...(edges.get(from) ?? []), edge]);
  for (const row of EDGE_TABLE.trim().split('\n')) {
    const [a = '', b = '', km = '', points = ''] = row.split('|');
    const between = points === '' ? [] : points.split(' ').map(toPoint);
    add(a, { to: b, distanceKm: Number(km), between });
    add(b, { to: a, distanceKm: Number(km), between: between.toReversed() });
  }
  return edges;
}

function toPoint(pair: string): Point {
  const [lat = '', lon = ''] = pair.split(',');
  return { lat: Number(lat), lon: Number(lon) };
}

function pointOf({ lat, lon }: KnownStation): Point {
  return { lat, lon };
}

function known(esr: string): KnownStation {
  const station = stationByEsr(esr);
  if (!station) throw new Error(`edge of the rail network names an unknown station ${esr}`);
  return station;
}
