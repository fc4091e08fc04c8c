import { ALERT_KINDS, type Alert, type AlertKind, type AlertState, type TrackingEvent } from '@karavan/contracts';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { queryClient } from '../../api/queries.ts';

export interface AlertFilter {
  state: AlertState | undefined;
  kind: AlertKind | undefined;
  mine: boolean;
}

export function useAlerts({ state, kind, mine }: AlertFilter) {
  return useInfiniteQuery({
    queryKey: ['alerts', 'list', state ?? 'all', kind ?? 'any', mine],
    queryFn: ({ pageParam }) =>
      call('listAlerts', { query: { state, kind, mine: mine ? 'true' : undefined, limit: 100, cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor ?? undefined,
    refetchInterval: 60_000,
  });
}

export function useAlert(id: string | null) {
  return useQuery({
    queryKey: ['alerts', 'one', id],
    queryFn: () => call('getAlert', { params: { id: id ?? '' } }),
    enabled: id !== null,
  });
}

/** How many are open, for the navigation. */
export function useOpenCount() {
  const { data } = useQuery({
    queryKey: ['alerts', 'count'],
    queryFn: () => call('listAlerts', { query: { state: 'open', limit: 1 } }),
    refetchInterval: 60_000,
  });
  return data?.openCount ?? 0;
}

export type Act = 'take' | 'close' | 'reopen' | { snooze: number };

function send(alert: Alert, act: Act): Promise<Alert> {
  const params = { id: alert.id };
  if (act === 'take') return call('takeAlert', { params, body: {} });
  if (act === 'close') return call('closeAlert', { params, body: {} });
  if (act === 'reopen') return call('reopenAlert', { params, body: {} });
  return call('snoozeAlert', { params, body: { minutes: act.snooze } });
}

export function useAct() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ alert, act }: { alert: Alert; act: Act }) => send(alert, act),
    onSettled: () => client.invalidateQueries({ queryKey: ['alerts'] }),
  });
}

const GATHER_MS = 300;
let isAsking = false;

/** Many alerts may change in one moment; the lists are asked for again once. */
function askAgain(): void {
  if (isAsking) return;
  isAsking = true;
  setTimeout(() => {
    isAsking = false;
    void queryClient.invalidateQueries({ queryKey: ['alerts'] });
  }, GATHER_MS);
}

/** The server says that an alert is new or has changed. Gives it when it is worth a word. */
export function takeAlertNews(event: TrackingEvent): { kind: AlertKind; label: string } | undefined {
  if (event.kind !== 'alert') return undefined;
  askAgain();
  const { change, severity, label } = event.evidence;
  const kind = ALERT_KINDS.find((known) => known === event.evidence['kind']);
  if (kind === undefined || change !== 'opened' || severity === 'notice' || typeof label !== 'string') return undefined;
  return { kind, label };
}
