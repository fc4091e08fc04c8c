import { Button, Modal, type ModalProps } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import './form.css';

interface GuardedModalProps extends Omit<ModalProps, 'opened' | 'zIndex'> {
  /** something would be lost; unless it is told, whatever was typed inside counts */
  isDirty?: boolean;
}

/** A dialog that Escape, its cross and a click beside it close only while there is nothing to lose; then they ask. */
export function GuardedModal({ isDirty, onClose, children, ...modal }: GuardedModalProps) {
  const { t } = useTranslation();
  const [wasTyped, setTyped] = useState(false);
  const [isAsked, setAsked] = useState(false);
  const wouldLose = isDirty ?? wasTyped;
  return (
    <Modal
      {...modal}
      opened
      zIndex={2500}
      onClose={() => (wouldLose ? setAsked(true) : onClose())}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div onInput={() => setTyped(true)}>{children}</div>
      <div role="alert">
        {isAsked && wouldLose && (
          <div className="kv-unsaved">
            <span className="kv-risk">{t('form.unsaved')}</span>
            <Button variant="default" onClick={onClose}>
              {t('form.leave')}
            </Button>
          </div>
        )}
      </div>
    </Modal>
  );
}
