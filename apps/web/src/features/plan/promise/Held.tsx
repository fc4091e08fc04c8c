import type { KeptPromise } from '@karavan/contracts';
import { Button } from '@mantine/core';
import { problemWords } from '../../../api/problem-words.ts';
import { useFormat } from '../../../format/use-format.ts';
import { Failure } from '../../../ui/PageState.tsx';
import { SureButton } from '../../../ui/SureButton.tsx';
import { useChange, useHeld } from './use-promise.ts';

/** Promises that hold goods; where today's answer differs, the first line that changed and why. */
export function Held() {
  const { t } = useFormat();
  const held = useHeld();
  return (
    <section className="kv-held" aria-labelledby="held-title">
      <h2 id="held-title">{t('plan.promise.heldTitle')}</h2>
      {held.isError && <Failure error={held.error} retry={() => void held.refetch()} />}
      {held.data?.items.length === 0 && <p className="kv-note">{t('plan.promise.heldEmpty')}</p>}
      <ul>
        {held.data?.items.map((promise) => (
          <li key={promise.id}>
            <HeldPromise promise={promise} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function HeldPromise({ promise }: { promise: KeptPromise }) {
  const { t, language, dayTime, number } = useFormat();
  const change = useChange();
  const goods = promise.request.lines.map(({ sku, quantity }) => `${sku} × ${number(quantity)}`).join(', ');
  return (
    <>
      <div className="kv-held-what">
        <strong>{promise.orderNumber ?? goods}</strong> {t('plan.promise.heldFor', { when: dayTime(promise.plan.deliveredBy) })}
        {promise.status === 'released' && ` · ${t('plan.promise.released')}`}
        {promise.orderNumber !== undefined && <span className="kv-note">{goods}</span>}
        {promise.change && <span className="kv-risk">▲ {promise.change.sentence[language]}</span>}
        {change.isError && (
          <span className="kv-late" role="alert">
            {' '}
            {problemWords(change.error, t)}
          </span>
        )}
      </div>
      {promise.change?.plan && (
        <Button size="compact-sm" disabled={change.isPending} onClick={() => change.mutate({ id: promise.id, how: 'accept' })}>
          {t('plan.promise.accept')}
        </Button>
      )}
      {promise.status === 'held' && (
        <SureButton
          label={t('plan.promise.release')}
          sure={t('plan.promise.releaseSure')}
          isBusy={change.isPending}
          onSure={() => change.mutate({ id: promise.id, how: 'release' })}
        />
      )}
    </>
  );
}
