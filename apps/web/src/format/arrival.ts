import type { Eta, Language } from '@karavan/contracts';
import { type Arrival, arrivalOf } from '@karavan/tracking/arrival';
import { en } from '../i18n/en.ts';
import { ru } from '../i18n/ru.ts';
import { calendarDay, clockTime, dayTime, dayWords, intervalWords, type TimeOptions } from './time.ts';

const WORDS: Record<Language, { by: string; overdue: string }> = {
  ru: { by: ru.time.by, overdue: ru.card.overdue },
  en: { by: en.time.by, overdue: en.card.overdue },
};

/** Railway times are told in whole hours, trucks' in five minutes: the same steps as in the sentences (SE4). */
export const STEP_MINUTES = { rail: 60, road: 5 } as const;
export type Mode = keyof typeof STEP_MINUTES;

/**
 * The interval of a forecast, rounded as the sentence rounds it; undefined for one too wide to say.
 * `21 Aug 10:00–14:00`, `22 Aug – 25 Aug` when it is wider than two days, `by 16:00` when it may come any minute.
 */
export function etaWords(eta: Eta, mode: Mode, options: TimeOptions): string | undefined {
  const arrival = arrivalOf(eta, new Date(options.now), STEP_MINUTES[mode]);
  if (arrival === undefined) return undefined;
  return arrival === 'overdue' ? WORDS[options.language].overdue : tell(arrival, options);
}

function tell({ from, to, daysOnly }: Arrival, options: TimeOptions): string {
  if (from === undefined) return WORDS[options.language].by.replace('{{day}}', latest(to, daysOnly, options));
  if (!daysOnly) return intervalWords(from, to, options);
  const [first, last] = [dayWords(from, options), dayWords(to, options)];
  return first === last ? first : `${first} – ${last}`;
}

function latest(to: string, daysOnly: boolean, options: TimeOptions): string {
  if (daysOnly) return dayWords(to, options);
  const isToday = dayWords(to, options) === calendarDay(todayOf(options), options);
  return isToday ? clockTime(to, options) : dayTime(to, options);
}

function todayOf({ now, zone }: TimeOptions): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(now);
}
