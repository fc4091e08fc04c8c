import type { SourceHealth } from '@karavan/contracts';
import { useSources } from '../../api/queries.ts';
import { useFormat } from '../../format/use-format.ts';
import { Failure } from '../../ui/PageState.tsx';
import { Time } from '../../ui/Time.tsx';

/** One line a source: its state by shape and word, last success, next run, last error. */
export function Health() {
  const { t } = useFormat();
  const sources = useSources();
  const items = sources.data?.items ?? [];
  return (
    <section aria-labelledby="sources-health">
      <h2 id="sources-health">{t('sources.health')}</h2>
      {sources.isError && items.length === 0 && <Failure error={sources.error} retry={() => void sources.refetch()} />}
      {sources.isSuccess && items.length === 0 && <p className="kv-note">{t('sources.noHealth')}</p>}
      <ul className="kv-health">
        {items.map((source) => (
          <Source key={source.id} source={source} />
        ))}
      </ul>
    </section>
  );
}

function Source({ source }: { source: SourceHealth }) {
  const { t, duration } = useFormat();
  const period = (seconds: number) => (seconds < 60 ? `${seconds} ${t('unit.s')}` : duration(seconds));
  return (
    <li>
      <span className={`kv-health-mark kv-health-${source.state}`} aria-hidden="true" />
      <span className="kv-health-name">
        <strong>{source.kind === 'rzd-account' ? t('sources.kind.rzd-account') : source.name}</strong>{' '}
        <span className="kv-note-inline">{source.id}</span>
      </span>
      <span>{t(`sources.state.${source.state}`)}</span>
      <span className="kv-note-inline">
        {t('sources.lastSuccess')}: {source.lastSuccessAt ? <Time at={source.lastSuccessAt} as="ago" /> : t('sources.never')}
      </span>
      <span className="kv-note-inline">
        {source.nextRunAt && (
          <>
            {t('sources.nextRun')}: <Time at={source.nextRunAt} as="clock" />
          </>
        )}
        {source.everySeconds !== null && ` · ${t('sources.every', { period: period(source.everySeconds) })}`}
      </span>
      {source.lastError && source.state === 'failing' && <span className="kv-health-error kv-late">{source.lastError}</span>}
    </li>
  );
}
