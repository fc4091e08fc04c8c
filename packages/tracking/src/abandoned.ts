import type { AbandonedEpisode, RailEvent, WagonOperation } from '@karavan/contracts';
import { sameStation } from './station.ts';
import { daysBetween, ms, round2 } from './time.ts';

/** What ends it at the same station: it moves again, or it is no longer the train that keeps the wagon (RW10). */
const ENDS: readonly RailEvent[] = [
  'DEPARTED',
  'TRAIN_JOINED',
  'BAD_ORDER',
  'UNLOADED',
  'ARRIVED_DESTINATION',
  'TRIP_END',
  'SCRAPPED',
];

const isEndOf = (opening: WagonOperation, operation: WagonOperation): boolean =>
  !sameStation(opening.station, operation.station) || (ENDS.includes(operation.event) && ms(operation.at) > ms(opening.at));

/** Of one minute the abandoning comes last: a train arrives first and is left standing then. */
function inOrder(a: WagonOperation, b: WagonOperation): number {
  const rank = ({ event }: WagonOperation) => (event === 'TRAIN_ABANDONED' ? 1 : 0);
  return ms(a.at) - ms(b.at) || rank(a) - rank(b);
}

function episode(
  run: { openedBy: WagonOperation; recorded: number },
  end: { by?: WagonOperation; at: string },
): AbandonedEpisode {
  const days = round2(Math.max(0, daysBetween(run.openedBy.at, end.at)));
  return { ...run, ...(end.by === undefined ? {} : { closedBy: end.by }), days };
}

/**
 * The times a wagon's train was left standing (AB1 to AB3), oldest first, from the operations of its history in any
 * order. `until` is how far we know: the time of its last report; an open episode is measured to it.
 */
export function abandonedEpisodes(operations: readonly WagonOperation[], until: string): AbandonedEpisode[] {
  const episodes: AbandonedEpisode[] = [];
  let open: { openedBy: WagonOperation; recorded: number } | undefined;
  for (const operation of [...operations].sort(inOrder)) {
    const isAbandoning = operation.event === 'TRAIN_ABANDONED';
    if (open !== undefined && isEndOf(open.openedBy, operation)) {
      episodes.push(episode(open, { by: operation, at: operation.at }));
      open = undefined;
    }
    if (isAbandoning) open = open === undefined ? { openedBy: operation, recorded: 1 } : { ...open, recorded: open.recorded + 1 };
  }
  if (open !== undefined) episodes.push(episode(open, { at: until }));
  return episodes;
}
