import type { Geofence } from '@karavan/contracts';
import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/client.ts';

const MOST_PAGES = 10;

/** All of them, for the map shows them all at once. */
async function loadAll(): Promise<Geofence[]> {
  const all: Geofence[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const reply = await call('listGeofences', { query: { limit: 500, cursor } });
    all.push(...reply.items);
    if (reply.nextCursor === null) break;
    cursor = reply.nextCursor;
  }
  return all;
}

export function useGeofences(enabled = true) {
  return useQuery({ queryKey: ['geofences'], queryFn: loadAll, staleTime: 60_000, enabled });
}
