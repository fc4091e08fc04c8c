import type { ShipmentState, ShipmentStatus } from '@karavan/contracts';
import { type InfiniteData, keepPreviousData, QueryClient, useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { currentLanguage } from '../i18n/index.ts';
import { ApiError, call, type Reply } from './client.ts';
import { isUnderWay } from './layout-run.ts';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      gcTime: 30 * 60_000,
      // a call without a network fails at once and says so, rather than wait unseen
      networkMode: 'always',
      refetchOnReconnect: true,
      retry: (failures, error) => failures < 2 && isWorthRetry(error),
    },
    mutations: { networkMode: 'always' },
  },
});

function isWorthRetry(error: Error): boolean {
  if (!(error instanceof ApiError)) return false;
  return error.kind === 'offline' ? navigator.onLine : error.status >= 502;
}

type Page<T> = { items: T[]; nextCursor: string | null };
const nextCursor = (page: Page<unknown>) => page.nextCursor ?? undefined;

export function useConfig() {
  return useQuery({ queryKey: ['config'], queryFn: () => call('config'), staleTime: Number.POSITIVE_INFINITY });
}

export function whereQuery(q: string) {
  return {
    queryKey: ['where', currentLanguage(), q],
    queryFn: ({ signal }: { signal: AbortSignal }) => call('where', { query: { q }, signal }),
  };
}

export function useWhere(q: string, options: { keep?: boolean; refetchMs?: number } = {}) {
  return useQuery({
    ...whereQuery(q),
    enabled: q !== '',
    ...(options.keep ? { placeholderData: keepPreviousData } : {}),
    ...(options.refetchMs ? { refetchInterval: options.refetchMs } : {}),
  });
}

export function useWagon(number: string) {
  return useQuery({ queryKey: ['wagon', number], queryFn: () => call('getWagon', { params: { number } }) });
}

/** A train by its index; what of it is not the asker's is not in the answer. */
export function useTrain(index: string) {
  return useQuery({ queryKey: ['train', currentLanguage(), index], queryFn: () => call('getTrain', { params: { index } }) });
}

/** Stations that reports name and nobody has placed. */
export function useMissingStations() {
  return useQuery({
    queryKey: ['stations', 'missing'],
    queryFn: () => call('listStations', { query: { missing: 'true', limit: 500 } }),
    refetchInterval: 60_000,
  });
}

export function useWagonHistory(number: string) {
  return useInfiniteQuery({
    queryKey: ['wagon', number, 'history'],
    queryFn: ({ pageParam }) => call('getWagonHistory', { params: { number }, query: { limit: 30, cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: nextCursor,
  });
}

export function useShipments(status: ShipmentStatus | undefined) {
  return useInfiniteQuery({
    queryKey: ['shipments', status ?? 'all'],
    queryFn: ({ pageParam }) => call('listShipments', { query: { limit: 100, status, cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: nextCursor,
  });
}

const MOST_KNOWN_PAGES = 4;

/** Up to 2000 shipments, for what the map has to know of them; a list asks for its own pages. */
export function useAllShipments() {
  const query = useInfiniteQuery({
    queryKey: ['shipments', 'known'],
    queryFn: ({ pageParam }) => call('listShipments', { query: { limit: 500, cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: nextCursor,
    staleTime: 60_000,
  });
  const { hasNextPage, isFetchingNextPage, isError, fetchNextPage, data } = query;
  const pages = data?.pages.length ?? 0;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isError && pages < MOST_KNOWN_PAGES) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isError, pages, fetchNextPage]);
  return query;
}

export function useShipment(id: string) {
  return useQuery({
    queryKey: ['shipment', id, 'detail', currentLanguage()],
    queryFn: () => call('getShipment', { params: { id } }),
    refetchInterval: 60_000,
  });
}

export function useShipmentDetails(ids: readonly string[]) {
  return useQueries({
    queries: ids.map((id) => ({
      queryKey: ['shipment', id, 'detail', currentLanguage()],
      queryFn: () => call('getShipment', { params: { id } }),
    })),
  });
}

export function useShipmentEvents(id: string, enabled: boolean) {
  return useInfiniteQuery({
    queryKey: ['shipment', id, 'events'],
    queryFn: ({ pageParam }) => call('listShipmentEvents', { params: { id }, query: { limit: 30, cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: nextCursor,
    enabled,
  });
}

export function useShipmentTrack(id: string, enabled: boolean) {
  return useQuery({
    queryKey: ['shipment', id, 'track'],
    queryFn: () => call('getShipmentTrack', { params: { id } }),
    staleTime: 60_000,
    enabled,
  });
}

export function useReports() {
  return useInfiniteQuery({
    queryKey: ['reports'],
    queryFn: ({ pageParam }) => call('listReports', { query: { limit: 30, cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: nextCursor,
    refetchInterval: 30_000,
  });
}

/** Held and quarantined reports: a person has to decide. */
export function useWaitingReports() {
  return useQuery({
    queryKey: ['reports', 'waiting'],
    queryFn: () => call('listReports', { query: { waiting: 'true', limit: 100 } }),
    refetchInterval: 15_000,
  });
}

export function useReport(id: string) {
  return useQuery({ queryKey: ['report', id], queryFn: () => call('getReport', { params: { id } }) });
}

/** What the columns of a report are taken for; its bytes are read for that, so only where somebody asks. */
export function useReportColumns(id: string, enabled: boolean) {
  return useQuery({
    queryKey: ['report', id, 'columns'],
    queryFn: () => call('getReportColumns', { params: { id } }),
    enabled,
  });
}

/** Asked again every second while it lasts. */
export function useLayoutRun(id: string) {
  return useQuery({
    queryKey: ['layout-run', id],
    queryFn: () => call('getLayoutRun', { params: { id } }),
    refetchInterval: ({ state }) => (state.data?.run && isUnderWay(state.data.run) ? 1_000 : false),
  });
}

export function useReportRows(id: string) {
  return useInfiniteQuery({
    queryKey: ['report', id, 'rows'],
    queryFn: ({ pageParam }) => call('listReportRows', { params: { id }, query: { limit: 200, cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: nextCursor,
  });
}

export function useDevices() {
  return useQuery({
    queryKey: ['devices'],
    queryFn: () => call('listDevices', { query: { limit: 500 } }),
    refetchInterval: 30_000,
  });
}

export function useVehicles(enabled: boolean) {
  return useQuery({ queryKey: ['vehicles'], queryFn: () => call('listVehicles', { query: { limit: 500 } }), enabled });
}

export function useSources() {
  return useQuery({ queryKey: ['sources'], queryFn: () => call('listSources'), refetchInterval: 5_000 });
}

export function useShared(token: string) {
  return useQuery({
    queryKey: ['shared', token, currentLanguage()],
    queryFn: () => call('getShared', { params: { token } }),
    refetchInterval: 60_000,
  });
}

/** A live shipment goes straight into the lists that show it; its page, with the sentence, is asked for again. */
export function takeShipmentNews(state: ShipmentState): void {
  queryClient.setQueriesData<InfiniteData<Reply<'listShipments'>>>({ queryKey: ['shipments'] }, (held) => {
    if (!held) return held;
    const replace = (item: ShipmentState) => (item.id === state.id && item.revision < state.revision ? state : item);
    return { ...held, pages: held.pages.map((page) => ({ ...page, items: page.items.map(replace) })) };
  });
  void queryClient.invalidateQueries({ queryKey: ['shipment', state.id] });
}
