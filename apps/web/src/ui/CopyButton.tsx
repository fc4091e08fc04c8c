import { ActionIcon, CopyButton as MantineCopy } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

export function CopyButton({ value, label }: { value: string; label: string }) {
  const { t } = useTranslation();
  return (
    <MantineCopy value={value} timeout={1500}>
      {({ copied, copy }) => (
        <ActionIcon
          className="kv-tool"
          variant="subtle"
          size="sm"
          onClick={copy}
          aria-label={copied ? t('card.copied') : label}
          title={copied ? t('card.copied') : label}
        >
          {copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
        </ActionIcon>
      )}
    </MantineCopy>
  );
}
