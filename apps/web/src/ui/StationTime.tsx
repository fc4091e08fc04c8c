import { isNextRailwayDay, railwayDay } from '../format/railway-day.ts';
import { MOSCOW } from '../format/time.ts';
import { timeMode } from '../format/time-mode.ts';
import { useFormat } from '../format/use-format.ts';
import { Time } from './Time.tsx';
import { useValue } from './value-store.ts';

/** A railway time as its people read it: Moscow time beside the clock of the station, and the railway day where it is another. */
export function StationTime({ at, zone }: { at: string; zone?: string | undefined }) {
  const format = useFormat();
  const { t } = format;
  const isLocal = useValue(timeMode) === 'local';
  const isElsewhere = zone !== undefined && format.clockIn(at, zone).slice(0, 5) !== format.clock(at);
  const other = isLocal
    ? t('exceptions.time.inMoscow', { time: format.dayTime(at) })
    : t('exceptions.time.atStation', { time: zone === undefined ? '' : format.dayTimeIn(at, zone) });
  return (
    <>
      <Time at={at} zone={zone} />
      {!(isLocal && zone !== undefined) && ` ${t('time.msk')}`}
      {isElsewhere && zone !== MOSCOW && <span className="kv-note">{other}</span>}
      {isNextRailwayDay(at) && (
        <span className="kv-note" title={t('exceptions.time.railwayDayHint')}>
          {t('exceptions.time.railwayDay', { day: format.day(railwayDay(at)) })}
        </span>
      )}
    </>
  );
}
