/**
 * The railway lines between the stations we know: how far, which way, and what to draw. Built once from the built-in list and
 * whatever was imported. Lengths of the built-in lines are summed over the real chain of stations, 2–7 % below tariff
 * kilometres; an edge of unknown length counts as great circle × the detour that known edges of its size make.
 * Coordinates of the built-in list © OpenStreetMap contributors, ODbL.
 */
import { EDGE_TABLE, LINE_TABLE } from './data/edges.ts';
import { learnDetour, learnScale, type ObservedWay } from './detour.ts';
import { fillSpots, findMisplaced, typicalEdgeKm } from './fill-places.ts';
import { createGraph, type Graph, type GraphEdge } from './graph.ts';
import { greatCircleKm, type Point, straightKm, toSphere } from './great-circle.ts';
import { drawPath, type PathPart, type RailPath } from './rail-path.ts';
import { createDirectory, type Directory, type DirectoryStation } from './resolve-station.ts';
import { STATIONS, stationByEsr } from './stations.ts';

/** Two neighbouring stations, in either order. */
export interface NetworkEdge {
  from: string;
  to: string;
  /** absent: to be worked out */
  km?: number | undefined;
  /** points strictly between the two, from the first to the second */
  line?: readonly Point[] | undefined;
}

export interface RailNetwork<S extends DirectoryStation = DirectoryStation> extends Directory<S> {
  stations: readonly S[];
  /** neighbouring pairs in use */
  edgeCount: number;
  /** codes of stations whose place is too far from all their neighbours to be true; their place is not used for the lines */
  misplaced: readonly string[];
  /**
   * The shortest way by rail between two stations, or undefined where one is unknown or no line joins them. From a station to
   * itself it is that station and 0 km. Below a millisecond on a network of 13 000 stations.
   */
  path(fromEsr: string, toEsr: string): RailPath | undefined;
  /** The length of that way to about a metre, without making its line; quick for many stations and few destinations. */
  distanceKm(fromEsr: string, toEsr: string): number | undefined;
  /** The line between two neighbours; undefined where they are none. */
  edgeBetween(fromEsr: string, toEsr: string): { km: number; isComputed: boolean; line: readonly Point[] } | undefined;
}

interface Edge extends GraphEdge {
  isComputed: boolean;
  line: readonly Point[];
}

/**
 * @param input `stations` of a code given twice: the last one counts. `edges` given twice: the first. `spare` edges are
 * long ones that leave stations out; one is used only where the others do not join its ends by about the same length.
 * `observed` are tariff distances that reports give from station to station: edges of unknown length are scaled by them.
 */
export function createRailNetwork<S extends DirectoryStation>(input: {
  stations: readonly S[];
  edges: readonly NetworkEdge[];
  spare?: readonly NetworkEdge[];
  observed?: readonly { from: string; to: string; km: number }[];
}): RailNetwork<S> {
  const { spare = [], observed = [] } = input;
  const spareSet = new Set(spare);
  const directory = createDirectory(input.stations);
  const codes = codesOf(input);
  const nodes = new Map(codes.map((esr, node) => [esr, node]));
  const points = codes.map((esr) => pointOf(directory.byEsr(esr)));
  const pairs = dedupe([...input.edges, ...spare], nodes);
  const neighbours = neighboursOf(
    codes.length,
    pairs.filter(({ given }) => !spareSet.has(given)),
  );
  const misplaced = findMisplaced(points, neighbours);
  for (const node of misplaced) points[node] = undefined;
  const ways = observed.flatMap(({ from, to, km }) => {
    const [a, b] = [nodes.get(from), nodes.get(to)];
    return a === undefined || b === undefined ? [] : [{ from: a, to: b, km }];
  });
  const { graph, edges } = layOut({ points, pairs, spare: spareSet, ways });
  const edgeOf = findEdge(edges, codes.length);
  const wayBetween = (fromEsr: string, toEsr: string) => {
    const [from, to] = [nodes.get(fromEsr), nodes.get(toEsr)];
    return from === undefined || to === undefined ? undefined : graph.shortest(from, to);
  };
  const distances = createDistances(graph);
  const partOf = (node: number, previous: number | undefined): PathPart => {
    const edge = previous === undefined ? undefined : edgeOf(previous, node);
    const line = edge === undefined ? [] : edge.a === previous ? edge.line : edge.line.toReversed();
    return { esr: codes[node] ?? '', place: points[node], km: edge?.km ?? 0, isComputed: edge?.isComputed ?? false, line };
  };
  return {
    ...directory,
    stations: input.stations,
    edgeCount: edges.length,
    misplaced: misplaced.map((node) => codes[node] ?? ''),
    path(fromEsr, toEsr) {
      const way = wayBetween(fromEsr, toEsr);
      return way && drawPath(way.nodes.map((node, i) => partOf(node, way.nodes[i - 1])));
    },
    distanceKm(fromEsr, toEsr) {
      const [from, to] = [nodes.get(fromEsr), nodes.get(toEsr)];
      return from === undefined || to === undefined ? undefined : distances(from, to);
    },
    edgeBetween(fromEsr, toEsr) {
      const [from, to] = [nodes.get(fromEsr), nodes.get(toEsr)];
      const edge = from === undefined || to === undefined ? undefined : edgeOf(from, to);
      return edge && { km: edge.km, isComputed: edge.isComputed, line: edge.a === from ? edge.line : edge.line.toReversed() };
    },
  };
}

