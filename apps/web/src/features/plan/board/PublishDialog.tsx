import type { BoardPlan } from '@karavan/contracts';
import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { useFormat } from '../../../format/use-format.ts';
import { ConfirmModal } from '../../../ui/ConfirmModal.tsx';
import { changesOf, TripChanges } from './Changes.tsx';
import { doubtKg } from './outages.ts';
import { Totals } from './Summary.tsx';
import { Stranded, Violations } from './Violations.tsx';

interface PublishDialogProps {
  plan: BoardPlan;
  isBusy: boolean;
  /** trips that stay though their truck is out, named */
  onPublish: (despite: readonly string[]) => void;
  onClose: () => void;
}

/** What others will see once it is published, before it is. Trips that cannot be made are published by a second click alone. */
export function PublishDialog({ plan, isBusy, onPublish, onClose }: PublishDialogProps) {
  const { t } = useFormat();
  const changes = plan.published === null ? [] : changesOf(plan.published.trips, plan.trips);
  const stranded = plan.stranded.flatMap(({ tripIds }) => tripIds);
  const [agreed, setAgreed] = useState<string | null>(null);
  // who agreed to some trips has not agreed to those that came since
  const isAgreed = stranded.length === 0 || agreed === stranded.join();
  return (
    <ConfirmModal
      title={t('plan.board.publishTitle')}
      action={t(plan.published === null ? 'plan.board.actions.publish' : 'plan.board.actions.republish')}
      isBusy={isBusy || !isAgreed || plan.violations.length > 0}
      onConfirm={() => onPublish(stranded)}
      onClose={onClose}
    >
      <Totals totals={plan} inDoubtKg={doubtKg(plan)} />
      <p>{t('plan.board.publishSure')}</p>
      <Violations plan={plan} />
      {plan.violations.length > 0 && <p className="kv-note">{t('plan.board.publishFirst')}</p>}
      <Stranded plan={plan} />
      {stranded.length > 0 && (
        <Checkbox
          className="kv-agree"
          label={t('plan.board.outage.agree', { count: new Set(stranded).size })}
          checked={isAgreed}
          onChange={(event) => setAgreed(event.currentTarget.checked ? stranded.join() : null)}
        />
      )}
      {changes.some(({ kind }) => kind !== 'same') && (
        <TripChanges changes={changes} zone={plan.request.site.receiving.timeZone} />
      )}
    </ConfirmModal>
  );
}
