import { z } from 'zod';
import { CalendarDay, TimeZone } from './common.ts';

const MAX_DAYS_NAMED = 4_000;
const MAX_INTERVALS_A_DAY = 48;

/** Minutes and hours of a wall clock, `00:00` to `23:59`. */
export const WallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'must be a time such as 08:30' });
/** The same, and `24:00`: the end of an interval may be the end of its day. */
export const WallTimeTo = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, { error: 'must be a time such as 17:30, at most 24:00' });

/** Opening hours of one stretch of a day, [from, to). Over midnight it is two: to 24:00, and from 00:00 of the next day. */
export const OpenHours = z
  .tuple([WallTime, WallTimeTo])
  .refine(([from, to]) => from < to, { error: 'must end after it begins; hours over midnight are two: to 24:00 and from 00:00' });
export const DayHours = z.array(OpenHours).max(MAX_INTERVALS_A_DAY);
export type DayHours = z.infer<typeof DayHours>;

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export const Weekday = z.enum(WEEKDAYS);

/** When a place works. `open` replaces a day's hours and wins over `closed`; days belong to `timeZone`. */
export const Calendar = z.object({
  timeZone: TimeZone,
  hours: z.partialRecord(Weekday, DayHours),
  closed: z.array(CalendarDay).max(MAX_DAYS_NAMED).optional(),
  open: z
    .record(CalendarDay, DayHours)
    .refine((days) => Object.keys(days).length <= MAX_DAYS_NAMED, { error: `has more than ${MAX_DAYS_NAMED} days` })
    .optional(),
});
export type Calendar = z.infer<typeof Calendar>;

/** A weekly timetable, 1 = Monday, local to where it leaves from. */
export const Departures = z.object({
  days: z.array(z.union([1, 2, 3, 4, 5, 6, 7].map((day) => z.literal(day)))).max(7),
  at: WallTime,
  except: z.array(CalendarDay).max(MAX_DAYS_NAMED).optional(),
});
export type Departures = z.infer<typeof Departures>;
