import type { PromisePlan } from '@karavan/contracts';
import { useState } from 'react';
import { useFormat } from '../../../format/use-format.ts';
import { Time } from '../../../ui/Time.tsx';
import { bottleneckOf, CURRENCY } from './compare.ts';

/** More goods than this would push the reasons out of sight. */
const GOODS_SHOWN = 8;

/** Every shipment of a plan with its goods and, instant by instant, why it is so; the one the date hangs on lies open. */
export function Trace({ plan }: { plan: PromisePlan }) {
  const { t } = useFormat();
  const neck = bottleneckOf(plan)?.shipment;
  return (
    <>
      <h3 className="kv-answer-part">{t('plan.promise.trace')}</h3>
      {plan.shipments.map((shipment) => (
        <Leg
          key={`${plan.deliveredBy} ${plan.cost} ${shipment.serviceId} ${shipment.departsAt}`}
          shipment={shipment}
          isOpen={shipment === neck}
        />
      ))}
    </>
  );
}

function Leg({ shipment, isOpen }: { shipment: PromisePlan['shipments'][number]; isOpen: boolean }) {
  const { t, number, money, tonnes } = useFormat();
  const [isAll, setAll] = useState(false);
  const { lines } = shipment;
  return (
    <details className="kv-leg" open={isOpen}>
      <summary>
        <strong>{t('plan.promise.shipment', { carrier: shipment.carrier, from: shipment.fromId })}</strong> →{' '}
        <Time at={shipment.deliveredAt} />
        <span className="kv-note">
          {tonnes(shipment.massKg)} · {t('plan.promise.costOf', { cost: money(Math.round(shipment.cost * 100), CURRENCY) })}
        </span>
      </summary>
      <ul className="kv-leg-goods">
        {(isAll ? lines : lines.slice(0, GOODS_SHOWN)).map((line) => (
          <li key={[line.sku, line.sourceId, line.laneId, line.availableFrom].join(' ')}>
            {line.sku} × {number(line.quantity)} — {t('plan.promise.from', { source: line.sourceId })}
            {line.laneId !== undefined && `, ${t('plan.promise.via', { lane: line.laneId })}`}
          </li>
        ))}
      </ul>
      {!isAll && lines.length > GOODS_SHOWN && (
        <button type="button" className="kv-link" onClick={() => setAll(true)}>
          {t('plan.promise.allOptions', { count: lines.length })}
        </button>
      )}
      <ol className="kv-trace" aria-label={t('plan.promise.why')}>
        {shipment.timeline.map((step) => (
          <li key={[step.at, step.what, step.where, step.why].join(' ')}>
            <Time at={step.at} />
            <span>
              {t(`plan.promise.stages.${step.what}`)} · {step.where}
            </span>
            <p>{step.why}</p>
          </li>
        ))}
      </ol>
    </details>
  );
}
