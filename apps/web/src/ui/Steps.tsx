import { Button, TextInput } from '@mantine/core';
import './steps.css';

interface StepsProps {
  legend: string;
  /** what each step begins with, and what holds from there on */
  labels: [from: string, value: string];
  rows: readonly [from: string, value: string][];
  addLabel: string;
  removeLabel: string;
  /** of a field of a row, or of all of them */
  errorOf: (index?: number, field?: 0 | 1) => string | undefined;
  onChange: (rows: [string, string][]) => void;
  most: number;
  /** the first step begins where everything does */
  firstIsFixed?: boolean;
  /** the second field takes words */
  words?: boolean;
  /** the last row may go too */
  mayBeEmpty?: boolean;
  newRow: [string, string];
}

/** Rows of two fields, as the steps of a rate or of a speed; one may be added at the end and any but the first removed. */
export function Steps(props: StepsProps) {
  const { legend, labels, rows, errorOf, onChange, firstIsFixed = false, mayBeEmpty = false } = props;
  const set = (index: number, field: 0 | 1, text: string) =>
    onChange(rows.map(([from, value], at) => (at !== index ? [from, value] : field === 0 ? [text, value] : [from, text])));
  return (
    <fieldset className={props.words ? 'kv-steps kv-steps-words' : 'kv-steps'}>
      <legend>{legend}</legend>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step has no name but its place
        <div key={index} className="kv-step">
          {([0, 1] as const).map((field) => (
            <TextInput
              key={field}
              size="xs"
              inputMode={field === 0 ? 'numeric' : props.words ? 'text' : 'decimal'}
              label={labels[field]}
              value={row[field]}
              disabled={firstIsFixed && index === 0 && field === 0}
              onChange={(event) => set(index, field, event.currentTarget.value)}
              error={errorOf(index, field)}
            />
          ))}
          {(index > 0 || mayBeEmpty) && (
            <Button
              size="compact-xs"
              variant="subtle"
              onClick={() => onChange(rows.filter((_, at) => at !== index).map(([a, b]) => [a, b]))}
            >
              {props.removeLabel}
            </Button>
          )}
        </div>
      ))}
      {errorOf() && <p className="kv-late">{errorOf()}</p>}
      {rows.length < props.most && (
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => onChange([...rows.map(([a, b]): [string, string] => [a, b]), props.newRow])}
        >
          {props.addLabel}
        </Button>
      )}
    </fieldset>
  );
}
