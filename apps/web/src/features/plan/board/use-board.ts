import type { BoardChange, BoardPlan, NewPlanOutage, PlanProposal, ReplanEvent, SplitRequest } from '@karavan/contracts';
import { type Board, type BoardVerdict, boardTotals, openBoard } from '@karavan/planner';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, call } from '../../../api/client.ts';
import { problemWords } from '../../../api/problem-words.ts';
import { useCompanyKnown } from '../loading/known.ts';
import { tell } from './tell.ts';

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
  /** `despite`: trips that stay though their truck is out */
  publish: (despite: readonly string[]) => Promise<BoardPlan | null>;
  unpublish: () => Promise<BoardPlan | null>;
  /** another question, calculated at once */
  ask: (request: SplitRequest) => Promise<BoardPlan | null>;
  replan: (event: ReplanEvent) => Promise<PlanProposal | null>;
  take: (proposal: PlanProposal) => Promise<BoardPlan | null>;
  /** a truck is out or a bay closed; the trips stay as they are */
  noteOutage: (outage: NewPlanOutage) => Promise<BoardPlan | null>;
  /** it is back, the bay open again */
  endOutage: (outageId: string, until: string) => Promise<BoardPlan | null>;
}

type Sent =
  | 'solvePlan'
  | 'undoPlan'
  | 'publishPlan'
  | 'unpublishPlan'
  | 'editPlan'
  | 'changePlan'
  | 'takePlanProposal'
  | 'notePlanOutage'
  | 'endPlanOutage';

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
        tell(message, { isFault: true });
        await client.invalidateQueries({ queryKey: keyOf(id) });
        return null;
      } finally {
        setWorking(null);
      }
    });
    queue.current = turn;
    return turn;
  };
  const send = (name: Sent, body: object = {}, more: Record<string, string> = {}): Promise<BoardPlan | null> =>
    inTurn(name, async () => {
      await client.cancelQueries({ queryKey: keyOf(id) });
      const params = { id, ...more };
      const next = (await call(name, { params, body: { revision: latest().revision, ...body } } as never)) as BoardPlan;
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
      const { solved } = latest();
      const shown = { trips, ...boardTotals(plan.request, trips), stranded: board.stranded(trips) };
      const isLock = change.kind === 'lock';
      client.setQueryData<BoardPlan>(keyOf(id), {
        ...latest(),
        ...shown,
        solved: solved && !isLock ? { ...solved, holds: 'changed' } : solved,
      });
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
      const isStillOut = what === 'replanned' && !redo && next.outages.length > 0;
      const done = t(redo ? 'plan.board.redone' : 'plan.board.undone', words);
      tell(isStillOut ? `${done} ${t('plan.board.outage.stillOut')}` : done);
      return next;
    },
    publish: (despite) => send('publishPlan', { despite }),
    unpublish: () => send('unpublishPlan'),
    ask: async (request) => ((await send('changePlan', { request })) === null ? null : send('solvePlan', { keep: 'locked' })),
    replan: (event) =>
      inTurn('replanPlan', async () => {
        const reply = await call('replanPlan', { params: { id }, body: { revision: latest().revision, event } });
        return reply as PlanProposal;
      }),
    take: ({ id: proposalId }) => send('takePlanProposal', { proposalId }),
    noteOutage: (outage) => send('notePlanOutage', { outage }),
    endOutage: (outageId, until) => send('endPlanOutage', { until }, { outageId }),
  };
}
