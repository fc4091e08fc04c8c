import type { ReportListItem } from '@karavan/contracts';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useWaitingReports } from '../../api/queries.ts';
import { useFormat } from '../../format/use-format.ts';
import { Failure, PageState } from '../../ui/PageState.tsx';
import { Time } from '../../ui/Time.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { Decision } from './Decision.tsx';
import { groupsOf } from './groups.ts';
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
      {groupsOf(items).map(([first, ...others]) => (
        <section key={first.id} data-testid={`waiting-${first.id}`}>
          <Head report={first} />
          {others.length > 0 && (
            <>
              <p className="kv-note">{t('sources.sameLayout', { count: others.length + 1 })}</p>
              <ul className="kv-waiting-same">
                {others.map((report) => (
                  <li key={report.id}>
                    <Said report={report} />
                  </li>
                ))}
              </ul>
            </>
          )}
          <Decision report={first} />
        </section>
      ))}
    </div>
  );
}

const Head = ({ report }: { report: ReportListItem }) => (
  <h2>
    <Said report={report} />
  </h2>
);

/** The file, where it is from and when it came. */
function Said({ report }: { report: ReportListItem }) {
  const { t } = useFormat();
  return (
    <>
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
    </>
  );
}
