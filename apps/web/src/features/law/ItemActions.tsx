import type { LawItem } from '@karavan/contracts';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { DateField } from '../../ui/DateFields.tsx';
import { Effect } from './Effect.tsx';
import { useLawWords } from './law-words.ts';
import { allWords } from './problems.ts';
import { forgetLaw } from './use-law.ts';
import { useSaving } from './use-saving.ts';

/** Checked against its source, changed, ended, withdrawn. */
export function ItemActions({ item, onEdit }: { item: LawItem; onEdit: () => void }) {
  const { t } = useLawWords();
  const client = useQueryClient();
  const [step, setStep] = useState<'none' | 'end' | 'withdraw'>('none');
  const params = { itemId: item.id };
  const confirm = useMutation({
    mutationFn: () => call('confirmLawItem', { params, body: { version: item.version } }),
    onSuccess: async () => {
      notifications.show({ message: t('law.item.saved'), withBorder: true });
      await forgetLaw(client);
    },
  });
  return (
    <div className="kv-law-actions">
      <div className="kv-law-buttons">
        {item.status === 'unconfirmed' && item.values !== null && (
          <Button onClick={() => confirm.mutate()} disabled={confirm.isPending} title={t('law.item.confirmHint')}>
            {t('law.item.confirm')}
          </Button>
        )}
        <Button variant="default" onClick={onEdit}>
          {t('law.item.edit')}
        </Button>
        {item.values !== null && (
          <Button variant="default" aria-expanded={step === 'end'} onClick={() => setStep(step === 'end' ? 'none' : 'end')}>
            {t('law.item.end')}
          </Button>
        )}
        {item.version > 0 && (
          <Button
            variant="default"
            aria-expanded={step === 'withdraw'}
            onClick={() => setStep(step === 'withdraw' ? 'none' : 'withdraw')}
          >
            {t('law.item.withdraw')}
          </Button>
        )}
      </div>
      {confirm.error !== null && (
        <p className="kv-late" role="alert">
          {allWords(confirm.error, t)}
        </p>
      )}
      {step === 'end' && <End item={item} onDone={() => setStep('none')} />}
      {step === 'withdraw' && <Withdraw item={item} onDone={() => setStep('none')} />}
    </div>
  );
}

function End({ item, onDone }: { item: LawItem; onDone: () => void }) {
  const { t } = useLawWords();
  const [ends, setEnds] = useState('');
  const saving = useSaving<string>({
    send: (day, dryRun) =>
      call('changeLawItem', {
        params: { itemId: item.id },
        query: dryRun ? { dryRun: 'true' } : {},
        body: { ends: day, allowGap: true },
      }),
    onSaved: onDone,
  });
  const take = (day: string) => {
    setEnds(day);
    saving.forget();
    if (day !== '') saving.look(day);
  };
  return (
    <div className="kv-law-step">
      <DateField label={t('law.item.endOn')} value={ends} onValue={take} />
      <StepEnd saving={saving} label={t('law.item.endSure')} onSave={() => saving.save(ends)} />
    </div>
  );
}

function Withdraw({ item, onDone }: { item: LawItem; onDone: () => void }) {
  const { t } = useLawWords();
  const saving = useSaving<number>({
    send: (version, dryRun) =>
      call('withdrawLawItem', { params: { itemId: item.id }, query: dryRun ? { dryRun: 'true' } : {}, body: { version } }),
    onSaved: onDone,
  });
  const { effect, error, isBusy } = saving;
  return (
    <div className="kv-law-step">
      {effect === undefined && error === null && (
        <Button variant="default" disabled={isBusy} onClick={() => saving.look(item.version)}>
          {t('law.form.check')}
        </Button>
      )}
      <StepEnd saving={saving} label={t('law.item.withdrawSure')} onSave={() => saving.save(item.version)} />
    </div>
  );
}

interface StepEndProps {
  saving: Pick<ReturnType<typeof useSaving>, 'effect' | 'error' | 'isBusy'>;
  label: string;
  onSave: () => void;
}

function StepEnd({ saving: { effect, error, isBusy }, label, onSave }: StepEndProps) {
  const { t } = useLawWords();
  return (
    <>
      {error !== null && (
        <p className="kv-late" role="alert">
          {allWords(error, t)}
        </p>
      )}
      {effect !== undefined && <Effect reply={effect} />}
      {effect !== undefined && (
        <Button color="red" disabled={isBusy} onClick={onSave}>
          {label}
        </Button>
      )}
    </>
  );
}
