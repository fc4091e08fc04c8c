import { Checkbox, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ErrorOf } from './problems.ts';

interface Basis {
  source: string;
  note: string;
  confirmed: boolean;
}

interface BasisFieldsProps {
  basis: Basis;
  errorOf: ErrorOf;
  onChange: (part: Partial<Basis>) => void;
}

/** What a rule rests on: where it is written, what is to be known of it, and whether somebody has read it there. */
export function BasisFields({ basis, errorOf, onChange }: BasisFieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        label={t('law.form.source')}
        description={t('law.form.sourceHint')}
        value={basis.source}
        maxLength={500}
        required
        error={errorOf('source')}
        onChange={(event) => onChange({ source: event.currentTarget.value })}
      />
      <Textarea
        label={t('law.form.note')}
        value={basis.note}
        maxLength={2000}
        autosize
        onChange={(event) => onChange({ note: event.currentTarget.value })}
      />
      <Checkbox
        label={t('law.form.confirmed')}
        checked={basis.confirmed}
        onChange={(event) => onChange({ confirmed: event.currentTarget.checked })}
      />
    </>
  );
}
