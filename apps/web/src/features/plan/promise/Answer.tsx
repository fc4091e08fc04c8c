import type { PromisePlan, PromiseReply } from '@karavan/contracts';
import { useState } from 'react';
import { useFormat } from '../../../format/use-format.ts';
import { Time } from '../../../ui/Time.tsx';
import { bottleneckOf, CURRENCY, gainPctOf } from './compare.ts';
import { Keep } from './Keep.tsx';
import { Options } from './Options.tsx';
import { Trace } from './Trace.tsx';
import type { Question } from './use-promise.ts';

const GOODS_NAMED = 12;

/** The date first, what it hangs on, its rivals, the promise itself, and then the reason for every instant. */
export function Answer({ question, reply }: { question: Question; reply: PromiseReply }) {
  const { t, number } = useFormat();
  const options = [reply.plan, ...reply.alternatives].filter((plan) => plan !== null);
  const [at, setAt] = useState(0);
  const chosen = options[at];
  const isWhole = reply.shortages.length === 0;
  return (
    <div className="kv-answer" data-testid="promise-answer">
      <p className="kv-note">
        {question.lines
          .slice(0, GOODS_NAMED)
          .map(({ sku, quantity }) => `${sku} × ${number(quantity)}`)
          .join(', ')}
        {question.lines.length > GOODS_NAMED && ` … (${number(question.lines.length)})`} → {question.zone}
      </p>
      {!isWhole && (
        <div role="alert" className="kv-late">
          {reply.shortages.map(({ sku, missing }) => (
            <p key={sku}>{t('plan.promise.shortage', { sku, missing: number(missing) })}</p>
          ))}
          <p className="kv-note">{t(chosen === undefined ? 'plan.promise.shortageAll' : 'plan.promise.shortageHint')}</p>
        </div>
      )}
      {reply.limitsBroken !== undefined && reply.limitsBroken.length > 0 && (
        <p className="kv-risk">
          {t('plan.promise.limitsBroken', {
            limits: reply.limitsBroken.map((limit) => t(`plan.promise.limits.${limit}`)).join(', '),
          })}
        </p>
      )}
      {chosen === undefined ? <p>{t('plan.promise.nothing')}</p> : <Headline plan={chosen} isWhole={isWhole} />}
      <Options options={options} chosen={at} onChoose={setAt} />
      {chosen && isWhole && chosen.limitsBroken === undefined && <Keep key={at} question={question} plan={chosen} />}
      {chosen && <Trace plan={chosen} />}
    </div>
  );
}

/** When, for how much, in how many pieces; how good that is; and the one thing that would have to change for it to be earlier. */
function Headline({ plan, isWhole }: { plan: PromisePlan; isWhole: boolean }) {
  const { t, number, money } = useFormat();
  const neck = bottleneckOf(plan);
  const gainPct = gainPctOf(plan);
  return (
    <div className="kv-promise-head">
      <p className="kv-answer-date">
        {t(isWhole ? 'plan.promise.thereBy' : 'plan.promise.restBy')}{' '}
        <strong>
          <Time at={plan.deliveredBy} />
        </strong>
      </p>
      <p>
        {t('plan.promise.costOf', { cost: money(Math.round(plan.cost * 100), CURRENCY) })} ·{' '}
        {t('plan.promise.shipments', { count: plan.shipments.length })} ·{' '}
        {plan.proof === 'optimal' ? (
          <span className="kv-on-time">{t('plan.promise.optimal')}</span>
        ) : gainPct === undefined ? (
          t('plan.promise.unproved')
        ) : (
          t('plan.promise.gap', { gap: number(gainPct, 1) })
        )}
      </p>
      {neck && (
        <p>
          {t('plan.promise.hangsOn', { from: neck.shipment.fromId })} {neck.step.why}
        </p>
      )}
    </div>
  );
}
