/**
 * Shortest ways in a graph of numbered nodes: edges in flat arrays, one after another by node, and A* with the straight
 * distance through the Earth as its bound. One search at a time: the arrays it works in are made once.
 */
import { straightKm } from './great-circle.ts';
import { MinHeap } from './min-heap.ts';

export interface GraphEdge {
  a: number;
  b: number;
  km: number;
}

export interface Way {
  /** both ends included */
  nodes: number[];
  km: number;
}

export interface Graph {
  /** The shortest way and its length; undefined where nothing joins the two, or only something longer than `limitKm`. */
  shortest(from: number, to: number, limitKm?: number): Way | undefined;
  /** Km of the shortest way from every node to this one, Infinity where there is none. */
  distancesTo(node: number): Float32Array;
}

interface Adjacency {
  /** the edges of node n are those from `first[n]` up to `first[n + 1]` */
  first: Int32Array;
  target: Int32Array;
  km: Float64Array;
}

/**
 * @param spots x, y, z of each node in km, one node after another; where the points of two joined nodes are farther apart than
 * the edge between them is long, the bound is lowered for all, so that the answer stays the shortest way
 * @throws RangeError for an edge that is not longer than 0 km or names no node
 */
export function createGraph(input: { nodes: number; edges: readonly GraphEdge[]; spots: Float64Array }): Graph {
  const { nodes, edges, spots } = input;
  const links = link(nodes, edges);
  const part = partsOf(nodes, edges);
  const trust = trustOf(edges, spots);
  const reached = new Float64Array(nodes);
  const came = new Int32Array(nodes);
  const seenIn = new Int32Array(nodes);
  const settledIn = new Int32Array(nodes);
  const open = new MinHeap(64);
  let search = 0;

  const shortest = (from: number, to: number, limitKm = Number.POSITIVE_INFINITY): Way | undefined => {
    if (part[from] !== part[to]) return undefined;
    search += 1;
    open.clear();
    reached[from] = 0;
    came[from] = -1;
    seenIn[from] = search;
    open.push(0, from);
    for (let at = open.pop(); at !== -1; at = open.pop()) {
      if (at === to) return { nodes: backtrack(came, to), km: reached[to] as number };
      if (settledIn[at] === search) continue;
      settledIn[at] = search;
      const base = reached[at] as number;
      const end = links.first[at + 1] as number;
      for (let edge = links.first[at] as number; edge < end; edge += 1) {
        const next = links.target[edge] as number;
        const km = base + (links.km[edge] as number);
        if (seenIn[next] === search && km >= (reached[next] as number)) continue;
        const bound = km + trust * straightKm(spots, next, to);
        if (bound > limitKm) continue;
        reached[next] = km;
        came[next] = at;
        seenIn[next] = search;
        settledIn[next] = 0; // a shorter way to a node that was done, which rounding alone can bring about
        open.push(bound, next);
      }
    }
    return undefined;
  };

  const distancesTo = (node: number): Float32Array => {
    reached.fill(Number.POSITIVE_INFINITY);
    open.clear();
    reached[node] = 0;
    open.push(0, node);
    for (let key = open.least, at = open.pop(); at !== -1; key = open.least, at = open.pop()) {
      if (key > (reached[at] as number)) continue;
      const end = links.first[at + 1] as number;
      for (let edge = links.first[at] as number; edge < end; edge += 1) {
        const next = links.target[edge] as number;
        const km = key + (links.km[edge] as number);
        if (km >= (reached[next] as number)) continue;
        reached[next] = km;
        open.push(km, next);
      }
    }
    return Float32Array.from(reached);
  };
  return { shortest, distancesTo };
}

function link(nodes: number, edges: readonly GraphEdge[]): Adjacency {
  const first = new Int32Array(nodes + 1);
  for (const { a, b, km } of edges) {
    if (!(km > 0) || !(a >= 0 && a < nodes && b >= 0 && b < nodes)) throw new RangeError(`no edge: ${a} to ${b}, ${km} km`);
    first[a + 1] = (first[a + 1] as number) + 1;
    first[b + 1] = (first[b + 1] as number) + 1;
  }
  for (let n = 0; n < nodes; n += 1) first[n + 1] = (first[n + 1] as number) + (first[n] as number);
  const free = first.slice();
  const target = new Int32Array(edges.length * 2);
  const km = new Float64Array(edges.length * 2);
  const put = (from: number, to: number, length: number) => {
    const at = free[from] as number;
    free[from] = at + 1;
    target[at] = to;
    km[at] = length;
  };
  for (const edge of edges) {
    put(edge.a, edge.b, edge.km);
    put(edge.b, edge.a, edge.km);
  }
  return { first, target, km };
}

/** Which nodes hang together: two with the same number can reach each other. */
function partsOf(nodes: number, edges: readonly GraphEdge[]): Int32Array {
  const parent = Int32Array.from({ length: nodes }, (_, n) => n);
  const root = (node: number): number => {
    let at = node;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] as number] as number;
      at = parent[at] as number;
    }
    return at;
  };
  for (const { a, b } of edges) parent[root(a)] = root(b);
  return parent.map((_, n) => root(n));
}

/** How much of the straight distance is certainly no more than the way: 1 unless some edge is shorter than straight. */
function trustOf(edges: readonly GraphEdge[], spots: Float64Array): number {
  let trust = 1;
  for (const { a, b, km } of edges) {
    const straight = straightKm(spots, a, b);
    if (straight > 0) trust = Math.min(trust, km / straight);
  }
  return trust;
}

function backtrack(came: Int32Array, end: number): number[] {
  const nodes = [end];
  for (let at = came[end] as number; at !== -1; at = came[at] as number) nodes.push(at);
  return nodes.reverse();
}
