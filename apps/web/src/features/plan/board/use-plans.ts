import type { NewPlan } from '@karavan/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../../api/client.ts';

const PLANS = ['plans'];

export function usePlans() {
  return useQuery({ queryKey: PLANS, queryFn: () => call('listPlans', { query: { limit: 200 } }), refetchInterval: 30_000 });
}

export function useCreatePlan() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (plan: NewPlan) => call('createPlan', { body: plan }),
    onSuccess: () => client.invalidateQueries({ queryKey: PLANS }),
  });
}

export function useDeletePlan() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call('deletePlan', { params: { id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: PLANS }),
  });
}