/** A destination asked for so often gets the distances from everywhere at once: a report has many wagons and few destinations. */
const WORTH_ALL = 12;
/** Destinations remembered; a full directory takes 50 KB each. */
const MOST_REMEMBERED = 200;

function createDistances(graph: Graph): (from: number, to: number) => number | undefined {
  const asked = new Map<number, { times: number; all?: Float32Array }>();
  return (from, to) => {
    const known = asked.get(to) ?? { times: 0 };
    if (known.times === 0) {
      if (asked.size >= MOST_REMEMBERED) asked.clear();
      asked.set(to, known);
    }
    known.times += 1;
    if (known.times < WORTH_ALL) {
      const way = graph.shortest(from, to);
      return way && Math.fround(way.km); // as exact as the other answer, so that both are the same
    }
    known.all ??= graph.distancesTo(to);
    const km = known.all[from] ?? Number.POSITIVE_INFINITY;
    return Number.isFinite(km) ? km : undefined;
  };
}

interface Pair {
  a: number;
  b: number;
  given: NetworkEdge;
}

function codesOf({ stations, edges, spare = [] }: Parameters<typeof createRailNetwork>[0]): string[] {
  const codes = new Set<string>();
  for (const { esr } of stations) if (esr !== undefined) codes.add(esr);
  for (const { from, to } of [...edges, ...spare]) codes.add(from).add(to);
  return [...codes];
}

function dedupe(given: readonly NetworkEdge[], nodes: ReadonlyMap<string, number>): Pair[] {
  const pairs = new Map<number, Pair>();
  for (const edge of given) {
    const [a = 0, b = 0] = [nodes.get(edge.from), nodes.get(edge.to)];
    const key = Math.min(a, b) * nodes.size + Math.max(a, b);
    if (a !== b && !pairs.has(key)) pairs.set(key, { a, b, given: edge });
  }
  return [...pairs.values()];
}

function neighboursOf(nodes: number, pairs: readonly Pair[]): number[][] {
  const neighbours = Array.from({ length: nodes }, (): number[] => []);
  for (const { a, b } of pairs) {
    neighbours[a]?.push(b);
    neighbours[b]?.push(a);
  }
  return neighbours;
}

const pointOf = (station: DirectoryStation | undefined): Point | undefined =>
  station?.lat === undefined || station.lon === undefined ? undefined : { lat: station.lat, lon: station.lon };

/** A spare edge stands for a chain of others where that is at most so much longer. */
const SPARE_FACTOR = 1.25;

interface LayOut {
  points: readonly (Point | undefined)[];
  pairs: readonly Pair[];
  spare: ReadonlySet<NetworkEdge>;
  ways: readonly ObservedWay[];
}

function layOut({ points, pairs, spare, ways }: LayOut): { graph: Graph; edges: Edge[] } {
  const { edges: all, spots } = measure(points, pairs);
  const graphOf = (edges: readonly Edge[]) => createGraph({ nodes: points.length, edges, spots });
  const own = all.filter((_, i) => !isSpare(pairs[i]));
  function isSpare(pair: Pair | undefined): boolean {
    return pair !== undefined && spare.has(pair.given);
  }
  let edges = all;
  if (own.length > 0 && own.length < all.length) {
    const fine = graphOf(own);
    const needed = ({ a, b, km }: Edge) => fine.shortest(a, b, km * SPARE_FACTOR) === undefined;
    edges = [...own, ...all.filter((edge, i) => isSpare(pairs[i]) && needed(edge))];
  }
  const graph = graphOf(edges);
  const scale = ways.length === 0 ? 1 : learnScale(graph, lengthsIn(edges, points.length), ways);
  if (scale === 1) return { graph, edges };
  const scaled = edges.map((edge) => (edge.isComputed ? { ...edge, km: edge.km * scale } : edge));
  return { graph: graphOf(scaled), edges: scaled };
}

