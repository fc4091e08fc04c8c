import { ROAD_CLASSES, type RoadClass } from '@karavan/contracts';
import { SegmentedControl } from '@mantine/core';
import type { Dispatch } from 'react';
import { useFormat } from '../../../format/use-format.ts';
import { levelOfVerdict, SHAPES } from './judge.ts';
import type { LoadingPlan } from './model.ts';
import type { Step } from './reducer.ts';
import type { Reply } from './use-reply.ts';

/** The class of road that is looked at; each says how this stage stands on it. */
export function RoadChoice({ plan, answer, dispatch }: { plan: LoadingPlan; answer: Reply; dispatch: Dispatch<Step> }) {
  const { t, number } = useFormat();
  if (plan.rules.ruleSet !== 'RU') return <p className="kv-load-road">{t(`plan.loading.ruleSets.${plan.rules.ruleSet}`)}</p>;
  const verdicts = answer.reply?.stages[plan.at]?.verdicts;
  return (
    <div className="kv-load-road">
      <span id="road-class" title={t('plan.loading.roadHint')}>
        {t('plan.loading.road')}
      </span>
      <SegmentedControl
        aria-labelledby="road-class"
        data={ROAD_CLASSES.map((value) => {
          const verdict = verdicts?.[value];
          const level = verdict && levelOfVerdict(verdict, 'RU');
          const words = t('plan.loading.roadClass', { class: number(Number(value), 1) });
          return {
            value,
            label: (
              <span title={level && t(`plan.loading.levels.${level}`)}>
                {words} <span className={level && `kv-load-is-${level}`}>{level ? SHAPES[level] : '·'}</span>
                <span className="kv-visually-hidden">{level && t(`plan.loading.levels.${level}`)}</span>
              </span>
            ),
          };
        })}
        value={plan.rules.road}
        onChange={(value) => dispatch({ do: 'rules', rules: { road: value as RoadClass } })}
      />
    </div>
  );
}
