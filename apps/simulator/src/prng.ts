/** Repeatable chance: the same seed gives the same world. Never for secrets. */
export interface Prng {
  /** [0, 1) */
  next(): number;
  /** [from, to) */
  between(from: number, to: number): number;
  /** whole number, both ends included */
  whole(from: number, to: number): number;
  pick<T>(items: readonly T[]): T;
  chance(probability: number): boolean;
  /** roughly normal, mean 0, deviation 1 */
  bell(): number;
}

/** A generator of its own for each name, so that one part of the world never disturbs another. Mulberry32. */
export function createPrng(seed: number, name: string): Prng {
  let state = hash(`${seed}/${name}`);
  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
  const between = (from: number, to: number) => from + (to - from) * next();
  return {
    next,
    between,
    whole: (from, to) => Math.floor(between(from, to + 1)),
    pick: (items) => {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new RangeError('nothing to pick from');
      return item;
    },
    chance: (probability) => next() < probability,
    bell: () => next() + next() + next() + next() + next() + next() - 3,
  };
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value | 0;
}
