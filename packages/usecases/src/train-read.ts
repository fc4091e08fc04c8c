import type { Actor, Language, TrainView, WagonState } from '@karavan/contracts';
import { esr4to6, normaliseTrainIndex } from '@karavan/rail';
import { AppError } from '@karavan/runtime';
import { railNetwork } from '@karavan/store';
import { type Deps, scopeOf } from './deps.ts';
import { foresightOf, withEta } from './foresight.ts';
import { networkOf } from './station-network.ts';
import { trainSentence } from './train-sentence.ts';

/** Longer ones do not exist. */
const MOST_WAGONS = 500;

/**
 * A train as the asker may see it: row-level security leaves a customer the wagons that carry his cargo, and of a train without
 * any of those he hears the same as of none.
 *
 * @throws AppError NOT_FOUND
 */
export async function getTrain(deps: Deps, input: { actor: Actor; index: string; language: Language }): Promise<TrainView> {
  const train = await findTrain(deps, input);
  if (train === undefined)
    throw new AppError('NOT_FOUND', `No report speaks of a train ${input.index.slice(0, 20)} with wagons for you.`);
  return train;
}

/** The same, or undefined. */
export async function findTrain(
  deps: Deps,
  input: { actor: Actor; index: string; language: Language },
): Promise<TrainView | undefined> {
  const { actor, language } = input;
  const index = normaliseTrainIndex(input.index);
  const found =
    index === undefined
      ? []
      : await deps.db.scoped(scopeOf(actor), (tx) => railNetwork.listWagonsOfTrain(tx, { train: index, limit: MOST_WAGONS }));
  const places = placesOf(found);
  const [first] = places;
  if (index === undefined || first === undefined) return undefined;
  const network = await networkOf(deps, actor.companyId);
  const foresight = await foresightOf(deps, actor.companyId);
  const nameOf = (esr4: string) => network.byEsr(esr4to6(esr4))?.name;
  const [from, to] = [nameOf(index.slice(0, 4)), nameOf(index.slice(-4))];
  const facts = {
    index,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    places: places.map(({ event: _, ...place }) => place),
    wagons: found.map((state) => withEta(state, deps.clock(), foresight)),
    loaded: found.filter(({ loadState }) => loadState === 'loaded').length,
    massKg: found.reduce((sum, { loadState, massKg = 0 }) => sum + (loadState === 'empty' ? 0 : massKg), 0),
  };
  return { ...facts, sentence: trainSentence(facts, { event: first.event, language }) };
}

type Place = TrainView['places'][number] & { event: WagonState['lastOperation']['event'] };

/** Where its wagons were reported, the newest first: it is there that the train is now. */
function placesOf(wagons: readonly WagonState[]): Place[] {
  const places = new Map<string, Place>();
  for (const { lastOperation, reportedAt } of wagons) {
    const { station, at, name, event } = lastOperation;
    const key = `${station.esr ?? station.name}|${at}`;
    const known = places.get(key);
    if (known) known.wagons += 1;
    else places.set(key, { station, operation: name, event, at, reportedAt, wagons: 1 });
  }
  return [...places.values()].sort((a, b) => (a.at === b.at ? b.wagons - a.wagons : a.at < b.at ? 1 : -1));
}
