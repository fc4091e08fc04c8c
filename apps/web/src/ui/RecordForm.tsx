import type { UseMutationResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { FormModal } from './FormModal.tsx';
import { SureButton } from './SureButton.tsx';

interface RecordFormProps {
  title: string;
  testId: string;
  submitLabel?: string;
  isDirty: boolean;
  save: Pick<UseMutationResult<unknown>, 'error' | 'isPending'> & { mutate: () => void };
  remove: Pick<UseMutationResult<unknown>, 'error' | 'isPending'> & { mutate: () => void };
  /** words of the button that removes, and of its question; absent for what is only being added */
  removal: { label: string; sure: string } | false;
  onClose: () => void;
  children: ReactNode;
}

/** A dialog that adds a thing or changes one, which may then be removed as well. */
export function RecordForm({ save, remove, removal, children, ...form }: RecordFormProps) {
  return (
    <FormModal
      {...form}
      isBusy={save.isPending}
      error={save.error ?? remove.error}
      onSubmit={() => save.mutate()}
      aside={removal && <SureButton {...removal} isBusy={remove.isPending} onSure={() => remove.mutate()} />}
    >
      {children}
    </FormModal>
  );
}
