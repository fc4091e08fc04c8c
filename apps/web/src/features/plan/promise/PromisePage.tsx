import { useState } from 'react';
import { problemWords } from '../../../api/problem-words.ts';
import { useFormat } from '../../../format/use-format.ts';
import { Failure, PageState } from '../../../ui/PageState.tsx';
import { useTitle } from '../../../ui/use-title.ts';
import { Waiting } from '../../../ui/Waiting.tsx';
import { Answer } from './Answer.tsx';
import { AskForm } from './AskForm.tsx';
import { Held } from './Held.tsx';
import { type Question, useAnswer, useNetwork } from './use-promise.ts';

/** When can it be there, from which warehouses: ask, compare, promise. */
export default function PromisePage() {
  const { t } = useFormat();
  const [question, setQuestion] = useState<Question | null>(null);
  const network = useNetwork();
  const answer = useAnswer(question);
  useTitle(t('plan.promise.title'));
  return (
    <section aria-labelledby="promise-title">
      <h1 id="promise-title">{t('plan.promise.title')}</h1>
      <p className="kv-note">{t('plan.promise.intro')}</p>
      {network.isPending && <Waiting />}
      {network.isError && <Failure error={network.error} retry={() => void network.refetch()} />}
      {network.data?.version === 0 && <PageState title={t('plan.promise.noNetwork')} hint={t('plan.promise.noNetworkHint')} />}
      {network.data && network.data.version > 0 && (
        <>
          <div className="kv-plan-columns">
            <AskForm network={network.data} isAsking={answer.isFetching} onAsk={setQuestion} />
            <div aria-live="polite" aria-busy={answer.isFetching}>
              {question === null && <p className="kv-note">{t('plan.promise.empty')}</p>}
              {answer.isError && (
                <p className="kv-late" role="alert">
                  {problemWords(answer.error, t)}
                </p>
              )}
              {question !== null && answer.data && <Answer key={answer.dataUpdatedAt} question={question} reply={answer.data} />}
            </div>
          </div>
          <Held />
        </>
      )}
    </section>
  );
}
