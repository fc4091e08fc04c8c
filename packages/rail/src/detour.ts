/**
 * How much longer a line is than the great circles between its stations: learned from edges whose length is known, and from
 * what reports say of whole ways.
 */
import type { Graph } from './graph.ts';

/** Upper ends of the classes in km: long edges leave out stations and bend more. */
const CLASSES_KM = [10, 30, 100, Number.POSITIVE_INFINITY];
/** Where too few are known: the middle of the 2–7 % by which sums over all stations stay below tariff kilometres. */
const UNKNOWN = 1.04;
const ENOUGH = 10;
const MOST = 1.5;

export interface KnownLength {
  straightKm: number;
  km: number;
}

/** Gives the factor for a straight distance in km: the middle ratio of its class, from 1 to 1.5. */
export function learnDetour(known: readonly KnownLength[]): (straightKm: number) => number {
  const factors = CLASSES_KM.map((_, index) => middleOf(known.filter(({ straightKm }) => classOf(straightKm) === index)));
  return (straightKm) => factors[classOf(straightKm)] ?? UNKNOWN;
}

const classOf = (straightKm: number): number => CLASSES_KM.findIndex((upTo) => straightKm <= upTo);

function middleOf(known: readonly KnownLength[]): number {
  const ratios = known.filter(({ straightKm }) => straightKm > 0).map(({ km, straightKm }) => km / straightKm);
  if (ratios.length < ENOUGH) return UNKNOWN;
  const middle = ratios.sort((a, b) => a - b)[ratios.length >> 1] ?? UNKNOWN;
  return Math.min(MOST, Math.max(1, middle));
}

/** What a report says of a way: the tariff distance from one node to another. */
export interface ObservedWay {
  from: number;
  to: number;
  km: number;
}

const ENOUGH_WAYS = 20;
const MOST_WAYS = 200;
/** Ways that hardly hold an edge of unknown length teach nothing of those. */
const LEAST_SHARE = 0.3;
const MOST_SCALE = 1.3;

/**
 * The factor that brings edges of computed length to the tariff distances of reports: the middle of what each way asks for,
 * from 1 to 1.3. It is 1 while fewer than twenty ways are known.
 */
export function learnScale(
  graph: Graph,
  lengthsOf: (nodes: readonly number[]) => { knownKm: number; computedKm: number },
  ways: readonly ObservedWay[],
): number {
  const scales: number[] = [];
  for (const { from, to, km } of ways.slice(0, MOST_WAYS)) {
    const way = graph.shortest(from, to);
    if (way === undefined) continue;
    const { knownKm, computedKm } = lengthsOf(way.nodes);
    if (computedKm > LEAST_SHARE * way.km) scales.push((km - knownKm) / computedKm);
  }
  if (scales.length < ENOUGH_WAYS) return 1;
  return Math.min(MOST_SCALE, Math.max(1, scales.sort((a, b) => a - b)[scales.length >> 1] ?? 1));
}
