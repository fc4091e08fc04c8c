import type { TruckHistory } from '@karavan/contracts';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { call } from '../../api/client.ts';
import { serverNow } from '../../format/clock.ts';
import { parseAt } from '../../live/replay.ts';

export const HOURS = [12, 24, 72, 168] as const;
export type Hours = (typeof HOURS)[number];
const HOUR_MS = 3_600_000;
const USUAL: Hours = 24;
const REFRESH_MS = 30_000;

/** What is asked for: given by its ends, or the hours up to now, or as many around a moment that lies further back. */
type Stretch = { from: string; to: string } | { hours: Hours };

export interface Asked {
  stretch: Stretch;
  hours: Hours | null;
  setHours: (hours: Hours) => void;
}

/** The stretch in the address: `?from=&to=`, or `?hours=`, widened to where `?at=` lies. */
export function useStretch(): Asked {
  const [search, setSearch] = useSearchParams();
  const [from, to] = [search.get('from'), search.get('to')];
  const hours = HOURS.find((one) => String(one) === search.get('hours')) ?? USUAL;
  const setHours = (next: Hours) =>
    setSearch(
      (before) => {
        before.delete('from');
        before.delete('to');
        before.delete('at');
        before.set('hours', String(next));
        return before;
      },
      { replace: true },
    );
  if (isInstant(from) && isInstant(to)) return { stretch: { from, to }, hours: null, setHours };
  return { stretch: around(search.get('at'), hours), hours, setHours };
}

const isInstant = (text: string | null): text is string => text !== null && Number.isFinite(Date.parse(text));

/** A whole hour to begin with, so that a replay that moves on asks for nothing anew. */
function around(at: string | null, hours: Hours): Stretch {
  const now = serverNow();
  const atMs = parseAt(at, now);
  if (atMs === null || atMs > now - hours * HOUR_MS) return { hours };
  const middle = Math.floor(atMs / HOUR_MS / hours) * HOUR_MS * hours;
  const ends = [middle - HOUR_MS, Math.min(now, middle + (hours + 1) * HOUR_MS)] as const;
  return { from: new Date(ends[0]).toISOString(), to: new Date(ends[1]).toISOString() };
}

export function useTruckHistory(name: string, stretch: Stretch, isPast: boolean) {
  return useQuery<TruckHistory>({
    queryKey: ['truck', name, stretch],
    queryFn: ({ signal }) => call('getTruckHistory', { params: { name }, query: endsOf(stretch), signal }),
    ...(isPast || !('hours' in stretch) ? {} : { refetchInterval: REFRESH_MS }),
    retry: false,
  });
}

function endsOf(stretch: Stretch): { from: string; to?: string } {
  if ('from' in stretch) return { from: stretch.from, to: stretch.to };
  return { from: new Date(serverNow() - stretch.hours * HOUR_MS).toISOString() };
}
