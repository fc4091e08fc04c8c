import type { Language } from '@karavan/contracts';
import { format, isValid, parse } from 'date-fns';

/** How a day is written in a field, and what else is understood when it is typed. The year in full: half of one is another year. */
const PATTERNS: Record<Language, readonly [string, ...string[]]> = {
  ru: ['dd.MM.yyyy', 'd.M.yyyy', 'yyyy-MM-dd'],
  en: ['d MMM yyyy', 'd MMMM yyyy', 'dd.MM.yyyy', 'd.M.yyyy', 'yyyy-MM-dd'],
};
const FULL_YEAR = /(^|\D)\d{4}(\D|$)/;
const MOMENT = /^(.*\S)[\sT,]+(\d{1,2}):(\d{2})$/;
const ANY_DAY = new Date(2026, 0, 1);

/** `22.11.2026` of `2026-11-22` */
export const dayText = (day: string, language: Language): string =>
  format(parse(day.slice(0, 10), 'yyyy-MM-dd', ANY_DAY), PATTERNS[language][0]);

/** `22.11.2026 10:40` of `2026-11-22 10:40:00` */
export const momentText = (moment: string, language: Language): string =>
  `${dayText(moment, language)} ${moment.slice(11, 16) || '00:00'}`;

/** `2026-11-22` of what was typed; null for what is no day of the calendar. */
export function readDay(typed: string, language: Language): string | null {
  const text = typed.trim();
  if (!FULL_YEAR.test(text)) return null;
  for (const pattern of PATTERNS[language]) {
    const day = parse(text, pattern, ANY_DAY);
    if (isValid(day)) return format(day, 'yyyy-MM-dd');
  }
  return null;
}

/** `2026-11-22 10:40:00` of what was typed; midnight where no time was. */
export function readMoment(typed: string, language: Language): string | null {
  const [, dayPart, hours, minutes] = MOMENT.exec(typed.trim()) ?? [];
  if (dayPart === undefined) {
    const day = readDay(typed, language);
    return day && `${day} 00:00:00`;
  }
  const day = readDay(dayPart, language);
  if (day === null || Number(hours) > 23 || Number(minutes) > 59) return null;
  return `${day} ${hours?.padStart(2, '0')}:${minutes}:00`;
}
