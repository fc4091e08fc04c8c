import type { Calendar, Departures } from '@karavan/contracts';

const MINUTE_MS = 60_000;
const DAYS = 16;
const NAMES = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** Sixteen days of a wall clock, read minute by minute off the runtime: knows nothing of offsets or of our code. */
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

export function readMinuteClock(zone: string, firstDay: string): MinuteClock {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  const fromMs = Date.parse(`${firstDay}T00:00:00Z`);
  const walls: string[] = [];
  const firstSeen = new Map<string, number>();
  for (let minute = 0; minute < DAYS * 1440; minute++) {
    const wall = format.format(fromMs + minute * MINUTE_MS);
    walls.push(wall);
    if (!firstSeen.has(wall)) firstSeen.set(wall, minute);
  }
  const asUtc = (wall: string) => Date.parse(`${wall.replace(' ', 'T')}Z`);
  const jump = walls.findIndex((wall, minute) => minute > 0 && asUtc(wall) - asUtc(walls[minute - 1] ?? wall) > MINUTE_MS);
  const gapMs = jump < 0 ? 0 : asUtc(walls[jump] ?? '') - asUtc(walls[jump - 1] ?? '') - MINUTE_MS;
  const minuteOf = (day: string, time: string) => {
    const wallMs = Date.parse(`${day}T00:00:00Z`) + Number(time.slice(0, 2)) * 3_600_000 + Number(time.slice(3)) * MINUTE_MS;
    const text = (ms: number) => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
    return firstSeen.get(text(wallMs)) ?? firstSeen.get(text(wallMs + gapMs)) ?? Number.NaN;
  };
  const days = [...new Set(walls.map((wall) => wall.slice(0, 10)))].slice(1, -1);
  return { zone, fromMs, minutes: walls.length, days, dayAt: (minute) => walls[minute]?.slice(0, 10) ?? '', minuteOf };
}

/** Is it open in this minute: one yes or no a minute. */
export function openMinutes(clock: MinuteClock, calendar: Calendar): boolean[] {
  const open = new Array<boolean>(clock.minutes).fill(false);
  for (const day of clock.days) {
    const hours = calendar.open?.[day] ?? (calendar.closed?.includes(day) ? [] : calendar.hours[weekdayName(day)]) ?? [];
    for (const [from, to] of hours)
      open.fill(true, clock.minuteOf(day, from), Math.max(clock.minuteOf(day, from), clock.minuteOf(day, to)));
  }
  return open;
}

/** The runs of `true` in [from, to), by their first minute and the one after their last. */
export function runsOf(open: readonly boolean[], [from, to]: readonly [number, number]): [number, number][] {
  const runs: [number, number][] = [];
  for (let minute = from; minute < to; minute++) {
    const last = runs.at(-1);
    if (!open[minute]) continue;
    if (last?.[1] === minute) last[1] = minute + 1;
    else runs.push([minute, minute + 1]);
  }
  return runs;
}

export function departureMinutes(clock: MinuteClock, departures: Departures): number[] {
  return clock.days
    .filter((day) => departures.days.some((number) => number % 7 === new Date(`${day}T00:00:00Z`).getUTCDay()))
    .filter((day) => !departures.except?.includes(day))
    .map((day) => clock.minuteOf(day, departures.at))
    .sort((a, b) => a - b);
}

function weekdayName(day: string) {
  return NAMES[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? 'sun';
}
