import type { Site } from '@karavan/contracts';
import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/client.ts';

const MOST_PAGES = 20;

/** All of them: the search looks through what is here. */
async function loadAll(): Promise<Site[]> {
  const all: Site[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const reply = await call('listSites', { query: { limit: 500, cursor } });
    all.push(...reply.items);
    if (reply.nextCursor === null) break;
    cursor = reply.nextCursor;
  }
  return all;
}

export function useSites() {
  return useQuery({ queryKey: ['sites', 'all'], queryFn: loadAll, staleTime: 60_000 });
}
