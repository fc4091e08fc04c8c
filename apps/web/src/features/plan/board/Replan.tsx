import type { BoardPlan, PlanProposal } from '@karavan/contracts';
import { reasonIn } from '@karavan/planner';
import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useFormat } from '../../../format/use-format.ts';
import { TripChanges } from './Changes.tsx';
import { EventForm } from './EventForm.tsx';
import { Proof, proposalDoubtKg, Totals, useCost } from './Summary.tsx';
import type { Actions } from './use-board.ts';
import { Stranded } from './Violations.tsx';

interface ReplanProps {
  plan: BoardPlan;
  actions: Actions;
  days: readonly string[];
  onClose: () => void;
}

/** Something came in between: what would change least is shown, and taken over only by a click. */
export function Replan({ plan, actions, days, onClose }: ReplanProps) {
  const { t } = useFormat();
  const [proposal, setProposal] = useState<PlanProposal | null>(null);
  const isBusy = actions.working !== null;
  const take = async () => {
    if (proposal !== null && (await actions.take(proposal)) !== null) onClose();
  };
  const noteOnly = async () => {
    if (proposal?.outage !== undefined && (await actions.noteOutage(proposal.outage)) !== null) onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('plan.board.event.title')}
      size="lg"
      zIndex={2500}
      // an answer that was waited for is left by its own buttons alone
      closeOnEscape={proposal === null && !isBusy}
      closeOnClickOutside={proposal === null && !isBusy}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <EventForm
        plan={plan}
        days={days}
        isAsking={isBusy}
        onAsk={async (event) => setProposal(await actions.replan(event))}
        onEdit={() => setProposal(null)}
      />
      <div role="status">
        {proposal && (
          <Proposal
            proposal={proposal}
            plan={plan}
            isBusy={isBusy}
            onTake={() => void take()}
            onNote={() => void noteOnly()}
            onDrop={onClose}
          />
        )}
      </div>
    </Modal>
  );
}

interface ProposalProps {
  proposal: PlanProposal;
  plan: BoardPlan;
  isBusy: boolean;
  onTake: () => void;
  /** keep what came in between, leave the trips */
  onNote: () => void;
  onDrop: () => void;
}

function Proposal({ proposal, plan, isBusy, onTake, onNote, onDrop }: ProposalProps) {
  const { t, language } = useFormat();
  const cost = useCost();
  const same = proposal.changes.filter(({ kind }) => kind === 'same').length;
  const isSame = same === proposal.changes.length;
  return (
    <div data-testid="proposal" className="kv-proposal">
      <Totals totals={proposal} inDoubtKg={proposalDoubtKg(proposal)} />
      <Stranded plan={proposal} />
      <p className="kv-note">
        {t('plan.board.event.before')}: {t('plan.board.trips', { count: plan.tripsCount })} ·{' '}
        {t('plan.board.cost', { cost: cost(plan.cost) })}. {t('plan.board.event.kept', { count: same })}.{' '}
        {proposal.stranded?.length ? t('plan.board.proof.stranded') : <Proof proof={proposal.proof} replan />}
      </p>
      {isSame ? (
        <p>{t('plan.board.event.nothing')}</p>
      ) : (
        <TripChanges changes={proposal.changes} zone={plan.request.site.receiving.timeZone} />
      )}
      {proposal.reasons.length > 0 && (
        <ul>
          {proposal.reasons
            .map((reason) => reasonIn(reason, language))
            .map(({ message }) => (
              <li key={message}>{message}</li>
            ))}
        </ul>
      )}
      <div className="kv-board-tools">
        <Button disabled={isBusy} onClick={onTake}>
          {t(isSame && proposal.outage !== undefined ? 'plan.board.event.note' : 'plan.board.event.take')}
        </Button>
        {proposal.outage !== undefined && !isSame && (
          <Button variant="default" disabled={isBusy} onClick={onNote}>
            {t('plan.board.event.noteOnly')}
          </Button>
        )}
        <Button variant="default" onClick={onDrop}>
          {t('plan.board.event.drop')}
        </Button>
      </div>
      <p className="kv-note">{t('plan.board.event.draftOnly')}</p>
    </div>
  );
}
