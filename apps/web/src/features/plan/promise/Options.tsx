import type { PromisePlan } from '@karavan/contracts';
import { useState } from 'react';
import { useFormat } from '../../../format/use-format.ts';
import { Time } from '../../../ui/Time.tsx';
import { CURRENCY, strengthsOf } from './compare.ts';

/** Enough to choose from at a glance. */
const SHOWN = 6;

interface OptionsProps {
  options: readonly PromisePlan[];
  chosen: number;
  onChoose: (index: number) => void;
}

/** All plans worth a thought beside each other: what each is best at, and what it gives up for that. */
export function Options({ options, chosen, onChoose }: OptionsProps) {
  const { t, money } = useFormat();
  const [isAll, setAll] = useState(false);
  const best = options[0];
  if (best === undefined || options.length < 2) return null;
  const kept = options
    .map((plan, index) => ({ plan, index, strengths: strengthsOf(plan, options) }))
    .filter(({ index, strengths }) => isAll || index < SHOWN || strengths.length > 0 || index === chosen);
  return (
    <>
      <h3 className="kv-answer-part">{t('plan.promise.options')}</h3>
      <ul className="kv-options" aria-label={t('plan.promise.options')}>
        {kept.map(({ plan, index, strengths }) => (
          <li key={`${plan.deliveredBy} ${plan.cost} ${plan.shipments.length}`}>
            <button type="button" className="kv-option" aria-pressed={index === chosen} onClick={() => onChoose(index)}>
              <span className="kv-note">
                {strengths.map((strength) => t(`plan.promise.strengths.${strength}`)).join(' · ') ||
                  t('plan.promise.alternative', { number: index + 1 })}
              </span>
              <strong>
                <Time at={plan.deliveredBy} />
              </strong>
              <span>{t('plan.promise.costOf', { cost: money(Math.round(plan.cost * 100), CURRENCY) })}</span>
              <span>{t('plan.promise.shipments', { count: plan.shipments.length })}</span>
              {index > 0 && <Difference plan={plan} best={best} />}
            </button>
          </li>
        ))}
      </ul>
      {kept.length < options.length && (
        <button type="button" className="kv-link" onClick={() => setAll(true)}>
          {t('plan.promise.allOptions', { count: options.length })}
        </button>
      )}
    </>
  );
}

/** Against the first plan: later or earlier, dearer or cheaper. */
function Difference({ plan, best }: { plan: PromisePlan; best: PromisePlan }) {
  const { t, money, duration } = useFormat();
  const seconds = (Date.parse(plan.deliveredBy) - Date.parse(best.deliveredBy)) / 1000;
  const cost = plan.cost - best.cost;
  const words = [
    ...(seconds === 0
      ? []
      : [t(seconds > 0 ? 'plan.promise.later' : 'plan.promise.sooner', { by: duration(Math.abs(seconds)) })]),
    ...(Math.round(cost * 100) === 0
      ? []
      : [
          t(cost > 0 ? 'plan.promise.dearer' : 'plan.promise.cheaper', { by: money(Math.round(Math.abs(cost) * 100), CURRENCY) }),
        ]),
  ];
  return <span className="kv-note">{words.join(', ')}</span>;
}
