import { IconArrowLeft } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useWaitingReports } from '../../api/queries.ts';
import { useFormat } from '../../format/use-format.ts';
import { Failure, PageState } from '../../ui/PageState.tsx';
import { Time } from '../../ui/Time.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { Decision } from './Decision.tsx';
import './sources.css';

/** Reports the guards stopped: what each would change, and the buttons that decide it. Newest first. */
export default function QuarantinePage() {
  const { t } = useFormat();
  useTitle(t('sources.waiting'));
  const waiting = useWaitingReports();
  const items = waiting.data?.items ?? [];
  return (
    <div className="kv-sources">
      <header>
        <Link to="/sources" className="kv-back">
          <IconArrowLeft size={15} aria-hidden="true" /> {t('sources.backToSources')}
        </Link>
        <h1>{t('sources.waiting')}</h1>
        <p className="kv-note">{t('sources.waitingIntro')}</p>
      </header>
      {waiting.isPending && <Waiting />}
      {waiting.isError && items.length === 0 && <Failure error={waiting.error} retry={() => void waiting.refetch()} />}
      {waiting.isSuccess && items.length === 0 && (
        <PageState title={t('sources.nothingWaits')} hint={t('sources.nothingWaitsHint')} />
      )}
      {items.map((report) => (
        <section key={report.id} data-testid={`waiting-${report.id}`}>
          <h2>
            <Link to={`/sources/reports/${report.id}`}>{report.fileName ?? report.id.slice(0, 8)}</Link>{' '}
            <span className="kv-note-inline">
              {report.source} · {t('sources.receivedAt')} <Time at={report.receivedAt} />
              {report.reportedAt && (
                <>
                  {' · '}
                  {t('sources.reportedAt')} <Time at={report.reportedAt} />
                </>
              )}
            </span>
          </h2>
          <Decision report={report} />
        </section>
      ))}
    </div>
  );
}
