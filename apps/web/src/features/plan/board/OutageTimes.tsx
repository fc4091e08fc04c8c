import type { PlanOutage } from '@karavan/contracts';
import { clockTime } from '../../../format/time.ts';
import { useFormat } from '../../../format/use-format.ts';
import { partIn } from './outages.ts';

interface OutageTimesProps {
  outage: Pick<PlanOutage, 'from' | 'until'>;
  zone: string;
  /** of this day alone */
  date?: string;
}

/** `from 24 Nov, 10:40 to 14:00`; of one day `from 10:40`, and of a whole one nothing. */
export function OutageTimes({ outage, zone, date }: OutageTimesProps) {
  const { t, language } = useFormat();
  const clock = (at: string) => clockTime(at, { language, zone });
  if (date !== undefined) {
    const { from, until } = partIn(outage, date, zone) ?? {};
    const words = [
      ...(from === undefined ? [] : [t('plan.board.outage.from', { at: clock(from) })]),
      ...(until === undefined ? [] : [t('plan.board.outage.until', { at: clock(until) })]),
    ];
    return <>{words.length === 0 ? t('plan.board.outage.allDay') : words.join(' ')}</>;
  }
  const day = new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', { day: 'numeric', month: 'short', timeZone: zone });
  const moment = (at: string) => `${day.format(new Date(at))}, ${clock(at)}`;
  const isOneDay = outage.until !== undefined && day.format(new Date(outage.until)) === day.format(new Date(outage.from));
  const end = outage.until && t('plan.board.outage.until', { at: isOneDay ? clock(outage.until) : moment(outage.until) });
  return <>{[t('plan.board.outage.from', { at: moment(outage.from) }), ...(end ? [end] : [])].join(' ')}</>;
}
