import type { BoardPlan, PlanSearch } from '@karavan/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../../api/client.ts';

const LOOK_MS = 1_000;
const isUnderWay = (search: PlanSearch | null | undefined): boolean =>
  search?.status === 'queued' || search?.status === 'running';

/** The last long search for a plan: looked at every second while it goes on. */
export function useSearch({ id, revision }: Pick<BoardPlan, 'id' | 'revision'>) {
  const client = useQueryClient();
  const key = ['plan', id, 'search'];
  const { data } = useQuery({
    queryKey: key,
    queryFn: () => call('getPlanSearch', { params: { id } }),
    refetchInterval: (query) => (isUnderWay(query.state.data?.search) ? LOOK_MS : false),
  });
  const start = useMutation({
    mutationFn: (seconds: number) => call('startPlanSearch', { params: { id }, body: { revision, seconds } }),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
  const cancel = useMutation({
    mutationFn: () => call('cancelPlanSearch', { params: { id } }),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
  const search = data?.search ?? null;
  return { search, isUnderWay: isUnderWay(search), start, cancel };
}
