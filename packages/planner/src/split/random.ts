/** Numbers that look like chance and are the same for the same seed everywhere (mulberry32). */
export function randomFrom(seed: number) {
  let state = seed >>> 0;
  const unit = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  /** an index, the likelier the larger its weight */
  const weighted = (weights: readonly number[]): number => {
    let left = unit() * weights.reduce((sum, weight) => sum + weight, 0);
    return weights.findIndex((weight) => {
      left -= weight;
      return left < 0;
    });
  };
  return { unit, weighted, below: (limit: number) => Math.floor(unit() * limit), chance: (share: number) => unit() < share };
}
export type Random = ReturnType<typeof randomFrom>;
