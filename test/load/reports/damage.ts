import type { Fleet } from '../../../scrapers/rzd/src/parse/render.fixture.ts';
import type { Random } from '../support/random.ts';

/** What must hold of the rows that are accepted without a remark. */
export type Claim =
  /** each is one of the fleet's, unchanged, and none is missing */
  | 'all'
  /** each has the wagon, the time and the station of one of the fleet's */
  | 'places'
  /** the wagon is one of the fleet's */
  | 'wagons'
  /** nothing: the damage may give another true report */
  | 'any';

export interface Damaged {
  kind: string;
  bytes: Uint8Array;
  claim: Claim;
}

export type Damage = (random: Random, fleet: Fleet, originals: readonly Uint8Array[]) => Omit<Damaged, 'kind'>;

export type Damages = Readonly<Record<string, { weight: number; make: Damage }>>;
