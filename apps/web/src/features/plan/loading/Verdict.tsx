import { Button } from '@mantine/core';
import type { Dispatch } from 'react';
import { useFormat } from '../../../format/use-format.ts';
import { levelOfVerdict, SHAPES, worstCheck } from './judge.ts';
import { useKnown } from './known.ts';
import { type LoadingPlan, verdictKeyOf } from './model.ts';
import type { Step } from './reducer.ts';
import { type Reply, useWords } from './use-reply.ts';
import { checkWords, ownSpelledOut, repairWords, useIssueWords } from './words.ts';

interface VerdictProps {
  plan: LoadingPlan;
  answer: Reply;
  dispatch: Dispatch<Step>;
}

/** Why it is so, what it costs and what would help: told when the hand rests. */
export function Why({ answer, dispatch }: Omit<VerdictProps, 'plan'>) {
  const { t } = useFormat();
  const { words, isStale } = useWords(answer);
  const { garage } = useKnown();
  return (
    <section className="kv-load-verdict" aria-labelledby="verdict-title">
      <h2 id="verdict-title" className="kv-visually-hidden">
        {t('plan.loading.verdict')}
      </h2>
      <div
        className={isStale ? 'kv-load-verdict-why kv-load-verdict-stale' : 'kv-load-verdict-why'}
        aria-live="polite"
        aria-busy={isStale}
      >
        {words?.sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        {words?.notes.map((note) => (
          <p key={note} className="kv-note">
            {note}
          </p>
        ))}
        {words !== null && words.repairs.length > 0 && (
          <>
            <h3>{t('plan.loading.repairs')}</h3>
            <ul className="kv-load-repairs">
              {words.repairs
                .map((repair) => ({ ...repair, text: repairWords(repair, t) }))
                .map((repair) => (
                  <li key={repair.text}>
                    <span>
                      {repair.text}{' '}
                      <span className="kv-note">{t(repair.lawful ? 'plan.loading.lawful' : 'plan.loading.partly')}</span>
                    </span>
                    <Button
                      size="compact-sm"
                      variant="default"
                      className="kv-no-print"
                      disabled={isStale}
                      aria-label={`${t('plan.loading.apply')}: ${repair.text}`}
                      onClick={() => dispatch({ do: 'apply', request: ownSpelledOut(repair.request, garage) })}
                    >
                      {t('plan.loading.apply')}
                    </Button>
                  </li>
                ))}
            </ul>
          </>
        )}
      </div>
    </section>
  );
}

/** One line that turns with the hand. */
export function Headline({ plan, answer: { verdict, reply, errors } }: Pick<VerdictProps, 'plan' | 'answer'>) {
  const { t, number } = useFormat();
  const words = useIssueWords(plan);
  if (verdict === undefined || reply === null)
    return (
      <div role="alert">
        <p className="kv-load-headline kv-load-is-reserve">▲ {t('plan.loading.headline.none')}</p>
        {errors.map((issue) => (
          <p key={`${issue.path} ${issue.message}`}>{words(issue)}</p>
        ))}
      </div>
    );
  const level = levelOfVerdict(verdict, plan.rules.ruleSet);
  const worst = worstCheck(verdict);
  const key = verdictKeyOf(plan.rules);
  const other = reply.stages.find(({ verdicts }) => (verdicts[key]?.checks ?? []).some(({ ok }) => !ok));
  const isFine = level === 'ok' || level === 'near';
  const headline = t(`plan.loading.headline.${level}`);
  const amount = worst &&
    worst.bound === 'atMost' && { headline, what: checkWords(worst, t), percent: number(worst.utilisationPct, 1) };
  return (
    <>
      <p className={`kv-load-headline kv-load-is-${level}`} data-testid="verdict" data-level={level} role="status">
        {SHAPES[level]} {amount ? t('plan.loading.headlineOn', amount) : headline}
      </p>
      {isFine && other !== undefined && (
        <p className="kv-load-is-over">✕ {t('plan.loading.otherStage', { stage: other.name })}</p>
      )}
    </>
  );
}
