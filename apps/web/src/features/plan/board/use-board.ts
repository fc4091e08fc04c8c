import type { BoardChange, BoardPlan, PlanProposal, ReplanEvent, SplitRequest } from '@karavan/contracts';
import { type Board, type BoardVerdict, boardTotals, openBoard } from '@karavan/planner';
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, call } from '../../../api/client.ts';
import { problemWords } from '../../../api/problem-words.ts';
import { useCompanyKnown } from '../loading/known.ts';

const keyOf = (id: string) => ['plan', id];

export function usePlan(id: string) {
  return useQuery({
    queryKey: keyOf(id),
    queryFn: () => call('getPlan', { params: { id } }),
    refetchInterval: 15_000,
  });
}

export interface Actions {
  /** what a truck may lawfully bring on a date, kg */
  mostKg: Board['mostKg'];
  /** what is being waited for */
  working: string | null;
  check: (change: BoardChange) => BoardVerdict;
  /** does it here at once and on the server after; gives the verdict */
  apply: (change: BoardChange) => BoardVerdict;
  solve: (keep?: 'locked' | 'all') => Promise<BoardPlan | null>;
  undo: (redo: boolean) => Promise<BoardPlan | null>;
  publish: () => Promise<BoardPlan | null>;
  unpublish: () => Promise<BoardPlan | null>;
  /** another question, calculated at once */
  ask: (request: SplitRequest) => Promise<BoardPlan | null>;
  replan: (event: ReplanEvent) => Promise<PlanProposal | null>;
  take: (proposal: PlanProposal) => Promise<BoardPlan | null>;
}

/** All that can be done to a plan. Calls go one after another, each on the revision the one before has made. */
export function useActions(plan: BoardPlan): Actions {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [working, setWorking] = useState<string | null>(null);
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const { id } = plan;
  const { known } = useCompanyKnown();
  const board: Board = useMemo(() => openBoard(plan, known), [plan, known]);
  const latest = () => client.getQueryData<BoardPlan>(keyOf(id)) ?? plan;
  const show = (next: BoardPlan) => {
    client.setQueryData(keyOf(id), next);
    void client.invalidateQueries({ queryKey: ['plans'] });
  };

  const inTurn = <T>(what: string, work: () => Promise<T>): Promise<T | null> => {
    const turn = queue.current.then(async () => {
      setWorking(what);
      try {
        return await work();
      } catch (error) {
        const isMoved = error instanceof ApiError && error.status === 409;
        const message = isMoved ? t('plan.board.conflict') : problemWords(error, t);
        notifications.show({ message, color: 'red', withBorder: true, autoClose: 10_000 });
        await client.invalidateQueries({ queryKey: keyOf(id) });
        return null;
      } finally {
        setWorking(null);
      }
    });
    queue.current = turn;
    return turn;
  };
  const send = (
    name: 'solvePlan' | 'undoPlan' | 'publishPlan' | 'unpublishPlan' | 'editPlan' | 'changePlan',
    body: object = {},
  ): Promise<BoardPlan | null> =>
    inTurn(name, async () => {
      await client.cancelQueries({ queryKey: keyOf(id) });
      const next = (await call(name, { params: { id }, body: { revision: latest().revision, ...body } })) as BoardPlan;
      show(next);
      return next;
    });

  return {
    working,
    mostKg: board.mostKg,
    check: (change) => board.check(plan.trips, change),
    apply: (change) => {
      const verdict = board.check(plan.trips, change);
      if (!verdict.ok) return verdict;
      const trips = [...verdict.trips];
      client.setQueryData(keyOf(id), { ...latest(), trips, ...boardTotals(plan.request, trips) });
      void send('editPlan', { changes: [change] });
      return verdict;
    },
    solve: (keep = 'locked') => send('solvePlan', { keep }),
    undo: async (redo) => {
      const what = latest()[redo ? 'redo' : 'undo'];
      const next = what === null ? null : await send('undoPlan', { redo });
      if (what === null || next === null) return null;
      // a calculation may be taken back by a key as a moved card is: it must be seen which of them it was
      const words = { what: t(`plan.board.steps.${what}`) };
      notifications.show({
        message: t(redo ? 'plan.board.redone' : 'plan.board.undone', words),
        withBorder: true,
        autoClose: 6_000,
      });
      return next;
    },
    publish: () => send('publishPlan'),
    unpublish: () => send('unpublishPlan'),
    ask: async (request) => ((await send('changePlan', { request })) === null ? null : send('solvePlan', { keep: 'locked' })),
    replan: (event) =>
      inTurn('replanPlan', async () => {
        const reply = await call('replanPlan', { params: { id }, body: { revision: latest().revision, event } });
        return reply as PlanProposal;
      }),
    take: ({ request, trips }) => send('changePlan', { request, trips }),
  };
}
