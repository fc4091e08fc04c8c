import type { TrialOutcome, VerdictKey } from '@karavan/contracts';
import type { InputIssue, LawBook } from '@karavan/planner';
import { SHIPPED, tryTruck } from '@karavan/planner';
import { useMemo } from 'react';
import type { Question } from './bench-model.ts';
import { useLawWords } from './law-words.ts';

interface OutcomeProps {
  title: string;
  question: Question | undefined;
  problem: readonly InputIssue[] | undefined;
  book: LawBook | undefined;
  on: string;
  testId: string;
}

/** What one book says of the truck, road by road. */
export function Outcome({ title, question, problem, book, on, testId }: OutcomeProps) {
  const { t, verdict } = useLawWords();
  const answer = useMemo(
    () => (question === undefined || book === undefined ? undefined : tryTruck(question, { ...SHIPPED, law: book }, on)),
    [question, book, on],
  );
  const why = problem ?? answer?.problem;
  const entries = Object.entries(answer?.outcome ?? {}) as [VerdictKey, NonNullable<TrialOutcome[VerdictKey]>][];
  return (
    <section className="kv-law-outcome" aria-label={title} data-testid={testId}>
      <h3>{title}</h3>
      {why !== undefined && (
        <p className="kv-late" role="alert">
          {t('law.verdict.none', { why: why.map(({ path, message }) => `${path}: ${message}`).join('; ') })}
        </p>
      )}
      <ul>
        {entries.map(([key, on]) => (
          <li key={key} className={on.ok ? 'kv-law-may' : 'kv-law-may-not'}>
            <span aria-hidden="true">{on.ok ? '●' : '✕'}</span> {verdict(key, on)}
            {on.unconfirmed === true && <span className="kv-note">? {t('law.verdict.unconfirmed')}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
