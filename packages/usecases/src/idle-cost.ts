import type { Actor, IdleCost, Tariff, WagonOperation, WagonState } from '@karavan/contracts';
import { idle, type Tx } from '@karavan/store';
import { countedUntil, type DestinationStay, destinationStays, idleCost } from '@karavan/tracking';
import { inSlices } from './in-slices.ts';

type State = Omit<WagonState, 'revision'>;
type Facts = Awaited<ReturnType<typeof idle.listStayFacts>>;

const DAY_MS = 86_400_000;
/** A wagon that has stood for longer is forgotten by the reports; its money ran out of any contract long ago. */
const LONGEST_STAY_DAYS = 400;

const isThere = ({ status, missing }: State): boolean => ['arrived', 'unloaded'].includes(missing?.was ?? status);

/** The stays of some wagons at their destinations, of each oldest first, from what was told and what its history says. */
export async function loadStays(
  tx: Tx,
  input: { wagons: readonly string[]; since: string; states?: readonly State[] },
): Promise<Map<string, DestinationStay[]>> {
  const facts = groupBy(await idle.listStayFacts(tx, input), ({ wagon }) => wagon);
  const operations = groupBy(await idle.listOperationsSince(tx, input), ({ wagon }) => wagon);
  const states = new Map(input.states?.map((state) => [state.number, state]));
  return new Map(
    await inSlices(input.wagons, (wagon): [string, DestinationStay[]][] => {
      const history = (operations.get(wagon) ?? []).map(({ data }) => data);
      return [[wagon, staysOf({ facts: facts.get(wagon) ?? [], history, state: states.get(wagon) })]];
    }),
  );
}

/** Whose arrival was told to nobody who asks (the shipment was created later) is there since its state says so. */
function staysOf(input: { facts: Facts; history: WagonOperation[]; state: State | undefined }): DestinationStay[] {
  const { facts, history, state } = input;
  const arrivals = facts
    .filter(({ kind, evidence }) => kind === 'arrivedDestination' && evidence['load'] !== 'empty')
    .map(({ at, place = '' }) => ({ at, station: place }));
  const seen = state !== undefined && state.status === 'arrived' && state.loadState !== 'empty' && arrivals.length === 0;
  if (seen) arrivals.push({ at: state.atStationSince, station: state.lastOperation.station.name });
  return destinationStays({ arrivals, unloadings: facts.filter(({ kind }) => kind === 'unloaded'), operations: history });
}

/** The clock of the stay each wagon is in now; wagons on their way have none. */
export async function loadClocks(
  tx: Tx,
  input: { states: readonly State[]; tariffs: readonly Tariff[]; now: Date; actor: Actor },
): Promise<Map<string, IdleCost>> {
  const there = input.states.filter(isThere);
  if (there.length === 0) return new Map();
  const oldest = Math.max(
    Math.min(...there.map(({ atStationSince }) => Date.parse(atStationSince))) - DAY_MS,
    input.now.getTime() - LONGEST_STAY_DAYS * DAY_MS,
  );
  const wagons = there.map(({ number }) => number);
  const stays = await loadStays(tx, { wagons, since: new Date(oldest).toISOString(), states: there });
  return new Map(
    await inSlices(there, (state): [string, IdleCost][] => {
      const stay = stays.get(state.number)?.at(-1);
      if (stay === undefined || stay.leftAt !== undefined) return [];
      const cost = idleCost(stay, input.tariffs, countedUntil(state, input.now));
      return cost === undefined ? [] : [[state.number, forEyes(cost, input.actor)]];
    }),
  );
}

/** A customer sees what it costs and how sure that is, not whose contract says so. */
const forEyes = (cost: IdleCost, actor: Actor): IdleCost => (actor.customerId === null ? cost : { ...cost, tariffs: [] });

export function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
