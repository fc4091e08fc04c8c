import type { Actor, Language, TrainView, WhereAnswer } from '@karavan/contracts';
import { normaliseTrainIndex } from '@karavan/rail';
import { isLate, wagonArrivedAt } from '@karavan/tracking';
import type { Deps } from './deps.ts';
import { findTrain } from './train-read.ts';

/** The train whose index was asked for, in any of its spellings; the asker sees it when he may see a wagon of it. */
export async function trainAnswers(
  deps: Deps,
  input: { actor: Actor; query: string; language: Language },
): Promise<WhereAnswer[]> {
  const index = normaliseTrainIndex(input.query);
  const train = index === undefined ? undefined : await findTrain(deps, { ...input, index });
  return train === undefined ? [] : [answerOf(train, deps.clock())];
}

function answerOf(train: TrainView, now: Date): WhereAnswer {
  const { index, wagons, places } = train;
  const late = wagons.map((wagon) => isLate(wagon.eta, wagon.deadline, wagonArrivedAt(wagon), now, 'Europe/Moscow'));
  const [first] = places;
  const { station, at } = first ?? {};
  const ahead = wagons.flatMap(({ remainingKm }) => remainingKm ?? []);
  return {
    kind: 'train',
    id: index,
    title: index,
    sentence: train.sentence,
    status: wagons[0]?.status ?? 'unknown',
    ...(station?.lat !== undefined && station.lon !== undefined && at !== undefined
      ? { position: { lat: station.lat, lon: station.lon, at, place: station.name } }
      : {}),
    ...(ahead.length === 0 ? {} : { remainingKm: Math.max(...ahead) }),
    // one late wagon makes the train late; in time only when each of them is known to be
    late: late.includes(true) ? true : late.includes(null) ? null : false,
    shipmentIds: [],
    evidence: { kind: 'train', wagons: wagons.map(({ number }) => number), reportedAt: first?.reportedAt },
    score: 1,
  };
}
