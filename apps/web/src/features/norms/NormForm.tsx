import { type NormBook, SHIPMENT_KINDS, type ShipmentKind } from '@karavan/contracts';
import { Button, SegmentedControl, Switch, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, call } from '../../api/client.ts';
import { useFormat } from '../../format/use-format.ts';
import { FormModal } from '../../ui/FormModal.tsx';
import { fieldErrors, listError } from '../../ui/field-errors.ts';
import { Steps } from '../../ui/Steps.tsx';
import { useDraft } from '../../ui/use-draft.ts';
import { ValidityFields } from '../../ui/ValidityFields.tsx';
import { forgetNorms } from './forget-norms.ts';
import { badFields, draftFrom, kindWith, toNorms } from './norm-draft.ts';

interface NormFormProps {
  /** the version whose figures the form begins with */
  base: NormBook;
  today: string;
  onClose: () => void;
}

/** Adds a version; what is wrong is said at the field. */
export function NormForm({ base, today, onClose }: NormFormProps) {
  const { t } = useFormat();
  const client = useQueryClient();
  const { draft, change: edit, isDirty } = useDraft(() => draftFrom(base, today));
  const [kind, setKind] = useState<ShipmentKind>('wagonload');
  const [bad, setBad] = useState<string[]>([]);
  const show = (paths: string[]) => setKind((shown) => kindWith(paths) ?? shown);
  const save = useMutation({
    mutationFn: () => call('addNorms', { body: toNorms(draft) }),
    onSuccess: async () => {
      notifications.show({ message: t('norms.saved'), withBorder: true });
      onClose();
      await forgetNorms(client);
    },
    onError: (error) => show(error instanceof ApiError ? (error.problem?.errors ?? []).map(({ path }) => path) : []),
  });
  const preview = useMutation({
    mutationFn: () => call('previewNorms', { body: toNorms(draft) }),
    onError: (error) => show(error instanceof ApiError ? (error.problem?.errors ?? []).map(({ path }) => path) : []),
  });
  const change = (part: Partial<typeof draft>) => {
    preview.reset();
    edit(part);
  };
  const error = save.error ?? preview.error;
  const told = fieldErrors(error);
  const errorOf = (path: string) => (bad.includes(path) ? t('norms.form.notNumber') : told(path));
  const whenGood = (go: () => void) => {
    const wrong = badFields(draft);
    setBad(wrong);
    show(wrong);
    if (wrong.length === 0) go();
  };
  return (
    <FormModal
      title={t('norms.addTitle')}
      testId="norms-form"
      isDirty={isDirty}
      isBusy={save.isPending}
      error={save.error ?? preview.error}
      onSubmit={() => whenGood(() => save.mutate())}
      onClose={onClose}
      aside={
        <Button variant="subtle" disabled={preview.isPending} onClick={() => whenGood(() => preview.mutate())}>
          {t('norms.form.preview')}
        </Button>
      }
    >
      <TextInput
        label={t('norms.form.name')}
        value={draft.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        error={errorOf('name')}
        maxLength={200}
        required
      />
      <ValidityFields
        value={draft}
        labels={{ from: t('norms.form.validFrom'), to: t('norms.form.validTo'), toHint: t('norms.form.validToHint') }}
        errorOf={errorOf}
        onChange={change}
      />
      <SegmentedControl
        size="xs"
        aria-label={t('norms.form.kind')}
        value={kind}
        data={SHIPMENT_KINDS.map((value) => ({ value, label: t(`norms.kind.${value}`) }))}
        onChange={(value) => setKind(SHIPMENT_KINDS.find((one) => one === value) ?? kind)}
      />
      <Steps
        legend={t('norms.form.bands')}
        labels={[t('norms.form.fromKm'), t('norms.form.kmPerDay')]}
        rows={draft.bands[kind]}
        addLabel={t('norms.form.addBand')}
        removeLabel={t('norms.form.removeBand')}
        errorOf={(index, field) =>
          index === undefined
            ? listError(error, `kmPerDay.${kind}`)
            : errorOf(`kmPerDay.${kind}.${index}.${field === 0 ? 'fromKm' : 'kmPerDay'}`)
        }
        onChange={(rows) => change({ bands: { ...draft.bands, [kind]: rows } })}
        most={30}
        firstIsFixed
        newRow={['', '']}
      />
      <Steps
        legend={t('norms.form.extra')}
        labels={[t('norms.form.days'), t('norms.form.why')]}
        rows={draft.extraDays}
        addLabel={t('norms.form.addExtra')}
        removeLabel={t('norms.form.removeExtra')}
        errorOf={(index, field) =>
          index === undefined ? listError(error, 'extraDays') : errorOf(`extraDays.${index}.${field === 0 ? 'days' : 'why'}`)
        }
        onChange={(extraDays) => change({ extraDays })}
        most={20}
        words
        mayBeEmpty
        newRow={['1', '']}
      />
      <TextInput
        label={t('norms.form.source')}
        placeholder={t('norms.form.sourceHint')}
        value={draft.source}
        onChange={(event) => change({ source: event.currentTarget.value })}
        error={errorOf('source')}
        maxLength={500}
        required
      />
      {preview.data && (
        <p className="kv-note" role="status">
          {t('norms.form.previewed', { ...preview.data })}
        </p>
      )}
      <Switch
        label={t('norms.form.isConfirmed')}
        checked={draft.isConfirmed}
        onChange={(event) => change({ isConfirmed: event.currentTarget.checked })}
      />
    </FormModal>
  );
}
