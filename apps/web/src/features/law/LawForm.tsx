import { Button } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Effect } from './Effect.tsx';
import { allWords } from './problems.ts';
import type { useSaving } from './use-saving.ts';

interface LawFormProps<Draft> {
  testId: string;
  draft: Draft;
  saving: ReturnType<typeof useSaving<Draft>>;
  onTry: () => void;
  children: ReactNode;
}

/** The first press shows what a change would do, the second saves it. */
export function LawForm<Draft>({ testId, draft, saving, onTry, children }: LawFormProps<Draft>) {
  const { t } = useTranslation();
  const { effect, error, isBusy } = saving;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (effect === undefined) saving.look(draft);
    else saving.save(draft);
  };
  return (
    <form className="kv-law-form" onSubmit={submit} data-testid={testId}>
      {children}
      {error !== null && (
        <p className="kv-late" role="alert">
          {allWords(error, t)}
        </p>
      )}
      {effect !== undefined && <Effect reply={effect} />}
      <div className="kv-law-buttons">
        <Button variant="default" onClick={onTry}>
          {t('law.form.try')}
        </Button>
        <Button type="submit" disabled={isBusy} data-testid="law-submit">
          {t(effect === undefined ? 'law.form.check' : 'law.form.save')}
        </Button>
      </div>
    </form>
  );
}
