import { ActionIcon, Button, Modal, SegmentedControl, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconShare3 } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client.ts';
import { problemWords } from '../../api/problem-words.ts';
import { serverNow } from '../../format/clock.ts';

const DAY_MS = 86_400_000;
const TERMS = { shareDay: 1, shareWeek: 7, shareMonth: 30, shareAlways: null } as const;
type Term = keyof typeof TERMS;

export function ShareButton({ shipmentId }: { shipmentId: string }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [term, setTerm] = useState<Term>('shareWeek');
  const share = useMutation({
    mutationFn: async () => {
      const days = TERMS[term];
      const body = days === null ? {} : { expiresAt: new Date(serverNow() + days * DAY_MS).toISOString() };
      return call('shareShipment', { params: { id: shipmentId }, body });
    },
  });
  const link = share.data && new URL(share.data.url, location.origin).href;
  const copy = async () => {
    if (!link) return;
    await navigator.clipboard.writeText(link).catch(() => undefined);
    notifications.show({ message: t('shipments.shareCopied'), withBorder: true });
  };
  const close = () => {
    setOpen(false);
    share.reset();
  };
  return (
    <>
      <ActionIcon
        className="kv-tool"
        variant="subtle"
        size="sm"
        aria-label={t('shipments.share')}
        title={t('shipments.share')}
        onClick={() => setOpen(true)}
      >
        <IconShare3 size={15} />
      </ActionIcon>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t('shipments.shareTitle')}
        centered
        zIndex={2500}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <div className="kv-share">
          <p>{t('shipments.shareText')}</p>
          <div>
            <div className="kv-note" id="share-term">
              {t('shipments.shareFor')}
            </div>
            <SegmentedControl
              fullWidth
              orientation="vertical"
              aria-labelledby="share-term"
              value={term}
              onChange={(value) => {
                setTerm(value as Term);
                share.reset();
              }}
              data={(Object.keys(TERMS) as Term[]).map((value) => ({ value, label: t(`shipments.${value}`) }))}
            />
          </div>
          {link ? (
            <>
              <TextInput
                label={t('shipments.shareUrl')}
                value={link}
                readOnly
                onFocus={(event) => event.currentTarget.select()}
              />
              <Button onClick={() => void copy()}>{t('shipments.shareCopy')}</Button>
            </>
          ) : (
            <Button onClick={() => share.mutate()} disabled={share.isPending}>
              {t('shipments.shareMake')}
            </Button>
          )}
          {share.isError && (
            <p className="kv-late" role="alert">
              {problemWords(share.error, t)}
            </p>
          )}
        </div>
      </Modal>
    </>
  );
}
