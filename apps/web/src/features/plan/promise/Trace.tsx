import type { PromisePlan } from '@karavan/contracts';
import { useFormat } from '../../../format/use-format.ts';
import { Time } from '../../../ui/Time.tsx';

/** Every shipment of a plan with its goods and, instant by instant, why it is so. */
export function Trace({ plan }: { plan: PromisePlan }) {
  const { t, number, tonnes } = useFormat();
  return (
    <>
      {plan.shipments.map((shipment) => (
        <section key={`${shipment.serviceId} ${shipment.departsAt}`} className="kv-leg">
          <h3>
            {t('plan.promise.shipment', { carrier: shipment.carrier, from: shipment.fromId })} · {tonnes(shipment.massKg)} ·{' '}
            {number(shipment.cost, 2)}
          </h3>
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
        </section>
      ))}
    </>
  );
}
