import type { VehicleSpecKind } from '@karavan/contracts';
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ApiError } from '../../../api/client.ts';
import { problemWords } from '../../../api/problem-words.ts';
import { useFormat } from '../../../format/use-format.ts';
import { SureButton } from '../../../ui/SureButton.tsx';
import { isSameUnit, type OwnUnit, useForgetUnit, useSaveUnit } from './known.ts';
import type { Motor, Trailer } from './units.ts';

interface SaveUnitProps {
  kind: VehicleSpecKind;
  unit: Motor | Trailer;
  /** of the stored units the one this came from */
  stored: OwnUnit | undefined;
  isWrong: boolean;
  onStored: (unit: OwnUnit) => void;
}

/** Keeps the numbers of a unit for the whole company, under a name. */
export function SaveUnit({ kind, unit, stored, isWrong, onStored }: SaveUnitProps) {
  const { t } = useFormat();
  const [name, setName] = useState(stored?.name ?? '');
  const save = useSaveUnit();
  const forget = useForgetUnit();
  const trimmed = name.trim();
  const isKept = stored !== undefined && stored.name === trimmed && isSameUnit(unit, stored);
  const keep = (id: string | undefined) =>
    save.mutate(
      { kind, name: trimmed, unit, ...(id === undefined ? {} : { id }) },
      { onSuccess: (saved) => onStored({ ...saved.unit, id: saved.id, name: saved.name }) },
    );
  const error = save.error ?? forget.error;
  return (
    <div className="kv-load-save">
      <TextInput
        label={t('plan.loading.save.name')}
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button
        variant="default"
        disabled={isWrong || trimmed === '' || isKept}
        loading={save.isPending}
        onClick={() => keep(stored?.id)}
      >
        {t('plan.loading.save.keep')}
      </Button>
      {stored !== undefined && trimmed !== stored.name && (
        <Button variant="default" disabled={isWrong || trimmed === ''} onClick={() => keep(undefined)}>
          {t('plan.loading.save.keepNew')}
        </Button>
      )}
      {stored !== undefined && (
        <SureButton
          label={t('plan.loading.save.forget')}
          sure={t('plan.loading.save.forgetSure')}
          isBusy={forget.isPending}
          onSure={() => forget.mutate(stored.id)}
        />
      )}
      <p className={error ? 'kv-load-save-told kv-late' : 'kv-load-save-told kv-note'} role={error ? 'alert' : 'status'}>
        {error ? words(error, t) : isKept ? `✓ ${t('plan.loading.save.kept')}` : ''}
      </p>
    </div>
  );
}

const words = (error: Error, t: ReturnType<typeof useFormat>['t']): string =>
  error instanceof ApiError && error.status === 409 ? t('plan.loading.save.taken') : problemWords(error, t);
