import type { ReportListItem } from '@karavan/contracts';
import { Link } from 'react-router';
import { useReports } from '../../api/queries.ts';
import { useFormat } from '../../format/use-format.ts';
import { Failure, PageState } from '../../ui/PageState.tsx';
import { Time } from '../../ui/Time.tsx';
import { reportProblemWords } from './issue-words.ts';
import { RowCounts } from './RowCounts.tsx';

export function Reports() {
  const { t } = useFormat();
  const reports = useReports();
  const items = reports.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-labelledby="sources-reports">
      <h2 id="sources-reports">{t('sources.reports')}</h2>
      {reports.isError && items.length === 0 && <Failure error={reports.error} retry={() => void reports.refetch()} />}
      {reports.isSuccess && items.length === 0 && <PageState title={t('sources.noReports')} hint={t('sources.noReportsHint')} />}
      {items.length > 0 && (
        <div className="kv-table-wrap">
          <table className="kv-table">
            <thead>
              <tr>
                <th scope="col">{t('sources.receivedAt')}</th>
                <th scope="col">{t('sources.reportedAt')}</th>
                <th scope="col">{t('sources.file')}</th>
                <th scope="col">{t('sources.status')}</th>
                <th scope="col">{t('sources.rows')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((report) => (
                <ReportRow key={report.id} report={report} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {reports.hasNextPage && (
        <button type="button" className="kv-more" onClick={() => void reports.fetchNextPage()}>
          {t('shipments.more')}
        </button>
      )}
    </section>
  );
}

function ReportRow({ report }: { report: ReportListItem }) {
  const format = useFormat();
  const { t, kilobytes } = format;
  return (
    <tr>
      <td>
        <Time at={report.receivedAt} />
      </td>
      <td>{report.reportedAt ? <Time at={report.reportedAt} /> : '—'}</td>
      <td>
        <Link to={`/sources/reports/${report.id}`}>{report.fileName ?? report.id.slice(0, 8)}</Link>
        <span className="kv-note">{[report.source, report.format, kilobytes(report.sizeBytes)].filter(Boolean).join(' · ')}</span>
      </td>
      <td>
        <span className={`kv-status kv-status-${report.status}`}>{t(`sources.statuses.${report.status}`)}</span>
        {report.status === 'quarantined' && report.problem && (
          <span className="kv-note" title={reportProblemWords(report, format)}>
            {t('page.unread')}
          </span>
        )}
      </td>
      <td>{report.rows ? <RowCounts rows={report.rows} /> : '—'}</td>
    </tr>
  );
}
