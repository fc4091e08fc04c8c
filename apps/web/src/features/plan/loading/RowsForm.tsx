import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';

export interface Told {
  isDone: boolean;
  words: string;
}

interface RowsFormProps {
  title: string;
  hint: string;
  /** the fields of each line */
  lines: readonly ReactNode[];
  most: number;
  lineClass: string;
  addLabel: string;
  removeLabel: (number: number) => string;
  onAdd: () => void;
  onRemove: (index: number) => void;
  /** what became of the last press of the button */
  told: Told | null;
  toldId: string;
  children: ReactNode;
}

/** Lines that can be added and taken away, what is asked of them all, and what came of it in words. */
export function RowsForm(props: RowsFormProps) {
  const { lines, told } = props;
  return (
    <fieldset className="kv-plan-lines kv-no-print">
      <legend>{props.title}</legend>
      <p className="kv-note">{props.hint}</p>
      {lines.map((fields, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
        <div key={index} className={props.lineClass}>
          {fields}
          <ActionIcon
            variant="subtle"
            size={36}
            className="kv-tool"
            disabled={lines.length === 1}
            aria-label={props.removeLabel(index + 1)}
            title={props.removeLabel(index + 1)}
            onClick={() => props.onRemove(index)}
          >
            <IconX size={16} />
          </ActionIcon>
        </div>
      ))}
      <button type="button" className="kv-link" disabled={lines.length >= props.most} onClick={props.onAdd}>
        {props.addLabel}
      </button>
      {props.children}
      <p
        className={told === null || told.isDone ? 'kv-load-told' : 'kv-load-told kv-late'}
        role="status"
        data-testid={props.toldId}
      >
        {told === null ? '' : `${told.isDone ? '✓' : '✕'} ${told.words}`}
      </p>
    </fieldset>
  );
}
