import type { ShipmentDetail } from '@karavan/contracts';
import { useFormat } from '../../format/use-format.ts';
import { Time } from '../../ui/Time.tsx';
import { milestones } from './milestones.ts';

export function Milestones({ shipment }: { shipment: Pick<ShipmentDetail, 'createdAt' | 'legs'> }) {
  const { t } = useFormat();
  return (
    <section className="kv-card-section" aria-label={t('shipments.milestones')}>
      <ol className="kv-milestones">
        {milestones(shipment).map(({ key, at, done, of }) => (
          <li key={key} data-reached={of > 0 && done === of ? 'yes' : done > 0 ? 'partly' : 'no'}>
            <span className="kv-milestone-mark" aria-hidden="true" />
            <span>{t(`shipments.milestone.${key}`)}</span>
            <span className="kv-note">{at ? <Time at={at} /> : of > 0 && key !== 'ordered' ? `${done} / ${of}` : '—'}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
