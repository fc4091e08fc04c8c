import type { Calendar, DayHours } from '@karavan/contracts';
import { WEEKDAYS } from '@karavan/contracts';
import { wallMinutes, wallText } from '../../calendar/index.ts';

const DAY_MINUTES = 24 * 60;
type Hours = DayHours[number];

function widened(hours: DayHours, { hours: count, end }: { hours: number; end: 'from' | 'to' }): DayHours {
  const sorted = [...hours].sort((a, b) => wallMinutes(a[0]) - wallMinutes(b[0]));
  const index = end === 'to' ? sorted.length - 1 : 0;
  return sorted.map(([from, to], at): Hours => {
    if (at !== index) return [from, to];
    if (end === 'to') return [from, wallText(Math.min(DAY_MINUTES, wallMinutes(to) + 60 * count))];
    return [wallText(Math.max(0, wallMinutes(from) - 60 * count)), to];
  });
}

/** Every day that has hours begins so much earlier, or ends so much later. */
export function openWider(calendar: Calendar, change: { hours: number; end: 'from' | 'to' }): Calendar {
  const hours = Object.fromEntries(WEEKDAYS.map((day) => [day, widened(calendar.hours[day] ?? [], change)]));
  const open = Object.fromEntries(Object.entries(calendar.open ?? {}).map(([date, day]) => [date, widened(day, change)]));
  return { ...calendar, hours, open };
}

/** What the clock then shows on the day that is longest open; to begin with where `hours` is negative. */
export function hoursLater(calendar: Calendar, hours: number): string {
  const days = [...Object.values(calendar.hours), ...Object.values(calendar.open ?? {})].flat();
  if (hours < 0)
    return wallText(Math.max(0, Math.min(...days.map(([from]) => wallMinutes(from)), DAY_MINUTES - 60) + 60 * hours));
  return wallText(Math.min(DAY_MINUTES, Math.max(0, ...days.map(([, to]) => wallMinutes(to))) + 60 * hours));
}
