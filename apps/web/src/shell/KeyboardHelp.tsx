import { Kbd, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';

const KEYS = [
  ['/', 'search'],
  ['↑ ↓', 'choose'],
  ['Enter', 'open'],
  ['Esc', 'close'],
  ['[', 'previous'],
  [']', 'next'],
  ['F', 'follow'],
  ['← ↑ → ↓', 'map'],
  ['+ −', 'zoom'],
  ['␣ ← →', 'replay'],
  ['?', 'help'],
] as const;

export function KeyboardHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('keys.title')}
      centered
      size="sm"
      zIndex={2500}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <dl className="kv-keys">
        {KEYS.map(([key, what]) => (
          <div key={key}>
            <dt>
              <Kbd>{key}</Kbd>
            </dt>
            <dd>{what === 'replay' ? t('truck.replay.keys') : t(`keys.${what}`)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
