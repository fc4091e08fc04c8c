import { AMERICA } from './america.ts';
import { EUROPE } from './europe.ts';
import { FINES, LOADER_FINE } from './fines.ts';
import { RUSSIA } from './russia.ts';
import { CARGO_WORDS, SEASONS } from './seasons.ts';
import type { LawBook } from './shape.ts';

export { RIGIDS, SEMITRAILERS, TRACTORS } from './presets.ts';
export type * from './shape.ts';

/** The law as shipped. */
export const LAW: LawBook = {
  ruleSets: [...RUSSIA, ...EUROPE, ...AMERICA],
  seasons: SEASONS,
  cargoWords: CARGO_WORDS,
  fines: FINES,
  loaderFine: LOADER_FINE,
};
