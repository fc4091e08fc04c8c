/** One group of wagons on the world's clock. */
import { type Consignment, RAKES, type RakeCast } from '../cast-rail.ts';
import { itinerary, MINUTE_MS, STORY_CYCLE } from './itinerary.ts';
import type { RakeOperation } from './operation.ts';

export interface Rake {
  cast: RakeCast;
  wagons: readonly RakeWagon[];
  /** the i-th operation of the group's life; made when first asked for */
  operation(i: number): RakeOperation;
}

export interface RakeWagon {
  number: string;
  /** place in the group, from 0 */
  index: number;
  consignment: Consignment;
  /** of the consignment among those of the group, from 0 */
  consignmentIndex: number;
}

export function createRakes(seed: number): Rake[] {
  return RAKES.map((cast) => createRake(cast, seed));
}

function createRake(cast: RakeCast, seed: number): Rake {
  const life = itinerary(cast, { seed, startMs: -storyMs(cast, seed) });
  const made: RakeOperation[] = [];
  const wagons = cast.consignments.flatMap((consignment, consignmentIndex) =>
    consignment.wagons.map((number) => ({ number, consignment, consignmentIndex })),
  );
  return {
    cast,
    wagons: wagons.map((wagon, index) => ({ ...wagon, index })),
    operation(i) {
      while (made.length <= i) made.push(life.next().value);
      const operation = made[i];
      if (!operation) throw new RangeError(`a life has no operation ${i}`);
      return operation;
    },
  };
}

/** How long after the beginning of its life the group is where the story finds it, ms. */
function storyMs({ story, ...cast }: RakeCast, seed: number): number {
  let before: RakeOperation | undefined;
  for (const operation of itinerary({ ...cast, story }, { seed, startMs: 0 })) {
    const { trip } = operation;
    if (trip.cycle > STORY_CYCLE) break;
    if (trip.cycle < STORY_CYCLE || trip.loaded !== (story.leg === 'loaded')) continue;
    if ('afterCode' in story) {
      if (operation.code === story.afterCode) return operation.atMs + story.minutes * MINUTE_MS;
    } else if (operation.train !== undefined && operation.passedKm > story.atKm && before) {
      const share = (story.atKm - before.passedKm) / (operation.passedKm - before.passedKm);
      return before.atMs + Math.round(((operation.atMs - before.atMs) * share) / MINUTE_MS) * MINUTE_MS;
    }
    before = operation;
  }
  throw new RangeError(`the story of ${cast.key} never happens`);
}
