import type { ShipmentDetail } from '@karavan/contracts';
import { useFormat } from '../../format/use-format.ts';
import { Time } from '../../ui/Time.tsx';
import { milestones } from './milestones.ts';

export function Milestones({ shipment }: { shipment: Pick<ShipmentDetail, 'createdAt' | 'legs' | 'orderedKg'> }) {
  const { t } = useFormat();
  return (
    <section className="kv-card-section" aria-label={t('shipments.milestones')}>
      <ol className="kv-milestones">
        {milestones(shipment).map(({ key, at, done, of, unit }) => {
          const isWhole = of > 0 && done === of;
          return (
            <li key={key} data-reached={isWhole ? 'yes' : done > 0 ? 'partly' : 'no'}>
              <span className="kv-milestone-mark" aria-hidden="true" />
              <span>{t(`shipments.milestone.${key}`)}</span>
              {at && (
                <span className="kv-note">
                  <Time at={at} />
                </span>
              )}
              {!(isWhole && at) && (
                <span className="kv-note">
                  {of > 0 ? t('shipments.reached', { done, of, unit: t(`shipments.unit.${unit}`) }) : '—'}
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
