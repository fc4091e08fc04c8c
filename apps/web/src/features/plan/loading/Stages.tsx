import { ActionIcon, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { Dispatch } from 'react';
import { useFormat } from '../../../format/use-format.ts';
import { levelOfVerdict, SHAPES, worstStage } from './judge.ts';
import { type LoadingPlan, MOST_STAGES, verdictKeyOf } from './model.ts';
import type { Step } from './reducer.ts';
import type { Reply } from './use-reply.ts';

/** What is aboard after each drop; every stage says how it stands and the fullest is marked. */
export function Stages({ plan, answer, dispatch }: { plan: LoadingPlan; answer: Reply; dispatch: Dispatch<Step> }) {
  const { t } = useFormat();
  const key = verdictKeyOf(plan.rules);
  const replies = answer.reply?.stages ?? [];
  const worst = replies.length > 1 ? worstStage(replies, key) : -1;
  return (
    <div className="kv-load-stages">
      <fieldset className="kv-load-stage-tabs">
        <legend className="kv-visually-hidden">{t('plan.loading.stages')}</legend>
        {plan.stages.map((stage, index) => {
          const verdict = replies[index]?.verdicts[key];
          const level = verdict && levelOfVerdict(verdict, plan.rules.ruleSet);
          return (
            <button
              // biome-ignore lint/suspicious/noArrayIndexKey: a stage is its place in the order of drops
              key={index}
              type="button"
              className="kv-load-chip"
              aria-pressed={index === plan.at}
              onClick={() => dispatch({ do: 'go', at: index })}
            >
              {level && (
                <span className={`kv-load-is-${level}`} title={t(`plan.loading.levels.${level}`)}>
                  {SHAPES[level]}
                </span>
              )}{' '}
              {answer.request.stages[index]?.name ?? stage.name}
              {index === worst && <span className="kv-note"> · {t('plan.loading.worst')}</span>}
            </button>
          );
        })}
        <button
          type="button"
          className="kv-link kv-load-stage-add"
          disabled={plan.stages.length >= MOST_STAGES}
          onClick={() => dispatch({ do: 'addStage' })}
        >
          {t('plan.loading.addStage')}
        </button>
      </fieldset>
      {plan.stages.length > 1 && (
        <div className="kv-load-stage-name kv-no-print">
          <TextInput
            size="xs"
            aria-label={t('plan.loading.stageName')}
            placeholder={answer.request.stages[plan.at]?.name}
            maxLength={100}
            value={plan.stages[plan.at]?.name ?? ''}
            onChange={(event) => dispatch({ do: 'rename', name: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            size={30}
            className="kv-tool"
            aria-label={t('plan.loading.removeStage')}
            title={t('plan.loading.removeStage')}
            onClick={() => dispatch({ do: 'removeStage' })}
          >
            <IconX size={16} />
          </ActionIcon>
        </div>
      )}
    </div>
  );
}
