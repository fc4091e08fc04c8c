/** Asked for every marker that moves: the query is made once, its answer stays live. */
const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');
const coarsePointer = matchMedia('(pointer: coarse)');

export function wantsNoMotion(): boolean {
  return reducedMotion.matches;
}

export function pointsWithFinger(): boolean {
  return coarsePointer.matches;
}
