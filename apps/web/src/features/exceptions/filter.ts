import { IDLE_KINDS, type IdleKind } from '@karavan/contracts';

/** What the page shows, as it stands in the address. */
export interface QueueFilter {
  kind: IdleKind;
  q: string;
  load: 'loaded' | 'empty' | undefined;
  minDays: number | undefined;
}

/** Reads an address; what it says wrongly counts as not said. */
export function readFilter(search: URLSearchParams): QueueFilter {
  const load = search.get('load');
  const minDays = Number(search.get('minDays') ?? '');
  return {
    kind: IDLE_KINDS.find((kind) => kind === search.get('kind')) ?? 'idle',
    q: (search.get('q') ?? '').slice(0, 100),
    load: load === 'loaded' || load === 'empty' ? load : undefined,
    minDays: Number.isFinite(minDays) && minDays > 0 && minDays <= 10_000 ? minDays : undefined,
  };
}

/** The address of a filter: only what differs from the plain page. */
export function writeFilter({ kind, q, load, minDays }: QueueFilter): Record<string, string> {
  return {
    ...(kind === 'idle' ? {} : { kind }),
    ...(q.trim() === '' ? {} : { q }),
    ...(load === undefined ? {} : { load }),
    ...(minDays === undefined ? {} : { minDays: String(minDays) }),
  };
}

/** The same filter as the server is asked. */
export const toQuery = ({ kind, q, load, minDays }: QueueFilter) => ({
  kind,
  q: q.trim() === '' ? undefined : q.trim(),
  load,
  minDays,
});

export const isFiltered = ({ q, load, minDays }: QueueFilter): boolean =>
  q.trim() !== '' || load !== undefined || minDays !== undefined;
