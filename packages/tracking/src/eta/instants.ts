import { DAY_MS, daysBetween, iso, MINUTE_MS } from '../time.ts';
import type { Quantiles } from './quantiles.ts';

/** News older than this no longer narrows anything: half of every further day is added to p90 (ET5). */
const NEWS_GETS_OLD_DAYS = 1;
const OLD_NEWS_WIDENS = 0.5;
/** When the middle estimate has passed without news, this part of its upper half is still to come (ET6). */
const OVERDUE_SHARE = 0.3;

/** Days by which old news pushes the far end out (ET5). */
export const oldNewsDays = (reportedAt: string, now: Date): number =>
  Math.max(0, daysBetween(reportedAt, now) - NEWS_GETS_OLD_DAYS) * OLD_NEWS_WIDENS;

/** Days after an instant as instants. */
export const daysAfter = (start: number, days: Quantiles): Quantiles => ({
  p10: start + days.p10 * DAY_MS,
  p50: start + days.p50 * DAY_MS,
  p90: start + days.p90 * DAY_MS,
});

/**
 * Nothing is forecast into the past; what is overdue is expected from now on (ET6). The middle moves on as the time from
 * p10 to p50 runs out, so it never stands at `now` together with p10.
 */
export function notBefore(now: number, at: Quantiles): Quantiles {
  if (now <= at.p10) return at;
  const gone = at.p50 > at.p10 ? Math.min(1, (now - at.p10) / (at.p50 - at.p10)) : 1;
  const later = (at.p90 - at.p50) * OVERDUE_SHARE * gone;
  const p50 = Math.max(at.p50, now + later);
  return { p10: now, p50, p90: Math.max(at.p90, p50 + later) };
}

const upToMinute = (time: number): string => iso(Math.ceil(time / MINUTE_MS) * MINUTE_MS);

export const toInstants = ({ p10, p50, p90 }: Quantiles) => ({
  p10: upToMinute(p10),
  p50: upToMinute(p50),
  p90: upToMinute(p90),
});
