import type { Calendar, Departures } from '@karavan/contracts';
import { type CompiledCalendar, compileCalendar, DAY_MS, departuresBetween } from '../calendar/index.ts';

/** A timetable with its departures looked up, a stretch of weeks at a time. */
interface Timetable {
  departures: Departures;
  timeZone: string;
  stretches: Map<number, readonly number[]>;
}

const STRETCH_MS = 28 * DAY_MS;
const MOST_CALENDARS = 500;
const MOST_TIMETABLES = 5_000;
const CALENDARS = new Map<string, CompiledCalendar>();
const TIMETABLES = new Map<string, Timetable>();

/** Calendars are kept by what they say: order after order asks those of one network. */
export function calendarOf(calendar: Calendar): CompiledCalendar {
  const key = JSON.stringify(calendar);
  return CALENDARS.get(key) ?? keep(CALENDARS, key, compileCalendar(calendar), MOST_CALENDARS);
}

export function timetableOf(departures: Departures, timeZone: string): Timetable {
  const { days, at, except } = departures;
  const key = `${timeZone} ${at} ${days.join()} ${except?.join() ?? ''}`;
  return TIMETABLES.get(key) ?? keep(TIMETABLES, key, { departures, timeZone, stretches: new Map() }, MOST_TIMETABLES);
}

function keep<T>(all: Map<string, T>, key: string, made: T, most: number): T {
  if (all.size >= most) all.clear();
  all.set(key, made);
  return made;
}

/** The first departure (ms) in [fromMs, toMs]; undefined where there is none. Rule CA9. */
export function departureFrom(timetable: Timetable, fromMs: number, toMs: number): number | undefined {
  for (let stretch = Math.floor(fromMs / STRETCH_MS); stretch * STRETCH_MS <= toMs; stretch++) {
    const departsMs = departuresOf(timetable, stretch).find((at) => at >= fromMs);
    if (departsMs !== undefined) return departsMs <= toMs ? departsMs : undefined;
  }
  return undefined;
}

function departuresOf({ departures, timeZone, stretches }: Timetable, stretch: number): readonly number[] {
  const known = stretches.get(stretch);
  if (known) return known;
  const found = departuresBetween(departures, timeZone, stretch * STRETCH_MS, (stretch + 1) * STRETCH_MS - 1);
  stretches.set(stretch, found);
  return found;
}
