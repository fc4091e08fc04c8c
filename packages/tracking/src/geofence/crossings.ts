import type { LatLon } from '../geo.ts';
import { between, metresBetween } from './plane.ts';

/** Shorter stays are no crossing, and instants need not be finer. */
const FINEST_M = 1;
/** Distances are those of the plane at each place; this covers what the planes differ by. */
const SAFETY = 1.05;
const MOST_STEPS = 2000;

/**
 * Where the straight way from one place to another crosses an edge, as parts of the way in [0, 1], in order (GF4).
 * `edgeM` cannot change faster than the way is long, so whole stretches far from the edge are left out unseen, and a
 * stretch in which it might be crossed is halved until it is shorter than a metre: a fence as small as that between two
 * places is found whatever its shape.
 */
export function crossingsBetween(from: LatLon, to: LatLon, edgeM: (point: LatLon) => number): number[] {
  const lengthM = metresBetween(from, to) * SAFETY;
  const found: number[] = [];
  const open: [start: number, startM: number, end: number, endM: number][] = [[0, edgeM(from), 1, edgeM(to)]];
  for (let steps = 0; open.length > 0 && steps < MOST_STEPS; steps += 1) {
    const [start, startM, end, endM] = open.pop() as [number, number, number, number];
    const stretchM = (end - start) * lengthM;
    const isSameSide = startM <= 0 === endM <= 0;
    if (isSameSide && Math.abs(startM) + Math.abs(endM) > stretchM) continue;
    if (stretchM <= FINEST_M) {
      if (!isSameSide) found.push(start + ((end - start) * Math.abs(startM)) / (Math.abs(startM) + Math.abs(endM) || 1));
      continue;
    }
    const middle = (start + end) / 2;
    const middleM = edgeM(between(from, to, middle));
    open.push([middle, middleM, end, endM], [start, startM, middle, middleM]);
  }
  return found;
}
