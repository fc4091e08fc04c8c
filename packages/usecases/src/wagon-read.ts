import type { Actor, WagonState, WagonView } from '@karavan/contracts';
import { normaliseWagonNumber } from '@karavan/rail';
import { AppError } from '@karavan/runtime';
import { idle, type Page, type Tx, wagons } from '@karavan/store';
import { abandonedEpisodes, stationZone } from '@karavan/tracking';
import { type Deps, scopeOf } from './deps.ts';
import { foresightOf, withEta } from './foresight.ts';
import { groupBy, loadClocks } from './idle-cost.ts';
import { tariffsOf } from './tariffs.ts';

/** Without a known start of the trip its history goes back so far. */
const TRIP_DAYS = 45;

/** @throws AppError NOT_FOUND, also for a wagon that exists but is not for these eyes */
export async function getWagon(deps: Deps, input: { actor: Actor; number: string }): Promise<WagonView> {
  const number = normaliseWagonNumber(input.number);
  const foresight = await foresightOf(deps, input.actor.companyId);
  const tariffs = await tariffsOf(deps, input.actor.companyId);
  const now = deps.clock();
  const view = await deps.db.scoped(scopeOf(input.actor), async (tx) => {
    const state = number && (await wagons.findWagon(tx, number));
    if (!state) return undefined;
    const [seen] = await withIdleness(tx, { states: [withEta(state, now, foresight)], tariffs, now, actor: input.actor });
    return seen;
  });
  if (view === undefined) throw new AppError('NOT_FOUND', `No report speaks of wagon ${input.number.slice(0, 20)}.`);
  return view;
}

export async function listWagons(
  deps: Deps,
  input: { actor: Actor; limit: number; cursor?: string | undefined },
): Promise<Page<WagonView>> {
  const { actor } = input;
  const foresight = await foresightOf(deps, actor.companyId);
  const tariffs = await tariffsOf(deps, actor.companyId);
  const now = deps.clock();
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    const page = await wagons.listWagons(tx, input);
    const states = page.items.map((state) => withEta(state, now, foresight));
    return { ...page, items: await withIdleness(tx, { states, tariffs, now, actor }) };
  });
}

/** The states with their clocks, the trains they were left standing in, and the zone of the wall clock there. */
async function withIdleness(
  tx: Tx,
  input: { states: readonly WagonState[] } & Omit<Parameters<typeof loadClocks>[1], 'states'>,
): Promise<WagonView[]> {
  const clocks = await loadClocks(tx, input);
  const episodes = await loadEpisodes(tx, input.states);
  return input.states.map((state) => {
    const cost = clocks.get(state.number);
    const abandoned = episodes.get(state.number) ?? [];
    const zone = stationZone(state.lastOperation.station);
    return {
      ...state,
      ...(cost === undefined ? {} : { idleCost: cost }),
      ...(abandoned.length === 0 ? {} : { abandoned }),
      ...(zone === undefined ? {} : { stationZone: zone }),
    };
  });
}

const tripBegan = (state: Omit<WagonState, 'revision'>): string =>
  state.tripStartedAt ?? new Date(Date.parse(state.atStationSince) - TRIP_DAYS * 86_400_000).toISOString();

/** The abandoned trains of each wagon in its present trip, newest first (AB1 to AB3). */
export async function loadEpisodes(
  tx: Tx,
  states: readonly Omit<WagonState, 'revision'>[],
): Promise<Map<string, NonNullable<WagonView['abandoned']>>> {
  const since = states.map(tripBegan).sort()[0];
  if (since === undefined) return new Map();
  const operations = groupBy(
    await idle.listOperationsSince(tx, { wagons: states.map(({ number }) => number), since }),
    ({ wagon }) => wagon,
  );
  return new Map(
    states.map((state) => {
      const ofTrip = (operations.get(state.number) ?? []).map(({ data }) => data).filter(({ at }) => at >= tripBegan(state));
      return [state.number, abandonedEpisodes(ofTrip, state.reportedAt).reverse()];
    }),
  );
}