function findEdge(edges: readonly Edge[], nodes: number): (a: number, b: number) => Edge | undefined {
  const keyOf = (a: number, b: number) => Math.min(a, b) * nodes + Math.max(a, b);
  const byPair = new Map(edges.map((edge) => [keyOf(edge.a, edge.b), edge]));
  return (a, b) => byPair.get(keyOf(a, b));
}

function lengthsIn(edges: readonly Edge[], nodes: number) {
  const edgeOf = findEdge(edges, nodes);
  return (way: readonly number[]) => {
    const sums = { knownKm: 0, computedKm: 0 };
    for (const [i, node] of way.entries()) {
      const before = way[i - 1];
      const edge = before === undefined ? undefined : edgeOf(before, node);
      if (edge) sums[edge.isComputed ? 'computedKm' : 'knownKm'] += edge.km;
    }
    return sums;
  };
}

/** Two stations are never nearer than this; an estimated place may fall on its neighbour. */
const LEAST_KM = 0.3;

/** Gives every pair its length: the one it came with, or the straight distance × the learned detour. */
function measure(points: readonly (Point | undefined)[], pairs: readonly Pair[]): { edges: Edge[]; spots: Float64Array } {
  const neighbours = neighboursOf(points.length, pairs);
  const typicalKm = typicalEdgeKm(points, neighbours);
  const spots = fillSpots(
    Float64Array.from(points.flatMap((point) => (point === undefined ? [0, 0, 0] : toSphere(point)))),
    points.map((point) => point !== undefined),
    neighbours,
  );
  const detour = learnDetour(
    pairs.flatMap(({ a, b, given: { km } }) => {
      const [from, to] = [points[a], points[b]];
      return km === undefined || !from || !to ? [] : [{ km, straightKm: greatCircleKm(from, to) }];
    }),
  );
  const lengthOf = ({ a, b }: Pair): number => {
    const km = straightKm(spots, a, b);
    if (km >= LEAST_KM) return km * detour(km);
    return points[a] && points[b] ? LEAST_KM : typicalKm; // on one spot with its neighbour: nobody knows how far off it is
  };
  const edges = pairs.map((pair) => {
    const { a, b, given } = pair;
    const isComputed = given.km === undefined;
    return { a, b, km: given.km ?? lengthOf(pair), isComputed, line: given.line ?? [] };
  });
  return { edges, spots };
}

/** The lines the product knows by itself. */
export const BUILT_IN_EDGES: readonly NetworkEdge[] = EDGE_TABLE.trim().split('\n').map(readEdge);

/** The stations and lines the product knows by itself; what nothing was imported into. */
export const BUILT_IN_NETWORK = createRailNetwork({ stations: STATIONS, edges: BUILT_IN_EDGES });

/** Number of neighbouring pairs in the built-in network. */
export const RAIL_EDGE_COUNT = BUILT_IN_NETWORK.edgeCount;

/** The shortest way by the built-in lines; see {@link RailNetwork.path}. */
export function shortestPath(fromEsr: string, toEsr: string): RailPath | undefined {
  return BUILT_IN_NETWORK.path(fromEsr, toEsr);
}

/** Length in km of the built-in line between two neighbouring stations, or undefined where they are not neighbours. */
export function edgeDistanceKm(fromEsr: string, toEsr: string): number | undefined {
  return BUILT_IN_NETWORK.edgeBetween(fromEsr, toEsr)?.km;
}

export interface RailLine {
  name: string;
  esrs: string[];
  line: Point[];
}

/** Polylines for drawing the built-in network. */
export const RAIL_LINES: readonly RailLine[] = LINE_TABLE.trim()
  .split('\n')
  .map((row) => {
    const [name = '', stops = ''] = row.split('|');
    const esrs = stops.split(' ');
    return { name, esrs, line: lineAlong(esrs) };
  });

function lineAlong(esrs: readonly string[]): Point[] {
  return esrs.flatMap((esr, i) => {
    const station = stationByEsr(esr);
    if (!station) throw new Error(`a line of the rail network names an unknown station ${esr}`);
    const edge = i === 0 ? undefined : BUILT_IN_NETWORK.edgeBetween(esrs[i - 1] ?? '', esr);
    return [...(edge?.line ?? []), { lat: station.lat, lon: station.lon }];
  });
}

function readEdge(row: string): NetworkEdge {
  const [from = '', to = '', km = '', points = ''] = row.split('|');
  return { from, to, km: Number(km), line: points === '' ? [] : points.split(' ').map(toPoint) };
}

function toPoint(pair: string): Point {
  const [lat = '', lon = ''] = pair.split(',');
  return { lat: Number(lat), lon: Number(lon) };
}
