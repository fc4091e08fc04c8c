/** An 80 % interval and its middle, in days or as epoch milliseconds. */
export interface Quantiles {
  p10: number;
  p50: number;
  p90: number;
}

export interface Weighted {
  value: number;
  weight: number;
}

/**
 * The quantile at `level` (0 to 1) of weighted values, interpolated between their mid-ranks; NaN without any weight.
 * Equal input in any order gives the same answer.
 */
export const weightedQuantile = (items: readonly Weighted[], level: number): number =>
  sortedQuantile([...items].sort(byValue), level);

export const byValue = (a: Weighted, b: Weighted): number => a.value - b.value || a.weight - b.weight;

/** The same of values that rise already. */
export function sortedQuantile(items: readonly Weighted[], level: number): number {
  const total = items.reduce((sum, { weight }) => sum + weight, 0);
  let [below, previous, previousRank] = [0, Number.NaN, 0];
  for (const { value, weight } of items) {
    if (weight <= 0) continue;
    const rank = (below + weight / 2) / total;
    if (rank >= level) {
      if (Number.isNaN(previous)) return value;
      return previous + ((value - previous) * (level - previousRank)) / (rank - previousRank);
    }
    [below, previous, previousRank] = [below + weight, value, rank];
  }
  return previous;
}

/** A line through points with rising `xs`, level before the first; after the last it goes on in its last direction. */
export function interpolate(xs: readonly number[], ys: readonly number[], x: number): number {
  const next = xs.findIndex((knot) => knot >= x);
  if (next === 0) return ys[0] ?? Number.NaN;
  const i = next === -1 ? xs.length - 1 : next;
  const [x0 = 0, x1 = 1, y0 = 0, y1 = 0] = [xs[i - 1], xs[i], ys[i - 1], ys[i]];
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}

/** Never falling from left to right. */
export function neverFalling(values: readonly number[]): number[] {
  let top = Number.NEGATIVE_INFINITY;
  return values.map((value) => {
    top = Math.max(top, value);
    return top;
  });
}
