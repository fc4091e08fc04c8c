import type { BoardPlan } from '@karavan/contracts';
import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp, IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useFormat } from '../../../format/use-format.ts';
import { ConfirmModal } from '../../../ui/ConfirmModal.tsx';
import { changesOf } from './Changes.tsx';
import { PublishDialog } from './PublishDialog.tsx';
import { Replan } from './Replan.tsx';
import { tell } from './tell.ts';
import type { Actions } from './use-board.ts';
import { useDeletePlan } from './use-plans.ts';

type Dialog = 'event' | 'publish' | 'unpublish' | 'remove';

/** What can be done to the plan as a whole. */
export function Toolbar({ plan, actions, days }: { plan: BoardPlan; actions: Actions; days: readonly string[] }) {
  const { t } = useFormat();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const isBusy = actions.working !== null && actions.working !== 'editPlan';
  const isAsPublished =
    plan.published !== null && changesOf(plan.published.trips, plan.trips).every(({ kind }) => kind === 'same');
  return (
    <div className="kv-board-tools" role="toolbar" aria-label={plan.name}>
      <Step plan={plan} actions={actions} isBusy={isBusy} redo={false} />
      <Step plan={plan} actions={actions} isBusy={isBusy} redo />
      <Button variant="default" disabled={isBusy} onClick={() => setDialog('event')}>
        {t('plan.board.actions.event')}
      </Button>
      <Button disabled={isBusy} variant={plan.trips.length === 0 ? 'filled' : 'default'} onClick={() => void actions.solve()}>
        {plan.solved === null ? t('plan.board.actions.solve') : t('plan.board.actions.solveAgain')}
      </Button>
      <Button
        disabled={isBusy || plan.trips.length === 0 || plan.cargo === null || isAsPublished}
        title={isAsPublished ? t('plan.board.diff.none') : undefined}
        onClick={() => setDialog('publish')}
      >
        {plan.status === 'published' ? t('plan.board.actions.republish') : t('plan.board.actions.publish')}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon className="kv-tool" variant="subtle" size={36} disabled={isBusy} aria-label={t('form.more')}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {plan.status === 'published' ? (
            <Menu.Item onClick={() => setDialog('unpublish')}>{t('plan.board.actions.unpublish')}</Menu.Item>
          ) : (
            <Menu.Item onClick={() => setDialog('remove')}>{t('plan.board.actions.remove')}</Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <span className="kv-note kv-board-busy" aria-live="polite">
        {isBusy && t('plan.board.actions.solving')}
      </span>
      <Dialogs plan={plan} actions={actions} days={days} dialog={dialog} onClose={() => setDialog(null)} />
    </div>
  );
}

interface StepProps {
  plan: BoardPlan;
  actions: Actions;
  isBusy: boolean;
  redo: boolean;
}

/** One step back or forth; which one is said when it is pointed at, and to who cannot see the arrow. */
function Step({ plan, actions, isBusy, redo }: StepProps) {
  const { t } = useFormat();
  const what = redo ? plan.redo : plan.undo;
  const name = t(redo ? 'plan.board.actions.redo' : 'plan.board.actions.undo');
  const label = what === null ? name : `${name}: ${t(`plan.board.steps.${what}`)}`;
  return (
    <ActionIcon
      variant="default"
      size={36}
      // stays where the focus is, also when there is nothing left to undo
      aria-disabled={isBusy || what === null}
      {...(isBusy || what === null ? { 'data-disabled': true } : {})}
      aria-label={label}
      title={`${label} (${redo ? 'Ctrl+Shift+Z' : 'Ctrl+Z'})`}
      onClick={() => !isBusy && what !== null && void actions.undo(redo)}
    >
      {redo ? <IconArrowForwardUp size={18} /> : <IconArrowBackUp size={18} />}
    </ActionIcon>
  );
}

interface DialogsProps {
  plan: BoardPlan;
  actions: Actions;
  days: readonly string[];
  dialog: Dialog | null;
  onClose: () => void;
}

function Dialogs({ plan, actions, days, dialog, onClose }: DialogsProps) {
  const { t } = useFormat();
  const navigate = useNavigate();
  const remove = useDeletePlan();
  if (dialog === 'event') return <Replan plan={plan} actions={actions} days={days} onClose={onClose} />;
  if (dialog === 'publish') {
    const publish = async (despite: readonly string[]) => {
      if ((await actions.publish(despite)) !== null) tell(t('plan.board.published'));
      onClose();
    };
    const isBusy = actions.working !== null;
    return <PublishDialog plan={plan} isBusy={isBusy} onPublish={(despite) => void publish(despite)} onClose={onClose} />;
  }
  if (dialog === null) return null;
  const isRemoval = dialog === 'remove';
  const away = () => {
    onClose();
    if (isRemoval) remove.mutate(plan.id, { onSuccess: () => void navigate('/plan/board') });
    else void actions.unpublish();
  };
  return (
    <ConfirmModal
      title={t(isRemoval ? 'plan.board.removeSure' : 'plan.board.unpublishSure')}
      action={t(isRemoval ? 'plan.board.actions.remove' : 'plan.board.actions.unpublish')}
      isDanger
      onConfirm={away}
      onClose={onClose}
    />
  );
}
