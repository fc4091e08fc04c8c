/**
 * A quantity that is affine in the load of at most two decks: `base + massA mA + momentA qA + massB mB + momentB qB`,
 * m the kilograms on the deck and q their moment about its headboard (kg m). Every force on a vehicle is one of these.
 */
export type Affine = readonly [base: number, massA: number, momentA: number, massB: number, momentB: number];
/** Where the load stands: `[1, mA, qA, mB, qB]`. */
export type LoadState = readonly [one: 1, massA: number, momentA: number, massB: number, momentB: number];
export type Deck = 'A' | 'B';

export const NOTHING: Affine = [0, 0, 0, 0, 0];
export const EMPTY: LoadState = [1, 0, 0, 0, 0];

export const constant = (value: number): Affine => [value, 0, 0, 0, 0];
/** Mass on a deck, and its moment about a point that lies `originM` ahead of the headboard. */
export const massOn = (deck: Deck): Affine => (deck === 'A' ? [0, 1, 0, 0, 0] : [0, 0, 0, 1, 0]);
export const momentOn = (deck: Deck, originM: number): Affine => (deck === 'A' ? [0, originM, 1, 0, 0] : [0, 0, 0, originM, 1]);

/** `a + k b` */
export const plus = (a: Affine, b: Affine, k = 1): Affine => [
  a[0] + k * b[0],
  a[1] + k * b[1],
  a[2] + k * b[2],
  a[3] + k * b[3],
  a[4] + k * b[4],
];
export const times = (a: Affine, k: number): Affine => [a[0] * k, a[1] * k, a[2] * k, a[3] * k, a[4] * k];
export function sum(parts: readonly Affine[]): Affine {
  let whole = NOTHING;
  for (const part of parts) whole = plus(whole, part);
  return whole;
}
export const valueAt = (a: Affine, s: LoadState): number => a[0] + a[1] * s[1] + a[2] * s[2] + a[3] * s[3] + a[4] * s[4];
