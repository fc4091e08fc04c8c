import type { Calendar, DayHours } from '@karavan/contracts';
import {
  addDays,
  dayStart,
  localDay,
  MINUTE_MS,
  openIntervals,
  wallMinutesAt,
  wallText,
  wallToInstant,
} from '../calendar/index.ts';
import type { Span } from './world.ts';

const DAY_MINUTES = 24 * 60;

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
  return left
    .map(([start, end]): DayHours[number] => [wallFrom(start, { day, calendar, span }), wallUntil(end, { day, calendar, span })])
    .filter(([from, to]) => from < to);
}

interface Day {
  readonly day: string;
  readonly calendar: Calendar;
  readonly span: Span;
}

/** The first time on the clock from which only what is left is open: of a time that comes twice in the night the clock means the first. */
function wallFrom(atMs: number, { day, calendar: { timeZone }, span }: Day): string {
  if (atMs >= span[1]) return '24:00';
  let minutes = wallMinutesAt(atMs, day, timeZone);
  while (minutes < DAY_MINUTES && wallToInstant(day, wallText(minutes), timeZone) < atMs) minutes += 1;
  return wallText(minutes);
}

/** The last time on the clock up to which nothing else is open. */
function wallUntil(atMs: number, { day, calendar: { timeZone }, span }: Day): string {
  if (atMs >= span[1]) return '24:00';
  let minutes = wallMinutesAt(atMs, day, timeZone);
  while (minutes < DAY_MINUTES && wallToInstant(day, wallText(minutes + 1), timeZone) <= atMs) minutes += 1;
  return wallText(minutes);
}
