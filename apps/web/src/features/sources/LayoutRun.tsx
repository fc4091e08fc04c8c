import type { LayoutRun as Run } from '@karavan/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link } from 'react-router';
import { isUnderWay } from '../../api/layout-run.ts';
import { useLayoutRun } from '../../api/queries.ts';
import { useFormat } from '../../format/use-format.ts';
import { Time } from '../../ui/Time.tsx';

const SHOWN = 5;

/** How far the reports of a corrected layout have been read again; nothing where nobody has corrected it. */
export function LayoutRun({ reportId }: { reportId: string }) {
  const { t } = useFormat();
  const client = useQueryClient();
  const run = useLayoutRun(reportId).data?.run ?? null;
  const isDone = run?.status === 'done';
  const done = run?.done;
  useEffect(() => {
    if (done === undefined || !isDone) return;
    for (const key of ['reports', 'report', 'wagon', 'sources']) void client.invalidateQueries({ queryKey: [key] });
  }, [client, done, isDone]);
  if (run === null || run.status === 'superseded') return null;
  return (
    <div className="kv-job" role="status" data-testid="layout-run">
      <span>
        {isUnderWay(run)
          ? t(run.done < run.total ? 'sources.rereading' : 'sources.reworking', { done: run.done, total: run.total })
          : t('sources.mapped', { count: run.replayed.filter(({ problem }) => problem === null).length })}
        <span className="kv-note">
          {run.createdBy} · <Time at={run.createdAt} />
        </span>
      </span>
      {isUnderWay(run) && (
        // one part more: the wagons, when all have been read
        <progress max={run.total + 1} value={run.done} aria-label={t('sources.rereadingTitle')} />
      )}
      <Problems run={run} />
    </div>
  );
}

function Problems({ run }: { run: Run }) {
  const { t } = useFormat();
  const failed = run.replayed.filter(({ problem }) => problem !== null);
  if (failed.length === 0) return null;
  return (
    <>
      <strong className="kv-late">{t('sources.rereadFailed', { count: failed.length })}</strong>
      {failed.slice(0, SHOWN).map(({ id, reportedAt }) => (
        <Link key={id} to={`/sources/reports/${id}`}>
          {reportedAt === null ? id.slice(0, 8) : <Time at={reportedAt} />}
        </Link>
      ))}
      {failed.length > SHOWN && <span>…</span>}
    </>
  );
}
