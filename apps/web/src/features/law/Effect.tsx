import type { LawChangeReply, TrialOutcome, TrialResult, VerdictKey } from '@karavan/contracts';
import { exampleName } from './example-name.ts';
import { useLawWords, type Words } from './law-words.ts';
import { useTrials } from './use-law.ts';

/** What a change would do to the examples whose verdict is known. */
export function Effect({ reply }: { reply: Pick<LawChangeReply, 'tried' | 'trials' | 'warnings'> }) {
  const words = useLawWords();
  const { t } = words;
  const known = useTrials();
  const { tried, trials, warnings } = reply;
  return (
    <div className="kv-law-effect" role="status" data-testid="law-effect">
      {warnings.length > 0 && (
        <p className="kv-law-unsure">
          {t('law.effect.warnings')} {warnings.map(({ message }) => message).join('; ')}
        </p>
      )}
      <p>{trials.length === 0 ? t('law.effect.none', { tried }) : t('law.effect.some', { count: trials.length, tried })}</p>
      <ul>
        {trials.map((trial) => (
          <li key={trial.id}>
            <b>
              {exampleName(
                trial,
                known.data?.items.find(({ id }) => id === trial.id),
                words,
              )}
            </b>
            <Change trial={trial} words={words} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Now and then, on the roads where they differ. */
export function Change({ trial, words }: { trial: TrialResult; words: Words }) {
  const { t } = words;
  const roads = [...new Set([...Object.keys(trial.now ?? {}), ...Object.keys(trial.after ?? {})])] as VerdictKey[];
  const told = (outcome: TrialOutcome | null | undefined, key: VerdictKey, problem: TrialResult['problem']): string => {
    const on = outcome?.[key];
    return on === undefined ? t('law.verdict.none', { why: problem?.[0]?.message ?? '' }) : words.verdict(key, on);
  };
  return (
    <>
      {roads
        .map((key) => ({ key, now: told(trial.now, key, trial.problem), next: told(trial.after, key, trial.afterProblem) }))
        .filter(({ now, next }) => now !== next)
        .map(({ key, now, next }) => (
          <span key={key} className="kv-law-change">
            <span>{t('law.effect.now', { verdict: now })}</span>
            <span>→ {t('law.effect.next', { verdict: next })}</span>
          </span>
        ))}
    </>
  );
}
