import { useState } from 'react';
import { problemWords } from '../../../api/problem-words.ts';
import { useFormat } from '../../../format/use-format.ts';
import { Waiting } from '../../../ui/Waiting.tsx';
import { Answer } from '../promise/Answer.tsx';
import { AskForm } from '../promise/AskForm.tsx';
import { type Question, useAnswer, useNetwork } from '../promise/use-promise.ts';

/** The question a customer asks while the board is open: when can it be there, from which warehouses, and why. */
export function PromiseAside() {
  const { t } = useFormat();
  const [question, setQuestion] = useState<Question | null>(null);
  const network = useNetwork();
  const answer = useAnswer(question);
  if (network.isPending) return <Waiting />;
  if (network.data === undefined || network.data.version === 0) return <p className="kv-note">{t('plan.promise.noNetwork')}</p>;
  return (
    <section className="kv-board-part" aria-label={t('plan.promise.title')}>
      <AskForm network={network.data} isAsking={answer.isFetching} onAsk={setQuestion} />
      <div aria-live="polite" aria-busy={answer.isFetching}>
        {answer.isError && <p className="kv-late">{problemWords(answer.error, t)}</p>}
        {question !== null && answer.data && <Answer key={answer.dataUpdatedAt} question={question} reply={answer.data} />}
      </div>
    </section>
  );
}
