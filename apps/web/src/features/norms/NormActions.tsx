import type { NormBook } from '@karavan/contracts';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { problemWords } from '../../api/problem-words.ts';
import { useFormat } from '../../format/use-format.ts';
import { DateField } from '../../ui/DateFields.tsx';
import { forgetNorms } from './forget-norms.ts';

interface NormActionsProps {
  book: NormBook;
  today: string;
  onCopy: () => void;
}

/** Checked against the act, ended, withdrawn; its figures are never changed. */
export function NormActions({ book, today, onCopy }: NormActionsProps) {
  const { t } = useFormat();
  const client = useQueryClient();
  const [step, setStep] = useState<'none' | 'end' | 'withdraw'>('none');
  const [validTo, setValidTo] = useState(today);
  const params = { book: book.id };
  const act = useMutation({
    mutationFn: (what: 'confirm' | 'end' | 'withdraw') => {
      if (what === 'confirm') return call('confirmNorms', { params });
      return what === 'end' ? call('endNorms', { params, body: { validTo } }) : call('withdrawNorms', { params });
    },
    onSuccess: async () => {
      notifications.show({ message: t('norms.saved'), withBorder: true });
      setStep('none');
      await forgetNorms(client);
    },
  });
  const isOwn = book.version > 0;
  const isLive = book.withdrawnAt === null;
  const toggle = (next: 'end' | 'withdraw') => {
    act.reset();
    setStep(step === next ? 'none' : next);
  };
  return (
    <div className="kv-norm-actions">
      <div className="kv-norm-buttons">
        <Button size="compact-sm" variant="default" onClick={onCopy}>
          {t('norms.copy')}
        </Button>
        {isLive && book.confidence === 'unconfirmed' && (
          <Button
            size="compact-sm"
            variant="default"
            title={t('norms.confirmHint')}
            disabled={act.isPending}
            onClick={() => act.mutate('confirm')}
          >
            {t('norms.confirm')}
          </Button>
        )}
        {isOwn && isLive && (
          <Button size="compact-sm" variant="default" aria-expanded={step === 'end'} onClick={() => toggle('end')}>
            {t('norms.end')}
          </Button>
        )}
        {isOwn && isLive && (
          <Button size="compact-sm" variant="default" aria-expanded={step === 'withdraw'} onClick={() => toggle('withdraw')}>
            {t('norms.withdraw')}
          </Button>
        )}
      </div>
      {step === 'end' && (
        <div className="kv-norm-step">
          <DateField label={t('norms.endOn')} value={validTo} onValue={setValidTo} />
          <Button disabled={act.isPending || validTo === ''} onClick={() => act.mutate('end')}>
            {t('norms.endSave')}
          </Button>
        </div>
      )}
      {step === 'withdraw' && (
        <div className="kv-norm-step">
          <p>{t('norms.withdrawSure')}</p>
          <Button color="red" disabled={act.isPending} onClick={() => act.mutate('withdraw')}>
            {t('norms.withdrawSave')}
          </Button>
        </div>
      )}
      {act.isError && (
        <p className="kv-late" role="alert">
          {problemWords(act.error, t)}
        </p>
      )}
    </div>
  );
}
