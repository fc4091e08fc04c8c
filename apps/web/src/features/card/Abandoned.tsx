import type { AbandonedEpisode, WagonOperation } from '@karavan/contracts';
import { stationZone } from '@karavan/tracking/station-zone';
import { Link } from 'react-router';
import { operationName } from '../../format/operation-name.ts';
import { stationName } from '../../format/station-name.ts';
import { useFormat } from '../../format/use-format.ts';
import { Time } from '../../ui/Time.tsx';

interface AbandonedProps {
  episodes: readonly AbandonedEpisode[];
  /** staff may open the report itself */
  staff: boolean;
}

/** Said first while it lasts: where, since when, how long, and the how manieth time. */
export function AbandonedBanner({ episodes }: Pick<AbandonedProps, 'episodes'>) {
  const { t, days } = useFormat();
  const [now] = episodes;
  if (now === undefined || now.closedBy !== undefined) return null;
  const { station, at } = now.openedBy;
  return (
    <p className="kv-warning kv-abandoned-banner" role="status">
      <strong>{t('exceptions.abandoned.banner', { station: stationName(station.name) })}</strong>{' '}
      {t('exceptions.abandoned.since')} <Time at={at} zone={stationZone(station)} />, {days(now.days)}
      {episodes.length > 1 && `; ${t('exceptions.abandoned.times', { count: episodes.length })}`}
    </p>
  );
}

/** Every time the train of this trip was left standing, with the operations that opened and closed it. */
export function AbandonedList({ episodes, staff }: AbandonedProps) {
  const { t, days } = useFormat();
  if (episodes.length === 0) return null;
  return (
    <section className="kv-card-section">
      <h2>{t('exceptions.abandoned.title')}</h2>
      <ol className="kv-episodes">
        {episodes.map((episode) => (
          <li key={episode.openedBy.at}>
            <span>
              {t('exceptions.abandoned.days', { days: days(episode.days), station: stationName(episode.openedBy.station.name) })}
              {episode.closedBy === undefined && <strong> · {t('exceptions.abandoned.open')}</strong>}
            </span>
            <Evidence what={t('exceptions.abandoned.opening')} operation={episode.openedBy} staff={staff} />
            {episode.closedBy && <Evidence what={t('exceptions.abandoned.closing')} operation={episode.closedBy} staff={staff} />}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Evidence({ what, operation, staff }: { what: string; operation: WagonOperation; staff: boolean }) {
  const { t } = useFormat();
  const { reportId, row } = operation.evidence;
  return (
    <span className="kv-note">
      {what}: <Time at={operation.at} zone={stationZone(operation.station)} />,{' '}
      <span title={operation.name}>{operationName(operation)}</span>
      {staff && (
        <>
          {' · '}
          <Link to={`/sources/reports/${reportId}?row=${row}`}>
            {t('sources.row')} {row}
          </Link>
        </>
      )}
    </span>
  );
}
