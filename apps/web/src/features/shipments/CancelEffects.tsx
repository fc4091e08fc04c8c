import type { CancelPreview, ShipmentCancellation } from '@karavan/contracts';
import { useFormat } from '../../format/use-format.ts';
import { Time } from '../../ui/Time.tsx';

/** More than this would push the question out of sight. */
const NAMED = 6;

/** What goes with a shipment that is cancelled: its trips, its place on the board, what is held for its order. */
export function CancelEffects({ preview }: { preview: CancelPreview }) {
  const { t, tonnes, dayTime, number } = useFormat();
  const { units, promises, plan, othersOfOrder } = preview;
  return (
    <div className="kv-cancel-effects">
      {units.length === 0 ? (
        <p>{t('shipments.cancel.noUnits')}</p>
      ) : (
        <>
          <p>{t('shipments.cancel.units', { count: units.length })}</p>
          <ul>
            {units.slice(0, NAMED).map(({ label, massKg, loadFrom }) => (
              <li key={`${label} ${loadFrom}`}>
                {loadFrom === undefined
                  ? t('shipments.cancel.unit', { label, mass: tonnes(massKg) })
                  : t('shipments.cancel.unitAt', { label, mass: tonnes(massKg), when: dayTime(loadFrom) })}
              </li>
            ))}
            {units.length > NAMED && <li>{t('shipments.cancel.more', { count: units.length - NAMED })}</li>}
          </ul>
        </>
      )}
      {plan && <p>{t('shipments.cancel.plan', { name: plan.name })}</p>}
      {promises.length > 0 ? (
        <>
          <p>{t('shipments.cancel.promises')}</p>
          <ul>
            {promises.slice(0, NAMED).map(({ id, lines, deliveredBy }) => (
              <li key={id}>
                {t('shipments.cancel.promise', {
                  goods: goodsWords(lines, number, (count) => t('shipments.cancel.more', { count })),
                  when: dayTime(deliveredBy),
                })}
              </li>
            ))}
            {promises.length > NAMED && <li>{t('shipments.cancel.more', { count: promises.length - NAMED })}</li>}
          </ul>
        </>
      ) : (
        <p>{othersOfOrder > 0 ? t('shipments.cancel.keeps', { count: othersOfOrder }) : t('shipments.cancel.noPromise')}</p>
      )}
    </div>
  );
}

function goodsWords(
  lines: readonly { sku: string; quantity: number }[],
  number: (value: number) => string,
  more: (count: number) => string,
): string {
  const named = lines.slice(0, NAMED).map(({ sku, quantity }) => `${sku} × ${number(quantity)}`);
  return [...named, ...(lines.length > NAMED ? [more(lines.length - NAMED)] : [])].join(', ');
}

/** For staff: who cancelled a shipment, why, and what went with it. */
export function CancelledNote({ cancelled }: { cancelled: ShipmentCancellation }) {
  const { t, dayTime } = useFormat();
  const labels = [...new Set(cancelled.units.map(({ label }) => label))];
  const rest = labels.length - NAMED;
  const units = [...labels.slice(0, NAMED), ...(rest > 0 ? [t('shipments.cancel.more', { count: rest })] : [])].join(', ');
  return (
    <section className="kv-card-section kv-cancel-effects" aria-label={t('shipments.cancel.note')}>
      <p>
        <strong>{t('shipments.cancel.note')}</strong>{' '}
        <Time at={cancelled.at}>{t('shipments.cancel.noteBy', { when: dayTime(cancelled.at), by: cancelled.by })}</Time>
      </p>
      {cancelled.reason !== undefined && <p>{cancelled.reason}</p>}
      {labels.length > 0 && <p className="kv-note">{t('shipments.cancel.was', { units })}</p>}
      {cancelled.promiseIds.length > 0 && (
        <p className="kv-note">{t('shipments.cancel.freed', { count: cancelled.promiseIds.length })}</p>
      )}
    </section>
  );
}
