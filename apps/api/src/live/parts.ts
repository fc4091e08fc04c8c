import type { Changes } from './changes.ts';

/** So many rows are told at once and then some: what the event loop can be kept from others for. */
const ROWS_AT_ONCE = 2500;

/**
 * What changed, in parts that end between two revisions: a report of ten thousand wagons takes a revision a thousand, and is
 * told in as many batches.
 */
export function inParts(changes: Changes): Changes[] {
  const { markers, shipments, events } = changes;
  if (markers.length + shipments.length + events.length <= ROWS_AT_ONCE) return [changes];
  const ends = endsOf([
    ...markers.map(({ revision }) => revision),
    ...shipments.map(({ state }) => state.revision),
    ...events.map(({ event }) => event.revision),
  ]);
  return [...ends, changes.upTo].map((upTo, index) => {
    const isIn = (revision: number) => revision <= upTo && revision > (ends[index - 1] ?? Number.NEGATIVE_INFINITY);
    return {
      upTo,
      markers: markers.filter(({ revision }) => isIn(revision)),
      shipments: shipments.filter(({ state }) => isIn(state.revision)),
      events: events.filter(({ event }) => isIn(event.revision)),
    };
  });
}

/** The revisions after which a part is full; what follows the last of them is the last part. */
function endsOf(revisions: readonly number[]): number[] {
  const counts = new Map<number, number>();
  for (const revision of revisions) counts.set(revision, (counts.get(revision) ?? 0) + 1);
  const ends: number[] = [];
  let rows = 0;
  let before: number | undefined;
  for (const [revision, count] of [...counts].sort(([a], [b]) => a - b)) {
    if (before !== undefined && rows > 0 && rows + count > ROWS_AT_ONCE) {
      ends.push(before);
      rows = 0;
    }
    rows += count;
    before = revision;
  }
  return ends;
}
