import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client.ts';
import { problemWords } from '../../api/problem-words.ts';
import { Time } from '../../ui/Time.tsx';

/** Messages that were given up: what went wrong, and once more on demand. Nothing is shown while there are none. */
export function DeadDeliveries({ isAdmin }: { isAdmin: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const dead = useQuery({
    queryKey: ['alert-channels', 'dead'],
    queryFn: () => call('listDeliveries', { query: { state: 'dead', limit: 50 } }),
    refetchInterval: 30_000,
  });
  const replay = useMutation({
    mutationFn: (id: string) => call('replayDelivery', { params: { id }, body: {} }),
    onSuccess: () => notifications.show({ message: t('alerts.replayed'), withBorder: true }),
    onError: (error) => notifications.show({ message: problemWords(error, t), withBorder: true }),
    onSettled: () => client.invalidateQueries({ queryKey: ['alert-channels'] }),
  });
  const items = dead.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section aria-labelledby="dead-deliveries">
      <h2 id="dead-deliveries">{t('alerts.deadTitle')}</h2>
      <p className="kv-note">{t('alerts.deadNote')}</p>
      <ul className="kv-channels">
        {items.map(({ id, channelName, recipient, createdAt, attempts, lastError }) => (
          <li key={id} className="kv-channel">
            <span>
              <strong>{channelName}</strong>
            </span>
            <span>{recipient}</span>
            <span className="kv-note-inline">
              <Time at={createdAt} /> · {t('alerts.attempts', { count: attempts })}
            </span>
            <span className="kv-channel-actions">
              {isAdmin && (
                <Button size="compact-xs" variant="default" disabled={replay.isPending} onClick={() => replay.mutate(id)}>
                  {t('alerts.replay')}
                </Button>
              )}
            </span>
            {lastError && <span className="kv-channel-error">{lastError}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
