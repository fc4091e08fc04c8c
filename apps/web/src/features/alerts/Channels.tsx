import type { AlertChannel, AlertChannelMade } from '@karavan/contracts';
import { Button, Modal } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client.ts';
import { problemWords } from '../../api/problem-words.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Failure } from '../../ui/PageState.tsx';
import { Time } from '../../ui/Time.tsx';
import { ChannelForm } from './ChannelForm.tsx';

/** Where messages about alerts go, and how that is doing. */
export function Channels({ isAdmin }: { isAdmin: boolean }) {
  const { t } = useTranslation();
  const channels = useQuery({ queryKey: ['alert-channels'], queryFn: () => call('listAlertChannels'), refetchInterval: 10_000 });
  const [edited, setEdited] = useState<AlertChannel | 'new' | null>(null);
  const [made, setMade] = useState<AlertChannelMade | null>(null);
  const items = channels.data?.items ?? [];
  return (
    <section aria-labelledby="alert-channels">
      <div className="kv-section-head">
        <h2 id="alert-channels">{t('alerts.channels')}</h2>
        {isAdmin && (
          <Button size="compact-sm" variant="default" onClick={() => setEdited('new')}>
            {t('alerts.add')}
          </Button>
        )}
      </div>
      <p className="kv-note">{t('alerts.channelsNote')}</p>
      {channels.isError && items.length === 0 && <Failure error={channels.error} retry={() => void channels.refetch()} />}
      {channels.isSuccess && items.length === 0 && <p className="kv-note">{t('alerts.noChannels')}</p>}
      <ul className="kv-channels">
        {items.map((channel) => (
          <Channel key={channel.id} channel={channel} onEdit={isAdmin ? () => setEdited(channel) : undefined} />
        ))}
      </ul>
      {edited !== null && (
        <ChannelForm
          channel={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
          onMade={(channel) => setMade(channel)}
        />
      )}
      {made?.secret !== undefined && (
        <Modal
          opened
          onClose={() => setMade(null)}
          title={t('alerts.secretTitle')}
          centered
          zIndex={2500}
          closeButtonProps={{ 'aria-label': t('common.close') }}
        >
          <p className="kv-note">{t('alerts.secretText')}</p>
          <p className="kv-secret" data-testid="webhook-secret">
            {made.secret}
          </p>
          <CopyButton value={made.secret} label={t('common.copy')} />
        </Modal>
      )}
    </section>
  );
}

function Channel({ channel, onEdit }: { channel: AlertChannel; onEdit: (() => void) | undefined }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const test = useMutation({
    mutationFn: () => call('testAlertChannel', { params: { id: channel.id }, body: {} }),
    onSuccess: () => notifications.show({ message: t('alerts.tested'), withBorder: true }),
    onSettled: () => client.invalidateQueries({ queryKey: ['alert-channels'] }),
  });
  const kinds =
    channel.kinds.length === 0 ? t('alerts.anyKind') : channel.kinds.map((kind) => t(`alerts.kind.${kind}`)).join(', ');
  return (
    <li className="kv-channel">
      <span>
        <strong>{channel.name}</strong>{' '}
        <span className="kv-note-inline">
          {t(`alerts.channelKind.${channel.kind}`)}
          {!channel.enabled && ` · ${t('alerts.off')}`}
        </span>
      </span>
      <span className="kv-note-inline">
        {kinds} · {t('alerts.minSeverity')}: {t(`alerts.severity.${channel.minSeverity}`)}
      </span>
      <span className="kv-note-inline">
        {channel.lastSentAt === null ? (
          t('alerts.health.never')
        ) : (
          <>
            {t('alerts.health.lastSent')} <Time at={channel.lastSentAt} as="ago" />
          </>
        )}
        {channel.waiting > 0 && ` · ${t('alerts.health.waiting', { count: channel.waiting })}`}
        {channel.dead > 0 && <span className="kv-late"> · {t('alerts.health.dead', { count: channel.dead })}</span>}
      </span>
      <span className="kv-channel-actions">
        {onEdit && (
          <Button size="compact-xs" variant="default" disabled={test.isPending || !channel.enabled} onClick={() => test.mutate()}>
            {t('alerts.test')}
          </Button>
        )}
        {onEdit && (
          <Button size="compact-xs" variant="subtle" onClick={onEdit}>
            {t('alerts.edit')}
          </Button>
        )}
      </span>
      {(channel.lastError || test.isError) && (
        <span className="kv-channel-error">{test.isError ? problemWords(test.error, t) : channel.lastError}</span>
      )}
    </li>
  );
}
