import type { Calendar, DayHours, Departures } from '@karavan/contracts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;
const QUARTER_MS = 15 * MINUTE_MS;
const NAMES = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** Some days of a wall clock, read off the runtime: knows nothing of offsets or of our code. Minutes count from `fromMs`. */
export interface MinuteClock {
  zone: string;
  fromMs: number;
  minutes: number;
  /** whole days seen */
  days: string[];
  dayAt: (minute: number) => string;
  /** the minute a wall time of a day comes first; skipped times come later by what was skipped */
  minuteOf: (day: string, time: string) => number;
}

const wallOf = (day: string, time: string) =>
  Date.parse(`${day}T00:00:00Z`) / MINUTE_MS + Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

export function readMinuteClock(zone: string, firstDay: string, dayCount = 16): MinuteClock {
  const fromMs = Date.parse(`${firstDay}T00:00:00Z`);
  const walls = readWalls(zone, fromMs, dayCount * DAY_MINUTES);
  const firstSeen = new Map<number, number>();
  walls.forEach((wall, minute) => {
    const gap = minute === 0 ? 0 : wall - (walls[minute - 1] ?? wall) - 1;
    for (let skipped = 0; skipped < gap; skipped++) firstSeen.set(wall - gap + skipped, minute + skipped);
    if (!firstSeen.has(wall)) firstSeen.set(wall, minute);
  });
  const dayNumbers = [...walls].map((wall) => Math.floor(wall / DAY_MINUTES));
  const text = new Map(dayNumbers.map((day) => [day, new Date(day * DAY_MINUTES * MINUTE_MS).toISOString().slice(0, 10)]));
  return {
    zone,
    fromMs,
    minutes: walls.length,
    days: [...text.values()].slice(1, -1),
    dayAt: (minute) => text.get(dayNumbers[minute] ?? Number.NaN) ?? '',
    minuteOf: (day, time) => firstSeen.get(wallOf(day, time)) ?? Number.NaN,
  };
}

/** What the wall shows in every minute, as minutes since 1970 of that wall. Clocks change on a whole quarter of an hour. */
function readWalls(zone: string, fromMs: number, minutes: number): Int32Array {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  const walls = new Int32Array(minutes);
  for (let minute = 0; minute < minutes; minute += QUARTER_MS / MINUTE_MS) {
    const [day = '', time = ''] = format.format(fromMs + minute * MINUTE_MS).split(' ');
    for (let more = 0; more < 15; more++) walls[minute + more] = wallOf(day, time) + more;
  }
  return walls;
}

/** A place that is looked at minute by minute, and knows nothing but whether it is open then. */
export interface MinutePlace {
  clock: MinuteClock;
  /** one a minute: 1 while it is open */
  open: Uint8Array;
  hoursOf: (day: string) => DayHours;
}

export function lookAtPlace(clock: MinuteClock, calendar: Calendar): MinutePlace {
  const { open: named, closed, hours } = calendar;
  const open = new Uint8Array(clock.minutes);
  const hoursOf = (day: string) => named?.[day] ?? (closed?.includes(day) ? [] : hours[weekdayName(day)]) ?? [];
  for (const day of clock.days)
    for (const [from, to] of hoursOf(day)) {
      const start = clock.minuteOf(day, from);
      open.fill(1, start, Math.max(start, clock.minuteOf(day, to)));
    }
  return { clock, open, hoursOf };
}

const instantOf = ({ fromMs }: MinuteClock, minute: number) => fromMs + minute * MINUTE_MS;
const minuteAt = ({ fromMs }: MinuteClock, atMs: number) => Math.floor((atMs - fromMs) / MINUTE_MS);
const dayOf = (clock: MinuteClock, atMs: number) => clock.dayAt(minuteAt(clock, atMs));

/** The first open instant by the last one. */
export function firstOpen({ clock, open }: MinutePlace, fromMs: number, untilMs: number): number | undefined {
  const minute = open.indexOf(1, minuteAt(clock, fromMs));
  const atMs = Math.max(fromMs, instantOf(clock, minute));
  return minute < 0 || atMs > untilMs ? undefined : atMs;
}

export function firstOpenOfLaterDay(place: MinutePlace, fromMs: number, untilMs: number): number | undefined {
  const { clock } = place;
  let minute = minuteAt(clock, fromMs);
  for (const today = clock.dayAt(minute); minute < clock.minutes && clock.dayAt(minute) <= today; minute++);
  return firstOpen(place, instantOf(clock, minute), untilMs);
}

export function workFrom({ clock, open }: MinutePlace, [fromMs, untilMs]: [number, number], minutes: number): number | undefined {
  let leftMs = minutes * MINUTE_MS;
  if (leftMs === 0) return fromMs;
  for (let minute = minuteAt(clock, fromMs); minute < clock.minutes; minute++) {
    if (!open[minute]) continue;
    const startMs = Math.max(fromMs, instantOf(clock, minute));
    const doneMs = Math.min(leftMs, instantOf(clock, minute + 1) - startMs);
    leftMs -= doneMs;
    if (leftMs === 0) return startMs + doneMs <= untilMs ? startMs + doneMs : undefined;
  }
  return undefined;
}

export function openRuns({ clock, open }: MinutePlace, fromMs: number, toMs: number): [number, number][] {
  const runs: [number, number][] = [];
  for (let minute = minuteAt(clock, fromMs); instantOf(clock, minute) < toMs; minute++) {
    if (!open[minute]) continue;
    const [startMs, endMs] = [Math.max(fromMs, instantOf(clock, minute)), Math.min(toMs, instantOf(clock, minute + 1))];
    const last = runs.at(-1);
    if (last?.[1] === startMs) last[1] = endMs;
    else runs.push([startMs, endMs]);
  }
  return runs;
}

/** Contract 5.3, rule 1: when goods that are there at an instant are released. */
export function releaseOf(place: MinutePlace, cutOff: string, [atMs, untilMs]: [number, number]): number | undefined {
  const { clock } = place;
  const today = dayOf(clock, atMs);
  const isInTime = place.hoursOf(today).length > 0 && atMs <= instantOf(clock, clock.minuteOf(today, cutOff));
  return isInTime ? firstOpen(place, atMs, untilMs) : firstOpenOfLaterDay(place, atMs, untilMs);
}

export function departureInstants(clock: MinuteClock, { days, at, except }: Departures): number[] {
  return clock.days
    .filter((day) => days.some((number) => number % 7 === new Date(`${day}T00:00:00Z`).getUTCDay()) && !except?.includes(day))
    .map((day) => instantOf(clock, clock.minuteOf(day, at)))
    .sort((a, b) => a - b);
}

function weekdayName(day: string) {
  return NAMES[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? 'sun';
}
