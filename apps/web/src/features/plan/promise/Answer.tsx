import type { PromisePlan, PromiseReply } from '@karavan/contracts';
import { Button, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { ApiError } from '../../../api/client.ts';
import { useFormat } from '../../../format/use-format.ts';
import { Time } from '../../../ui/Time.tsx';
import { Trace } from './Trace.tsx';
import { type Question, useKeep } from './use-promise.ts';

/** The best plan, its rivals, and the reason for every instant of the one that is chosen. */
export function Answer({ question, reply }: { question: Question; reply: PromiseReply }) {
  const { t } = useFormat();
  const options = [reply.plan, ...reply.alternatives].filter((plan) => plan !== null);
  const [at, setAt] = useState(0);
  const chosen = options[at];
  return (
    <>
      {reply.shortages.map(({ sku, missing }) => (
        <p key={sku} className="kv-late" role="alert">
          {t('plan.promise.shortage', { sku, missing })}
        </p>
      ))}
      {reply.limitsBroken !== undefined && reply.limitsBroken.length > 0 && (
        <p className="kv-risk">
          {t('plan.promise.limitsBroken', {
            limits: reply.limitsBroken.map((limit) => t(`plan.promise.limits.${limit}`)).join(', '),
          })}
        </p>
      )}
      {options.length === 0 && <p>{t('plan.promise.nothing')}</p>}
      <ul className="kv-options" aria-label={t('plan.promise.options')}>
        {options.map((plan, index) => (
          <li key={`${plan.deliveredBy} ${plan.cost} ${plan.shipments.length}`}>
            <Option plan={plan} index={index} isChosen={index === at} onChoose={() => setAt(index)} />
          </li>
        ))}
      </ul>
      {chosen && <Trace plan={chosen} />}
      {chosen && reply.shortages.length === 0 && chosen.limitsBroken === undefined && (
        <Keep key={at} question={question} plan={chosen} />
      )}
    </>
  );
}

function Option(props: { plan: PromisePlan; index: number; isChosen: boolean; onChoose: () => void }) {
  const { t, number } = useFormat();
  const { plan, index } = props;
  return (
    <button type="button" className="kv-option" aria-pressed={props.isChosen} onClick={props.onChoose}>
      <strong>
        <Time at={plan.deliveredBy} />
      </strong>
      <span>{number(plan.cost, 2)}</span>
      <span>{t('plan.promise.shipments', { count: plan.shipments.length })}</span>
      <span className="kv-note">
        {index === 0 ? t('plan.promise.best') : t('plan.promise.alternative', { number: index })} ·{' '}
        {plan.proof === 'optimal' ? t('plan.promise.optimal') : t('plan.promise.gap', { gap: number(plan.proof.gapPct, 1) })}
      </span>
    </button>
  );
}

function Keep({ question, plan }: { question: Question; plan: PromisePlan }) {
  const { t, dayTime } = useFormat();
  const keep = useKeep();
  const [orderNumber, setOrderNumber] = useState('');
  const [requestId] = useState(() => crypto.randomUUID());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    keep.mutate(
      { question, plan, orderNumber: orderNumber.trim(), requestId },
      {
        onSuccess: (kept) =>
          notifications.show({ message: t('plan.promise.kept', { when: dayTime(kept.plan.deliveredBy) }), withBorder: true }),
      },
    );
  };
  const isGone = keep.error instanceof ApiError && keep.error.status === 409;
  return (
    <form className="kv-keep" onSubmit={submit}>
      <TextInput
        label={t('plan.promise.order')}
        maxLength={100}
        value={orderNumber}
        onChange={(event) => setOrderNumber(event.currentTarget.value)}
      />
      <Button type="submit" disabled={keep.isPending || keep.isSuccess}>
        {t('plan.promise.keep')}
      </Button>
      {keep.isError && (
        <p className="kv-late" role="alert">
          {isGone ? t('plan.promise.gone') : keep.error.message}
        </p>
      )}
    </form>
  );
}
