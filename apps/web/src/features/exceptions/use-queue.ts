import type { IdleItem } from '@karavan/contracts';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { type QueueFilter, toQuery } from './filter.ts';

const PAGE = 100;
const MOST_EXPORTED_PAGES = 100;

export function useQueue(filter: QueueFilter) {
  return useInfiniteQuery({
    queryKey: ['idle', toQuery(filter)],
    queryFn: ({ pageParam, signal }) =>
      call('listIdle', { query: { ...toQuery(filter), limit: PAGE, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
}

/** Everything under the filter, for a file: all pages are of the same instant. */
export async function collectQueue(filter: QueueFilter): Promise<IdleItem[]> {
  const items: IdleItem[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_EXPORTED_PAGES; page += 1) {
    const reply = await call('listIdle', { query: { ...toQuery(filter), limit: 500, cursor } });
    items.push(...reply.items);
    if (reply.nextCursor === null) break;
    cursor = reply.nextCursor;
  }
  return items;
}

export function useIdleMonth(month: string) {
  return useQuery({
    queryKey: ['idle', 'month', month],
    queryFn: () => call('getIdleMonth', { query: { month } }),
    refetchInterval: 300_000,
  });
}
