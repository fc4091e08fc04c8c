import type { BoardChange, BoardPlan } from '@karavan/contracts';
import { useState } from 'react';
import { useFormat } from '../../../format/use-format.ts';
import { AgainstPublished } from './Changes.tsx';
import { PromiseAside } from './PromiseAside.tsx';
import { Reasons } from './Reasons.tsx';
import { Search } from './Search.tsx';
import { AddTrip } from './TripPanel.tsx';
import type { Actions } from './use-board.ts';

interface SideProps {
  plan: BoardPlan;
  actions: Actions;
  days: readonly string[];
  onChange: (change: BoardChange) => boolean;
}

/** What stands beside the board: what is in the way, a longer search, what publishing would change, a trip more. */
export function Side({ plan, actions, days, onChange }: SideProps) {
  const { t } = useFormat();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Reasons
        key={plan.revision}
        reasons={(plan.solved?.reasons ?? []).filter(({ code }) => code === 'region' || plan.unmetKg > 0 || plan.lateKgDays > 0)}
        request={plan.request}
        isShort={plan.solved !== null && plan.unmetKg > 0}
        onApply={(request) => void actions.ask(request)}
      />
      <Search plan={plan} actions={actions} />
      <AgainstPublished plan={plan} />
      <AddTrip plan={plan} days={days} onChange={onChange} />
      <button type="button" className="kv-link" aria-expanded={isAsking} onClick={() => setAsking(!isAsking)}>
        {t('plan.board.actions.promise')}
      </button>
      {isAsking && <PromiseAside />}
    </>
  );
}
