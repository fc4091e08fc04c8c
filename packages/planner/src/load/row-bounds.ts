import type { Range } from './moment-range.ts';
import type { Kind, Problem } from './row-problem.ts';

type Shape = Pick<Problem, 'kinds' | 'across' | 'deckM' | 'doors'>;

/** Metres that rows of these pieces take at the least: the longest side by side. */
export function rowsLengthM(kinds: readonly Kind[], across: number): number {
  const lengths = kinds.flatMap(({ lengthM, count }) => Array<number>(count).fill(lengthM)).sort((a, b) => b - a);
  return lengths.reduce((sum, lengthM, i) => (i % across === 0 ? sum + lengthM : sum), 0);
}

/**
 * Moments the pieces left after a drop can have at the most: an outer bound, so that what lies beyond it is proven
 * impossible. Pieces are taken as lanes side by side, the densest first against the nearer end; by the rear door the
 * pieces of earlier drops stand behind them.
 */
export function reachOf(shape: Shape, stage: number): Range & { neededM: number } {
  const { kinds, across, deckM, doors } = shape;
  const left = kinds.filter(({ drop }) => drop > stage);
  const gone = kinds.filter(({ drop }) => drop <= stage);
  const behindM = doors === 'rear' ? behindAtLeastM(gone, across) : 0;
  const endM = deckM - behindM;
  const near = packed(left, across);
  return { lo: near.moment, hi: endM * near.mass - near.moment, neededM: rowsLengthM(kinds, across) };
}

/** One row may be shared, so all but a row's worth of pieces less one surely stand behind. */
function behindAtLeastM(gone: readonly Kind[], across: number): number {
  const lanesM = gone.reduce((sum, { lengthM, count }) => sum + (lengthM * count) / across, 0);
  const longestM = gone.reduce((most, { lengthM }) => Math.max(most, lengthM), 0);
  return Math.max(0, lanesM - (longestM * (across - 1)) / across);
}

/** Mass, and the least moment about the end they are packed against. */
function packed(kinds: readonly Kind[], across: number): { mass: number; moment: number } {
  let [atM, mass, moment] = [0, 0, 0];
  for (const kind of [...kinds].sort((a, b) => b.massKg / b.lengthM - a.massKg / a.lengthM)) {
    const lengthM = (kind.lengthM * kind.count) / across;
    moment += kind.massKg * kind.count * (atM + lengthM / 2);
    mass += kind.massKg * kind.count;
    atM += lengthM;
  }
  return { mass, moment };
}
