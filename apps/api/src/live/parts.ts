import type { live } from '@karavan/store';
import type { Changes } from './changes.ts';

/** So many rows of a kind are read and told at once and then some: what the event loop can be kept from others for. */
export const ROWS_AT_ONCE = 1200;

/**
 * Of what was read, at most `limit` rows of a kind in the order of revisions, all up to the last revision that is there whole: a
 * report of ten thousand wagons takes a revision a thousand, and is told in as many batches. Nothing where the first revision
 * alone is longer.
 */
export function wholePart(news: live.News, read: { since: number; newest: number; limit: number }): Changes | undefined {
  const { markers, shipments, events } = news;
  const upTo = Math.min(
    read.newest,
    lastWhole(markers.length, markers.at(-1)?.revision, read.limit),
    lastWhole(shipments.length, shipments.at(-1)?.state.revision, read.limit),
    lastWhole(events.length, events.at(-1)?.event.revision, read.limit),
  );
  if (upTo <= read.since) return undefined;
  return {
    upTo,
    markers: markers.filter(({ revision }) => revision <= upTo),
    shipments: shipments.filter(({ state }) => state.revision <= upTo),
    events: events.filter(({ event }) => event.revision <= upTo),
  };
}

const lastWhole = (count: number, newest: number | undefined, limit: number): number =>
  newest === undefined || count < limit ? Number.POSITIVE_INFINITY : newest - 1;
