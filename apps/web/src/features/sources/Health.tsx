import type { SourceHealth } from '@karavan/contracts';
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { problemWords } from '../../api/problem-words.ts';
import { useSources } from '../../api/queries.ts';
import { useFormat } from '../../format/use-format.ts';
import { Failure } from '../../ui/PageState.tsx';
import { Time } from '../../ui/Time.tsx';
import { SourceForm } from './SourceForm.tsx';
import { sourceTitle } from './source-title.ts';

/** One line a source: its state by shape and word, last success, age of its news, next run, what went wrong. */
export function Health({ isAdmin }: { isAdmin: boolean }) {
  const { t } = useFormat();
  const sources = useSources();
  const [edited, setEdited] = useState<SourceHealth | 'new' | null>(null);
  const items = sources.data?.items ?? [];
  return (
    <section aria-labelledby="sources-health">
      <div className="kv-section-head">
        <h2 id="sources-health">{t('sources.health')}</h2>
        {isAdmin && (
          <Button size="compact-sm" variant="default" onClick={() => setEdited('new')}>
            {t('sources.add')}
          </Button>
        )}
      </div>
      {sources.isError && items.length === 0 && <Failure error={sources.error} retry={() => void sources.refetch()} />}
      {sources.isSuccess && items.length === 0 && <p className="kv-note">{t('sources.noHealth')}</p>}
      <ul className="kv-health">
        {items.map((source) => (
          <Source key={source.id} source={source} onEdit={isAdmin && !source.managed ? () => setEdited(source) : undefined} />
        ))}
      </ul>
      {edited !== null && <SourceForm source={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
    </section>
  );
}

function Source({ source, onEdit }: { source: SourceHealth; onEdit: (() => void) | undefined }) {
  const { t, duration } = useFormat();
  const client = useQueryClient();
  const check = useMutation({
    mutationFn: () => call('checkSource', { params: { sourceId: source.id } }),
    onSettled: () => client.invalidateQueries({ queryKey: ['sources'] }),
  });
  const period = (seconds: number) => (seconds < 60 ? `${seconds} ${t('unit.s')}` : duration(seconds));
  return (
    <li data-testid={`source-${source.id}`}>
      <span className={`kv-health-mark kv-health-${source.state}`} aria-hidden="true" />
      <span className="kv-health-name">
        <strong>{sourceTitle(source, t)}</strong>{' '}
        <span className="kv-note-inline">{source.managed ? t('sources.managed') : source.id}</span>
      </span>
      <span>{t(`sources.state.${source.state}`)}</span>
      <span className="kv-note-inline">
        {source.kind !== 'upload' && (
          <>
            {t('sources.lastSuccess')}: {source.lastSuccessAt ? <Time at={source.lastSuccessAt} as="ago" /> : t('sources.never')}
            <br />
          </>
        )}
        {t('sources.lag')}: {source.lagSeconds === null ? '—' : period(source.lagSeconds)}
      </span>
      <span className="kv-note-inline">
        {source.nextRunAt && source.enabled && (
          <>
            {t('sources.nextRun')}: <Time at={source.nextRunAt} as="clock" />
          </>
        )}
        {source.everySeconds !== null && ` · ${t('sources.every', { period: period(source.everySeconds) })}`}
        {source.outageSince && (
          <>
            <br />
            {t('sources.outage')} <Time at={source.outageSince} />
          </>
        )}
      </span>
      <span className="kv-health-actions">
        {source.enabled && source.kind !== 'upload' && (
          <Button size="compact-xs" variant="default" disabled={check.isPending} onClick={() => check.mutate()}>
            {check.isPending ? t('sources.asked') : t('sources.tryNow')}
          </Button>
        )}
        {onEdit && (
          <Button size="compact-xs" variant="subtle" onClick={onEdit}>
            {t('sources.edit')}
          </Button>
        )}
      </span>
      {source.lastError && source.state !== 'ok' && source.state !== 'off' && (
        <span className="kv-health-error">
          {source.lastErrorCode && <span className="kv-late">{t(`sources.errors.${source.lastErrorCode}`)} </span>}
          <span className="kv-note-inline">{source.lastError}</span>
        </span>
      )}
      {check.isError && (
        <span className="kv-health-error" role="alert">
          {problemWords(check.error, t)}
        </span>
      )}
    </li>
  );
}
