import type { ReportRowView } from '@karavan/contracts';
import { IconArrowLeft, IconDownload } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { url } from '../../api/client.ts';
import { useReport, useReportRows } from '../../api/queries.ts';
import { operationName } from '../../format/operation-name.ts';
import { stationName } from '../../format/station-name.ts';
import { useFormat } from '../../format/use-format.ts';
import { Facts } from '../../ui/Facts.tsx';
import { Failure } from '../../ui/PageState.tsx';
import { Time } from '../../ui/Time.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { Columns } from './Columns.tsx';
import { Decision } from './Decision.tsx';
import { Issues } from './Issues.tsx';
import { reportProblemWords } from './issue-words.ts';
import { RowCounts } from './RowCounts.tsx';
import './sources.css';

/** One report: what it said, what became of every row; `?row=` marks the row an answer rests on. */
export default function ReportPage() {
  const { id = '' } = useParams();
  const [search] = useSearchParams();
  const marked = Number(search.get('row')) || null;
  const format = useFormat();
  const { t } = format;
  const report = useReport(id);
  const rows = useReportRows(id);
  const items = rows.data?.pages.flatMap((page) => page.items) ?? [];
  const data = report.data;
  useTitle(t('sources.report'), data?.fileName ?? undefined);

  const isMarkedMissing = marked !== null && !items.some((item) => item.row === marked);
  const { hasNextPage, isFetching, fetchNextPage } = rows;
  useEffect(() => {
    if (isMarkedMissing && hasNextPage && !isFetching) void fetchNextPage();
  }, [isMarkedMissing, hasNextPage, isFetching, fetchNextPage]);

  if (report.isError) return <Failure error={report.error} retry={() => void report.refetch()} />;
  if (!data) return <Waiting />;
  return (
    <div className="kv-sources">
      <header>
        <Link to="/sources" className="kv-back">
          <IconArrowLeft size={15} aria-hidden="true" /> {t('sources.backToSources')}
        </Link>
        <h1>
          {t('sources.report')} {data.fileName ?? data.id.slice(0, 8)}
        </h1>
      </header>
      <section>
        <Facts
          columns
          facts={[
            { label: t('sources.status'), value: t(`sources.statuses.${data.status}`), note: reportProblemWords(data, format) },
            { label: t('sources.reportedAt'), value: data.reportedAt ? <Time at={data.reportedAt} /> : '—' },
            { label: t('sources.receivedAt'), value: <Time at={data.receivedAt} /> },
            { label: t('sources.from'), value: data.source, note: data.format },
            data.rows && { label: t('sources.rows'), value: <RowCounts rows={data.rows} /> },
          ]}
        />
        <p>
          <a href={url('/reports/:id/raw', { params: { id } })} download={data.fileName ?? `${data.id}`}>
            <IconDownload size={14} aria-hidden="true" /> {t('sources.raw')}
          </a>
        </p>
        {data.status === 'ingested' && <Issues issues={data.issues} />}
        {data.status === 'ingested' && <Columns reportId={id} />}
        <Decision report={data} />
      </section>
      {rows.isError && <Failure error={rows.error} retry={() => void rows.refetch()} />}
      {items.length > 0 && (
        <section>
          <div className="kv-table-wrap">
            <table className="kv-table">
              <thead>
                <tr>
                  <th scope="col">{t('sources.row')}</th>
                  <th scope="col">{t('sources.wagon')}</th>
                  <th scope="col">{t('sources.verdict')}</th>
                  <th scope="col">{t('sources.operation')}</th>
                  <th scope="col">{t('sources.operationAt')}</th>
                  <th scope="col">{t('sources.station')}</th>
                  <th scope="col">{t('card.remaining')}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((item) => (
                  <Row key={item.row} item={item} marked={item.row === marked} />
                ))}
              </tbody>
            </table>
          </div>
          {rows.hasNextPage && (
            <button type="button" className="kv-more" onClick={() => void rows.fetchNextPage()}>
              {t('shipments.more')}
            </button>
          )}
        </section>
      )}
    </div>
  );
}

function Row({ item, marked }: { item: ReportRowView; marked: boolean }) {
  const { t, km } = useFormat();
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (marked) row.current?.scrollIntoView({ block: 'center' });
  }, [marked]);
  const { data } = item;
  return (
    <tr ref={row} aria-current={marked || undefined}>
      <td className="kv-number">{item.row}</td>
      <td className="kv-number">{item.wagon ? <Link to={`/w/${item.wagon}`}>{item.wagon}</Link> : '—'}</td>
      <td className={item.verdict === 'rejected' ? 'kv-late' : undefined}>{t(`sources.verdicts.${item.verdict}`)}</td>
      <td title={data?.operation.name}>{data ? operationName(data.operation) : '—'}</td>
      <td>{data ? <Time at={data.operationAt} /> : '—'}</td>
      <td title={data?.station.name}>{data ? stationName(data.station.name) : '—'}</td>
      <td className="kv-number">{data?.remainingKm === undefined ? '—' : km(data.remainingKm)}</td>
    </tr>
  );
}
