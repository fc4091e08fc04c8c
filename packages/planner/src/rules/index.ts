import { AMERICA } from './america.ts';
import { EUROPE } from './europe.ts';
import { FINES, LOADER_FINE } from './fines.ts';
import { RUSSIA } from './russia.ts';
import { CARGO_WORDS, SEASONS } from './seasons.ts';
import type { LawBook } from './shape.ts';

export { checkLaw, checkWithdrawal } from './check-law.ts';
export { itemsOf, liveOf } from './law-items.ts';
export { viewItem, viewLaw } from './law-view.ts';
export { mergeLaw } from './merge-law.ts';
export { RIGIDS, SEMITRAILERS, TRACTORS } from './presets.ts';
export { confirmShipped, proposeChange, proposeItem, type Stamp } from './propose-law.ts';
export type * from './shape.ts';
export { TRAILERS } from './towed-presets.ts';

/** The law as shipped. */
export const LAW: LawBook = {
  ruleSets: [...RUSSIA, ...EUROPE, ...AMERICA],
  seasons: SEASONS,
  cargoWords: CARGO_WORDS,
  fines: FINES,
  loaderFine: LOADER_FINE,
};
