import type { PromisePlan } from '@karavan/contracts';
import { Button, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { ApiError } from '../../../api/client.ts';
import { problemWords } from '../../../api/problem-words.ts';
import { useFormat } from '../../../format/use-format.ts';
import { type Question, useKeep } from './use-promise.ts';

/** Gives the promise and takes the goods for it, in one step; and says what becomes of it when things change. */
export function Keep({ question, plan }: { question: Question; plan: PromisePlan }) {
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
        disabled={keep.isSuccess}
        onChange={(event) => setOrderNumber(event.currentTarget.value)}
      />
      <Button type="submit" disabled={keep.isPending || keep.isSuccess}>
        {t('plan.promise.keep')}
      </Button>
      <p className={keep.isSuccess ? 'kv-note kv-on-time' : 'kv-note'} role="status">
        {keep.isSuccess
          ? `✓ ${t('plan.promise.kept', { when: dayTime(keep.data.plan.deliveredBy) })}`
          : t('plan.promise.keepHint')}
      </p>
      {keep.isError && (
        <p className="kv-late" role="alert">
          {isGone ? t('plan.promise.gone') : problemWords(keep.error, t)}
        </p>
      )}
    </form>
  );
}
