import type { ReportListItem } from '@karavan/contracts';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { call } from '../../api/client.ts';
import { problemWords } from '../../api/problem-words.ts';
import { useReport } from '../../api/queries.ts';
import { useFormat } from '../../format/use-format.ts';
import { reportProblemWords } from './issue-words.ts';
import { MappingForm } from './MappingForm.tsx';

/** What a held or quarantined report would change, and the choice. Nothing for a report that waits for nobody. */
export function Decision({ report }: { report: ReportListItem }) {
  const { t } = useFormat();
  const client = useQueryClient();
  const params = { id: report.id };
  const settle = (message: string) => async () => {
    notifications.show({ message, withBorder: true });
    await Promise.all(['reports', 'report', 'wagon', 'sources'].map((key) => client.invalidateQueries({ queryKey: [key] })));
  };
  const approve = useMutation({ mutationFn: () => call('approveReport', { params }), onSuccess: settle(t('sources.approved')) });
  const reject = useMutation({
    mutationFn: () => call('rejectReport', { params }),
    onSuccess: settle(t('sources.rejectedNote')),
  });
  if (report.status !== 'held' && report.status !== 'quarantined') return null;
  const isBusy = approve.isPending || reject.isPending;
  const problem = approve.error ?? reject.error;
  return (
    <div className="kv-decision">
      {report.status === 'held' ? <Held report={report} /> : <Unknown report={report} />}
      {problem && (
        <p className="kv-late" role="alert">
          {problemWords(problem, t)}
        </p>
      )}
      <div className="kv-decision-buttons">
        {report.status === 'held' && (
          <Button size="sm" disabled={isBusy} onClick={() => approve.mutate()}>
            {t('sources.approve')}
          </Button>
        )}
        <Button size="sm" variant="default" disabled={isBusy} onClick={() => reject.mutate()}>
          {t('sources.reject')}
        </Button>
      </div>
    </div>
  );
}

function Held({ report }: { report: ReportListItem }) {
  const format = useFormat();
  const { t } = format;
  const { hold } = report;
  if (!hold || hold.aheadMinutes !== undefined) {
    return (
      <>
        {hold && <h3>{t('sources.aheadTitle')}</h3>}
        <p>{reportProblemWords(report, format)}</p>
      </>
    );
  }
  return (
    <>
      <h3>{t('sources.heldTitle')}</h3>
      <p>
        {t('sources.heldText', { fleet: hold.fleet, lost: hold.lost })} {t('sources.heldApplied')}
      </p>
      <p className="kv-wagons">
        {hold.wagons.map((wagon) => (
          <Link key={wagon} to={`/w/${wagon}`}>
            {wagon}
          </Link>
        ))}
        {hold.lost > hold.wagons.length && <span>…</span>}
      </p>
    </>
  );
}

function Unknown({ report }: { report: ReportListItem }) {
  const format = useFormat();
  const { t } = format;
  const detail = useReport(report.id);
  const { columns, fields } = detail.data ?? {};
  return (
    <>
      <h3>{t('sources.unknownTitle')}</h3>
      {columns && fields ? (
        <MappingForm reportId={report.id} columns={columns} fields={fields} />
      ) : (
        <p>{reportProblemWords(report, format)}</p>
      )}
    </>
  );
}
