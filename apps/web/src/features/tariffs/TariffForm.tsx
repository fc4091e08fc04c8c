import type { Tariff } from '@karavan/contracts';
import { NativeSelect, Switch, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { useFormat } from '../../format/use-format.ts';
import { FormModal } from '../../ui/FormModal.tsx';
import { fieldErrors } from '../../ui/field-errors.ts';
import { useDraft } from '../../ui/use-draft.ts';
import { ValidityFields } from '../../ui/ValidityFields.tsx';
import { Bands } from './Bands.tsx';
import { badFields, draftOf, type TariffDraft, toTariff } from './tariff-draft.ts';

interface TariffFormProps {
  tariff: Tariff | null;
  onClose: () => void;
}

/** Adds a version or changes one; what is wrong is said at the field. */
export function TariffForm({ tariff, onClose }: TariffFormProps) {
  const { t, now, day } = useFormat();
  const client = useQueryClient();
  const { draft, change, isDirty } = useDraft(() => draftOf(tariff, new Date(now + 3 * 3_600_000).toISOString().slice(0, 10)));
  const [bad, setBad] = useState<string[]>([]);
  const save = useMutation({
    mutationFn: () => send(tariff, draft),
    onSuccess: async () => {
      notifications.show({ message: t('exceptions.tariff.saved'), withBorder: true });
      onClose();
      for (const queryKey of [['tariffs'], ['idle'], ['wagon']]) await client.invalidateQueries({ queryKey });
    },
  });
  const told = fieldErrors(save.error);
  const errorOf = (path: string) => (bad.includes(path) ? t('exceptions.tariff.notNumber') : told(path));
  const submit = () => {
    const wrong = badFields(draft);
    setBad(wrong);
    if (wrong.length === 0) save.mutate();
  };
  return (
    <FormModal
      title={tariff === null ? t('exceptions.tariff.addTitle') : t('exceptions.tariff.editTitle', { day: day(tariff.validFrom) })}
      testId="tariff-form"
      isDirty={isDirty}
      isBusy={save.isPending}
      error={save.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        label={t('exceptions.tariff.name')}
        value={draft.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        error={errorOf('name')}
        maxLength={200}
        required
      />
      <ValidityFields
        value={draft}
        labels={{
          from: t('exceptions.tariff.validFrom'),
          to: t('exceptions.tariff.validTo'),
          toHint: t('exceptions.tariff.validToHint'),
        }}
        errorOf={errorOf}
        onChange={change}
      />
      <div className="kv-form-pair">
        <NativeSelect
          label={t('exceptions.tariff.opens')}
          value={draft.opens}
          data={(['arrived', 'placed'] as const).map((value) => ({ value, label: t(`exceptions.clock.openedBy.${value}`) }))}
          onChange={(event) => change({ opens: event.currentTarget.value === 'placed' ? 'placed' : 'arrived' })}
        />
        <NativeSelect
          label={t('exceptions.tariff.closes')}
          value={draft.closes}
          data={(['unloaded', 'departed'] as const).map((value) => ({ value, label: t(`exceptions.tariff.closing.${value}`) }))}
          onChange={(event) => change({ closes: event.currentTarget.value === 'departed' ? 'departed' : 'unloaded' })}
        />
      </div>
      <div className="kv-form-pair">
        <TextInput
          inputMode="decimal"
          label={t('exceptions.tariff.freeHours')}
          value={draft.freeHours}
          onChange={(event) => change({ freeHours: event.currentTarget.value })}
          error={errorOf('freeHours')}
        />
        <NativeSelect
          label={t('exceptions.tariff.unit')}
          value={draft.unit}
          data={(['day', 'hour'] as const).map((value) => ({ value, label: t(`exceptions.clock.unit.${value}`) }))}
          onChange={(event) => change({ unit: event.currentTarget.value === 'hour' ? 'hour' : 'day' })}
        />
      </div>
      <Bands bands={draft.bands} errorOf={errorOf} onChange={(bands) => change({ bands })} />
      <div className="kv-form-pair">
        <TextInput
          label={t('exceptions.tariff.source')}
          placeholder={t('exceptions.tariff.sourceHint')}
          value={draft.source}
          onChange={(event) => change({ source: event.currentTarget.value })}
          error={errorOf('source')}
          maxLength={500}
          required
        />
        <TextInput
          label={t('exceptions.tariff.currency')}
          value={draft.currency}
          onChange={(event) => change({ currency: event.currentTarget.value })}
          error={errorOf('currency')}
          maxLength={3}
        />
      </div>
      <Switch
        label={t('exceptions.tariff.isConfirmed')}
        checked={draft.isConfirmed}
        onChange={(event) => change({ isConfirmed: event.currentTarget.checked })}
      />
    </FormModal>
  );
}

function send(tariff: Tariff | null, draft: TariffDraft) {
  const body = toTariff(draft);
  return tariff === null ? call('createTariff', { body }) : call('changeTariff', { params: { id: tariff.id }, body });
}
