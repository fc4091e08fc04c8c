import type { User, WagonOperation } from '@karavan/contracts';
import { stationZone } from '@karavan/tracking/station-zone';
import { Link } from 'react-router';
import { useWagonHistory } from '../../api/queries.ts';
import { operationName } from '../../format/operation-name.ts';
import { isNextRailwayDay, railwayDay } from '../../format/railway-day.ts';
import { stationName } from '../../format/station-name.ts';
import { useFormat } from '../../format/use-format.ts';
import { isStaff } from '../../session/session.ts';
import { Failure } from '../../ui/PageState.tsx';
import { Timeline, type TimelineItem } from '../../ui/Timeline.tsx';

const GOOD = new Set(['ARRIVED_DESTINATION', 'UNLOADED', 'LOADED', 'REPAIRED']);
const BAD = new Set(['TRAIN_ABANDONED', 'BAD_ORDER', 'SCRAPPED']);

export function WagonHistory({ number, user }: { number: string; user: User }) {
  const { t, km, day } = useFormat();
  const history = useWagonHistory(number);
  const operations = history.data?.pages.flatMap((page) => page.items) ?? [];
  const toItem = (operation: WagonOperation): TimelineItem => ({
    key: `${operation.at} ${operation.evidence.reportId} ${operation.evidence.row}`,
    at: operation.at,
    zone: stationZone(operation.station),
    title: operationName(operation),
    place: stationName(operation.station.name),
    tone: GOOD.has(operation.event) ? 'good' : BAD.has(operation.event) ? 'bad' : 'plain',
    note: (
      <>
        {isNextRailwayDay(operation.at) && (
          <span title={t('exceptions.time.railwayDayHint')}>
            {t('exceptions.time.railwayDay', { day: day(railwayDay(operation.at)) })}
            {(operation.remainingKm !== undefined || isStaff(user)) && ' · '}
          </span>
        )}
        {operation.remainingKm !== undefined && `${t('card.remaining')} ${km(operation.remainingKm)}`}
        {isStaff(user) && (
          <>
            {operation.remainingKm !== undefined && ' · '}
            <Link to={`/sources/reports/${operation.evidence.reportId}?row=${operation.evidence.row}`}>
              {t('sources.row')} {operation.evidence.row}
            </Link>
          </>
        )}
      </>
    ),
  });
  return (
    <section className="kv-card-section">
      <h2>{t('card.history')}</h2>
      {history.isError && <Failure error={history.error} retry={() => void history.refetch()} />}
      {history.isSuccess && operations.length === 0 && <p className="kv-note">{t('card.noHistory')}</p>}
      <Timeline items={operations.map(toItem)} />
      {history.hasNextPage && (
        <button type="button" className="kv-more" onClick={() => void history.fetchNextPage()}>
          {t('card.loadMore')}
        </button>
      )}
    </section>
  );
}
