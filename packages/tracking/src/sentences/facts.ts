import type { Deadline, Eta } from '@karavan/contracts';
import { deadlineEnd } from '../late.ts';
import { calendarDays, DAY_MS, dayIn, HOUR_MS, iso, MINUTE_MS, ms } from '../time.ts';

/** What both languages know before they choose words. Nothing here is in the past of `now` unless it says so. */
export interface Arrival {
  /** absent when it may come any minute */
  from?: string;
  to: string;
  likely: string;
  /** too wide for clock times: days are honest, hours are not */
  daysOnly: boolean;
}

/** Wider than this an interval only says that the news is old; better not to say it. */
const TOO_WIDE_MS = 60 * DAY_MS;
/** Wider than this an interval is told in days. */
const DAYS_ONLY_MS = 2 * DAY_MS;

/**
 * The interval to say aloud (SE4): opened outward to whole steps, nothing of it before `now`; `overdue` when all of it
 * has passed and nobody has reported an arrival.
 */
export function arrivalOf(eta: Eta | undefined, now: Date, stepMinutes: number): Arrival | 'overdue' | undefined {
  if (eta === undefined || [eta.p10, eta.p50, eta.p90].some((at) => Number.isNaN(ms(at)))) return undefined;
  if (ms(eta.p90) - ms(eta.p10) > TOO_WIDE_MS) return undefined;
  if (ms(eta.p90) <= now.getTime()) return 'overdue';
  const step = stepMinutes * MINUTE_MS;
  const from = Math.floor(ms(eta.p10) / step) * step;
  const to = Math.ceil(ms(eta.p90) / step) * step;
  const likely = iso(Math.max(ms(eta.p50), now.getTime()));
  const interval = { to: iso(to), likely, daysOnly: to - from > DAYS_ONLY_MS };
  return from > now.getTime() ? { from: iso(from), ...interval } : interval;
}

/** Of a truck that may find the gate closed: when it gets there, not when it unloads. */
export const atTheGate = (eta: Eta | undefined): Eta | undefined =>
  eta?.arrival === undefined ? eta : { ...eta.arrival, basis: eta.basis };

type Verdict = 'onTime' | 'tight' | 'late' | 'unknown';

export interface Term {
  day: string;
  /** by the norm, not by the report: it is said so */
  computed: boolean;
  /** its last minute has passed */
  over: boolean;
  verdict: Verdict;
  /** calendar days between the deadline and the (likely) arrival; absent when it cannot be said */
  daysLate?: number;
}

/** How a deadline is kept (SE5): `tight` when the middle estimate keeps it and the late end of the interval does not. */
export function termOf(input: {
  deadline: Deadline | undefined;
  late: boolean | null;
  eta: Eta | undefined;
  arrivedAt: string | undefined;
  now: Date;
  timeZone: string;
}): Term | undefined {
  const { deadline, late, eta, arrivedAt, now, timeZone } = input;
  if (deadline === undefined) return undefined;
  const end = deadlineEnd(deadline, timeZone);
  const term = { day: deadline.date, computed: deadline.basis === 'computed', over: now.getTime() > end };
  if (late === null) return { ...term, verdict: 'unknown' };
  if (!late) return { ...term, verdict: arrivedAt === undefined && eta && ms(eta.p90) > end ? 'tight' : 'onTime' };
  const likely = arrivedAt ?? iso(Math.max(eta === undefined ? 0 : ms(eta.p50), now.getTime()));
  const days = calendarDays(deadline.date, dayIn(likely, timeZone));
  return days > 0 ? { ...term, verdict: 'late', daysLate: days } : { ...term, verdict: 'late' };
}

export type Age = { unit: 'now' } | { unit: 'minute' | 'hour' | 'day'; count: number };

/** How old a fact is, in the largest unit that still says something. */
export function ageOf(at: string, now: Date): Age {
  const age = now.getTime() - ms(at);
  if (age < MINUTE_MS) return { unit: 'now' };
  if (age < HOUR_MS) return { unit: 'minute', count: Math.floor(age / MINUTE_MS) };
  if (age < 2 * DAY_MS) return { unit: 'hour', count: Math.floor(age / HOUR_MS) };
  return { unit: 'day', count: Math.floor(age / DAY_MS) };
}

/** Last known position of a truck, as an answer gives it. */
export interface SeenPosition {
  at: string;
  lat?: number | undefined;
  lon?: number | undefined;
  speedKmh?: number | null | undefined;
  place?: string | undefined;
}

const SMALL_WORDS = /^(на|им|в|при|под|над|и|у|ан)$/;

/** A station name as it is written, where a report shouts it: РОСТОВ-НА-ДОНУ → Ростов-на-Дону, РЯЖСК I → Ряжск I. */
export function stationTitle(name: string): string {
  if (name !== name.toUpperCase()) return name;
  const word = (letters: string, at: number) => {
    const lower = letters.toLowerCase();
    if (/^[IVX]+$/.test(letters)) return letters;
    return at > 0 && SMALL_WORDS.test(lower) ? lower : lower.charAt(0).toUpperCase() + lower.slice(1);
  };
  return name.replace(/\p{L}+/gu, word);
}

/** Sentences that end with an abbreviation have their full stop already. */
export const sentence = (text: string): string => (text === '' || text.endsWith('.') ? text : `${text}.`);
