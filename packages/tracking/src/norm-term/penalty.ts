import { calendarDays, dayIn, MOSCOW } from '../time.ts';

/** Railway charter, article 97, since the act 266-ФЗ of 2 August 2019. */
const PCT_A_DAY = 6;
const MOST_PCT = 50;

/** Days past the term `YYYY-MM-DD`, every begun one counts (NT4); 0 while it is kept. */
export const daysPastTerm = (term: string, at: string | Date): number => Math.max(0, calendarDays(term, dayIn(at, MOSCOW)));

/** What the railway owes for that many days of delay, in % of the freight charge of the shipment (NT4). */
export const penaltyPct = (daysLate: number): number => Math.min(MOST_PCT, PCT_A_DAY * Math.max(0, Math.ceil(daysLate)));
