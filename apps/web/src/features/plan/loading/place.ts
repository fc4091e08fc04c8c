/** A stretch along a deck, metres from the headboard. */
export interface Stretch {
  fromM: number;
  toM: number;
}
export type Part = 'whole' | 'from' | 'to';

/** Hands put goods down to this grain; the fields beside take centimetres. */
const GRAIN_M = 0.05;
const LEAST_M = 0.1;

const round = (metres: number, grainM: number): number => Math.round(Math.round(metres / grainM) * grainM * 1e4) / 1e4;
const between = (metres: number, least: number, most: number): number => Math.max(least, Math.min(most, metres));

/** The nearest place on a deck of this length; what is longer than the deck covers all of it. */
export function fitted({ fromM, toM }: Stretch, deckM: number): Stretch {
  const lengthM = Math.min(deckM, toM - fromM);
  const start = between(fromM, 0, deckM - lengthM);
  return { fromM: exact(start), toM: exact(lengthM === 0 ? start : start + lengthM) };
}

/** What a hand has hold of: the middle, or an end that stretches. Points have no ends. */
export function partAt({ fromM, toM }: Stretch, atM: number, reachM: number): Part {
  if (fromM === toM) return 'whole';
  const reach = Math.min(reachM, (toM - fromM) / 3);
  if (Math.abs(atM - fromM) <= reach) return 'from';
  return Math.abs(atM - toM) <= reach ? 'to' : 'whole';
}

/** The stretch after its part was moved, kept on the deck and at least a hand wide. */
export function dragged(start: Stretch, part: Part, { byM, deckM }: { byM: number; deckM: number }): Stretch {
  if (part === 'from') return { fromM: round(between(start.fromM + byM, 0, start.toM - LEAST_M), GRAIN_M), toM: start.toM };
  if (part === 'to') return { fromM: start.fromM, toM: round(between(start.toM + byM, start.fromM + LEAST_M, deckM), GRAIN_M) };
  const lengthM = start.toM - start.fromM;
  const fromM = between(round(start.fromM + byM, GRAIN_M), 0, Math.max(0, deckM - lengthM));
  return { fromM: exact(fromM), toM: exact(lengthM === 0 ? fromM : fromM + lengthM) };
}

/** The deck the middle of the goods is over after a move: the nearest where it is over none. */
export function deckUnder<D extends { fromM: number; lengthM: number }>(
  { fromM, toM }: Stretch,
  from: D,
  { byM, decks }: { byM: number; decks: readonly D[] },
): D {
  const middleM = from.fromM + (fromM + toM) / 2 + byM;
  const distanceM = (deck: D) => Math.max(deck.fromM - middleM, middleM - deck.fromM - deck.lengthM, 0);
  return decks.reduce((nearest, deck) => (distanceM(deck) < distanceM(nearest) ? deck : nearest), from);
}

/** What a key asks of a slider on the deck, or nothing. */
export function keyMove(key: string, isBig: boolean): number | undefined {
  const by = isBig ? 1 : 0.1;
  if (key === 'ArrowLeft' || key === 'ArrowDown') return -by;
  if (key === 'ArrowRight' || key === 'ArrowUp') return by;
  if (key === 'Home') return Number.NEGATIVE_INFINITY;
  return key === 'End' ? Number.POSITIVE_INFINITY : undefined;
}

/** A key moves by exactly its step from wherever the goods stand. */
export function nudged(start: Stretch, part: Part, { byM, deckM }: { byM: number; deckM: number }): Stretch {
  const lengthM = start.toM - start.fromM;
  if (part === 'from') return { fromM: exact(between(start.fromM + byM, 0, start.toM - LEAST_M)), toM: start.toM };
  if (part === 'to') return { fromM: start.fromM, toM: exact(between(start.toM + byM, start.fromM + LEAST_M, deckM)) };
  const fromM = exact(between(start.fromM + byM, 0, Math.max(0, deckM - lengthM)));
  return { fromM, toM: lengthM === 0 ? fromM : exact(fromM + lengthM) };
}

const exact = (metres: number): number => Math.round(metres * 1e4) / 1e4;
