import { TextInput } from '@mantine/core';

interface ValidityFieldsProps {
  value: { validFrom: string; validTo: string };
  labels: { from: string; to: string; toHint: string };
  errorOf: (path: string) => string | undefined;
  onChange: (part: { validFrom: string } | { validTo: string }) => void;
}

/** From which day a version holds, and the day it ends where that is known. */
export function ValidityFields({ value, labels, errorOf, onChange }: ValidityFieldsProps) {
  return (
    <div className="kv-form-pair">
      <TextInput
        type="date"
        label={labels.from}
        value={value.validFrom}
        onChange={(event) => onChange({ validFrom: event.currentTarget.value })}
        error={errorOf('validFrom')}
        required
      />
      <TextInput
        type="date"
        label={labels.to}
        description={labels.toHint}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={value.validTo}
        onChange={(event) => onChange({ validTo: event.currentTarget.value })}
        error={errorOf('validTo')}
      />
    </div>
  );
}
