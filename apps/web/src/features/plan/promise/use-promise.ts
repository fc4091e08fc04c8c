import type { KeptPromise, PlanChoice, PromiseObjective, PromisePlan } from '@karavan/contracts';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../../api/client.ts';
import { currentLanguage } from '../../../i18n/index.ts';

export interface Question {
  lines: { sku: string; quantity: number }[];
  zone: string;
  objective: PromiseObjective;
  deliverBy?: string;
  maxShipments?: number;
}

const HELD = ['promises'];
const STOCK = ['network', 'stock'];
const ANSWER = ['promise'];

export function useNetwork() {
  return useQuery({ queryKey: ['network'], queryFn: () => call('getNetwork') });
}

/** Goods that fit what was typed; the first of all where nothing was. */
export function useGoods(text: string) {
  return useQuery({
    queryKey: [...STOCK, text],
    queryFn: () => call('searchGoods', { query: { q: text, limit: 30 } }),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
}

export function useHeld() {
  return useQuery({ queryKey: HELD, queryFn: () => call('listPromises', { query: { limit: 50 } }), refetchInterval: 30_000 });
}

export function useAnswer(question: Question | null) {
  return useQuery({
    queryKey: [...ANSWER, currentLanguage(), question],
    queryFn: () => call('planPromise', { body: bodyOf(question as Question) }),
    enabled: question !== null,
    staleTime: 0,
  });
}

export function useKeep() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (input: { question: Question; plan: PromisePlan; orderNumber: string; requestId: string }) =>
      call('createPromise', {
        body: {
          ...bodyOf(input.question),
          requestId: input.requestId,
          choice: choiceOf(input.plan),
          ...(input.orderNumber === '' ? {} : { orderNumber: input.orderNumber }),
        },
      }),
    onSuccess: () => refresh(),
    // what was shown is not to be had any more: show what is; what was promised stays as it was shown
    onError: () => refresh(ANSWER),
  });
}

export function useChange() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ id, how }: { id: string; how: 'accept' | 'release' }): Promise<KeptPromise> =>
      call(how === 'accept' ? 'acceptPromiseChange' : 'releasePromise', { params: { id } }),
    onSettled: () => refresh(),
  });
}

function useRefresh() {
  const client = useQueryClient();
  return (...more: string[][]) => Promise.all([HELD, STOCK, ...more].map((queryKey) => client.invalidateQueries({ queryKey })));
}

const choiceOf = ({ deliveredBy, cost, shipments }: PromisePlan): PlanChoice => ({
  deliveredBy,
  cost,
  shipments: shipments.length,
});

function bodyOf({ zone, ...question }: Question) {
  return { ...question, orderedAt: new Date().toISOString(), destination: { zone } };
}
