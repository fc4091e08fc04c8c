import type { BoardPlan } from '@karavan/contracts';
import { useFormat } from '../../../format/use-format.ts';
import { ConfirmModal } from '../../../ui/ConfirmModal.tsx';
import { changesOf, TripChanges } from './Changes.tsx';
import { Totals } from './Summary.tsx';

interface PublishDialogProps {
  plan: BoardPlan;
  isBusy: boolean;
  onPublish: () => void;
  onClose: () => void;
}

/** What others will see once it is published, before it is. */
export function PublishDialog({ plan, isBusy, onPublish, onClose }: PublishDialogProps) {
  const { t, language } = useFormat();
  const changes = plan.published === null ? [] : changesOf(plan.published.trips, plan.trips);
  return (
    <ConfirmModal
      title={t('plan.board.publishTitle')}
      action={t(plan.published === null ? 'plan.board.actions.publish' : 'plan.board.actions.republish')}
      isBusy={isBusy}
      onConfirm={onPublish}
      onClose={onClose}
    >
      <Totals totals={plan} />
      <p>{t('plan.board.publishSure')}</p>
      {plan.violations.length > 0 && (
        <div className="kv-late">
          <p>{t('plan.board.violations')}</p>
          <ul>
            {plan.violations.map(({ code, message, tripIds }) => (
              <li key={`${code} ${tripIds.join()} ${message.en}`}>{message[language]}</li>
            ))}
          </ul>
        </div>
      )}
      {changes.some(({ kind }) => kind !== 'same') && (
        <TripChanges changes={changes} zone={plan.request.site.receiving.timeZone} />
      )}
    </ConfirmModal>
  );
}
