import { Button } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { problemWords } from '../api/problem-words.ts';
import { GuardedModal } from './GuardedModal.tsx';

interface FormModalProps {
  title: string;
  testId: string;
  size?: 'md' | 'lg';
  /** something was typed that closing would lose */
  isDirty: boolean;
  isBusy: boolean;
  /** what the server said to the last attempt */
  error: unknown;
  /** unless told, “Save” */
  submitLabel?: string;
  canSubmit?: boolean;
  onSubmit: () => void;
  onClose: () => void;
  /** stands left of the buttons: what else can be done to the thing */
  aside?: ReactNode;
  children: ReactNode;
}

/** A dialog with a form: its fields, what the server says of them, and the buttons. */
export function FormModal(props: FormModalProps) {
  const { t } = useTranslation();
  const { isBusy, error, canSubmit = true } = props;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    props.onSubmit();
  };
  return (
    <GuardedModal title={props.title} size={props.size ?? 'md'} centered isDirty={props.isDirty} onClose={props.onClose}>
      <form className="kv-form" onSubmit={submit} data-testid={props.testId}>
        {props.children}
        {error !== null && error !== undefined && (
          <p className="kv-late" role="alert">
            {problemWords(error, t)}
          </p>
        )}
        <div className="kv-form-buttons">
          {props.aside}
          <Button variant="default" onClick={props.onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" disabled={isBusy || !canSubmit}>
            {props.submitLabel ?? t('sources.save')}
          </Button>
        </div>
      </form>
    </GuardedModal>
  );
}
