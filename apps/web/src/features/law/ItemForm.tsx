import type { LawChange, LawItem, LawProposal } from '@karavan/contracts';
import { Button, Checkbox, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client.ts';
import { Effect } from './Effect.tsx';
import { allWords, errorsOf } from './problems.ts';
import { RowFields } from './RowFields.tsx';
import { useSaving } from './use-saving.ts';

interface ItemFormProps {
  item: LawItem;
  onTry: (proposal: LawProposal) => void;
  onDone: () => void;
}

/** A new version of a row: other numbers, from a day on; what it would change is shown before it is saved. */
export function ItemForm({ item, onTry, onDone }: ItemFormProps) {
  const { t } = useTranslation();
  const newest = item.history.find(({ withdrawnAt }) => withdrawnAt === null) ?? item;
  const [draft, setDraft] = useState<LawChange>(() => ({
    values: newest.values ?? item.history.find(({ values }) => values !== null)?.values ?? {},
    validFrom: newest.validFrom,
    validTo: newest.validTo,
    source: newest.source,
    note: newest.note ?? '',
    confirmed: false,
    allowGap: false,
    ifVersion: newest.version,
  }));
  const saving = useSaving<LawChange>({
    send: (change, dryRun) =>
      call('changeLawItem', { params: { itemId: item.id }, query: dryRun ? { dryRun: 'true' } : {}, body: change }),
    onSaved: onDone,
  });
  const change = (part: Partial<LawChange>) => {
    saving.forget();
    setDraft((before) => ({ ...before, ...part }));
  };
  const errorOf = errorsOf(saving.error, t);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (saving.effect === undefined) saving.look(draft);
    else saving.save(draft);
  };
  return (
    <form className="kv-law-form" onSubmit={submit} data-testid="law-form">
      <RowFields kind={item.kind} values={draft.values ?? {}} errorOf={errorOf} onChange={(values) => change({ values })} />
      <div className="kv-plan-pair">
        <TextInput
          type="date"
          label={t('law.form.validFrom')}
          value={draft.validFrom ?? ''}
          error={errorOf('validFrom')}
          onChange={(event) => change({ validFrom: event.currentTarget.value || null })}
        />
        <TextInput
          type="date"
          label={t('law.form.validTo')}
          value={draft.validTo ?? ''}
          error={errorOf('validTo')}
          onChange={(event) => change({ validTo: event.currentTarget.value || null })}
        />
      </div>
      <p className="kv-note">{t('law.form.daysHint')}</p>
      <TextInput
        label={t('law.form.source')}
        description={t('law.form.sourceHint')}
        value={draft.source ?? ''}
        maxLength={500}
        required
        error={errorOf('source')}
        onChange={(event) => change({ source: event.currentTarget.value })}
      />
      <Textarea
        label={t('law.form.note')}
        value={draft.note ?? ''}
        maxLength={2000}
        autosize
        onChange={(event) => change({ note: event.currentTarget.value })}
      />
      <Checkbox
        label={t('law.form.confirmed')}
        checked={draft.confirmed}
        onChange={(event) => change({ confirmed: event.currentTarget.checked })}
      />
      {item.kind === 'group' && (
        <Checkbox
          label={t('law.form.allowGap')}
          checked={draft.allowGap}
          onChange={(event) => change({ allowGap: event.currentTarget.checked })}
        />
      )}
      <FormEnd saving={saving} onTry={() => onTry({ itemId: item.id, change: draft })} />
    </form>
  );
}

interface FormEndProps {
  saving: Pick<ReturnType<typeof useSaving>, 'effect' | 'error' | 'isBusy'>;
  onTry: () => void;
}

/** First a look at what would change, then the button that saves it. */
export function FormEnd({ saving, onTry }: FormEndProps) {
  const { t } = useTranslation();
  const { effect, error, isBusy } = saving;
  return (
    <>
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
    </>
  );
}
