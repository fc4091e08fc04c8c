import type { LawChange, LawItem, LawProposal } from '@karavan/contracts';
import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client.ts';
import { DateField } from '../../ui/DateFields.tsx';
import { BasisFields } from './BasisFields.tsx';
import { LawForm } from './LawForm.tsx';
import { errorsOf } from './problems.ts';
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
  return (
    <LawForm testId="law-form" draft={draft} saving={saving} onTry={() => onTry({ itemId: item.id, change: draft })}>
      <RowFields kind={item.kind} values={draft.values ?? {}} errorOf={errorOf} onChange={(values) => change({ values })} />
      <div className="kv-plan-pair">
        <DateField
          label={t('law.form.validFrom')}
          value={draft.validFrom ?? ''}
          error={errorOf('validFrom')}
          onValue={(value) => change({ validFrom: value || null })}
        />
        <DateField
          label={t('law.form.validTo')}
          value={draft.validTo ?? ''}
          error={errorOf('validTo')}
          onValue={(value) => change({ validTo: value || null })}
        />
      </div>
      <p className="kv-note">{t('law.form.daysHint')}</p>
      <BasisFields
        basis={{ source: draft.source ?? '', note: draft.note ?? '', confirmed: draft.confirmed }}
        errorOf={errorOf}
        onChange={change}
      />
      {item.kind === 'group' && (
        <Checkbox
          label={t('law.form.allowGap')}
          checked={draft.allowGap}
          onChange={(event) => change({ allowGap: event.currentTarget.checked })}
        />
      )}
    </LawForm>
  );
}
