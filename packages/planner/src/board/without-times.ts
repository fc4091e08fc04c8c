import type { Calendar, DayHours } from '@karavan/contracts';
import { addDays, dayStart, localDay, MINUTE_MS, openIntervals, wallText } from '../calendar/index.ts';
import type { Span } from './world.ts';

const ALWAYS: Calendar['hours'] = Object.fromEntries(
  (['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const).map((day) => [day, [['00:00', '24:00']]]),
);

/**
 * The same calendar with some times taken out of it, to the minute outwards; without a calendar, of always. Days that the
 * times do not touch stay as they were. A time without an end is taken out up to `untilMs`.
 */
export function withoutTimes(
  calendar: Calendar | undefined,
  input: { timeZone: string; times: readonly (readonly [fromMs: number, toMs: number | undefined])[]; untilMs: number },
): Calendar {
  const base: Calendar = calendar ?? { timeZone: input.timeZone, hours: ALWAYS };
  const cuts = input.times
    .map(
      ([from, to]): Span => [Math.floor(from / MINUTE_MS) * MINUTE_MS, Math.ceil((to ?? input.untilMs) / MINUTE_MS) * MINUTE_MS],
    )
    .filter(([from, to]) => from < to);
  const open: Record<string, DayHours> = { ...base.open };
  for (const cut of cuts) {
    const last = localDay(cut[1] - 1, base.timeZone);
    for (let day = localDay(cut[0], base.timeZone); day <= last; day = addDays(day, 1)) open[day] = hoursLeft(base, day, cuts);
  }
  return { ...base, open };
}

function hoursLeft(calendar: Calendar, day: string, cuts: readonly Span[]): DayHours {
  const span: Span = [dayStart(day, calendar.timeZone), dayStart(addDays(day, 1), calendar.timeZone)];
  let left: Span[] = openIntervals(calendar, ...span);
  for (const [from, to] of cuts)
    left = left.flatMap(([start, end]): Span[] => {
      const parts: Span[] = [
        [start, Math.min(end, from)],
        [Math.max(start, to), end],
      ];
      return parts.filter(([a, b]) => a < b);
    });
  return left.map(([start, end]): DayHours[number] => [wall(start, span), wall(end, span)]).filter(([from, to]) => from < to);
}

/** Minutes since the day began: on the two days a year that are not of 24 hours what is cut lies an hour off after the change. */
function wall(atMs: number, [dayMs, endMs]: Span): string {
  if (atMs >= endMs) return '24:00';
  return wallText(Math.floor((atMs - dayMs) / MINUTE_MS));
}
