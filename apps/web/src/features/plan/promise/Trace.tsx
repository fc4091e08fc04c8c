import type { PromisePlan } from '@karavan/contracts';
import { useFormat } from '../../../format/use-format.ts';
import { Time } from '../../../ui/Time.tsx';
import { bottleneckOf } from './compare.ts';

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
  const { t, number, tonnes } = useFormat();
  return (
    <details className="kv-leg" open={isOpen}>
      <summary>
        <strong>{t('plan.promise.shipment', { carrier: shipment.carrier, from: shipment.fromId })}</strong> →{' '}
        <Time at={shipment.deliveredAt} />
        <span className="kv-note">
          {tonnes(shipment.massKg)} · {t('plan.promise.costOf', { cost: number(shipment.cost, 2) })}
        </span>
      </summary>
      <ul className="kv-leg-goods">
        {shipment.lines.map((line) => (
          <li key={[line.sku, line.sourceId, line.laneId, line.availableFrom].join(' ')}>
            {line.sku} × {number(line.quantity)} — {t('plan.promise.from', { source: line.sourceId })}
            {line.laneId !== undefined && `, ${t('plan.promise.via', { lane: line.laneId })}`}
          </li>
        ))}
      </ul>
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
