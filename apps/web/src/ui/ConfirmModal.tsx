import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import './form.css';

interface ConfirmModalProps {
  title: string;
  action: string;
  isBusy?: boolean;
  isDanger?: boolean;
  onConfirm: () => void;
  onClose: () => void;
  children?: ReactNode;
}

/** One question before something that others see or that cannot be taken back. */
export function ConfirmModal({
  title,
  action,
  isBusy = false,
  isDanger = false,
  onConfirm,
  onClose,
  children,
}: ConfirmModalProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={children === undefined ? 'sm' : 'lg'}
      centered
      zIndex={2500}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {children}
      <div className="kv-form-buttons">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button disabled={isBusy} onClick={onConfirm} data-autofocus {...(isDanger ? { color: 'red' } : {})}>
          {action}
        </Button>
      </div>
    </Modal>
  );
}
