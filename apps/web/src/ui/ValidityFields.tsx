import { DateField } from './DateFields.tsx';

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
      <DateField
        label={labels.from}
        value={value.validFrom}
        onValue={(value) => onChange({ validFrom: value })}
        error={errorOf('validFrom')}
        required
      />
      <DateField
        label={labels.to}
        description={labels.toHint}
        value={value.validTo}
        onValue={(value) => onChange({ validTo: value })}
        error={errorOf('validTo')}
      />
    </div>
  );
}
