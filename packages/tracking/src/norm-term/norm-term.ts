import type { NormTerm, WagonState } from '@karavan/contracts';
import { dayIn, MOSCOW } from '../time.ts';
import { NORM_BOOKS, type NormBook, type ShipmentKind } from './books.ts';

export interface NormQuestion {
  /** the instant the railway took the goods over */
  acceptedAt: string;
  /** the distance the charge is computed for */
  distanceKm: number;
  kind?: ShipmentKind;
  /** days beyond those of the book: a hub on the way, customs, an act */
  extraDays?: number;
}

/** Calendar arithmetic on `YYYY-MM-DD`, without a zone. */
function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

const bookOf = (day: string, books: readonly NormBook[]): NormBook | undefined =>
  books.findLast((book) => book.validFrom <= day && (book.validTo === undefined || day <= book.validTo));

/**
 * The term of delivery by the norm (NT2, NT3): whole days of travel and the extra days, counted from the Moscow day of
 * acceptance; the term ends at 24:00 Moscow time of `date`. Undefined without a distance or before the first book.
 */
export function normTerm(question: NormQuestion, books: readonly NormBook[] = NORM_BOOKS): NormTerm | undefined {
  const { distanceKm, kind = 'wagonload' } = question;
  const acceptedOn = dayIn(question.acceptedAt, MOSCOW);
  const book = bookOf(acceptedOn, books);
  const band = book?.kmPerDay[kind].findLast(({ fromKm }) => fromKm <= distanceKm);
  if (book === undefined || band === undefined || !(distanceKm > 0)) return undefined;
  const travelDays = Math.ceil(distanceKm / band.kmPerDay);
  const extraDays = book.extraDays.reduce((sum, { days }) => sum + days, 0) + (question.extraDays ?? 0);
  return {
    date: addDays(acceptedOn, travelDays + extraDays),
    acceptedOn,
    distanceKm,
    kmPerDay: band.kmPerDay,
    travelDays,
    extraDays,
    source: book.source,
    confirmed: book.confirmed,
  };
}

/**
 * The state with a term of delivery where the report gives none (NT1): the report's own is never touched, and a computed
 * one says so. Without a start of the trip or its total distance there is none.
 */
export function withNormTerm<S extends Omit<WagonState, 'revision'>>(state: S, books: readonly NormBook[] = NORM_BOOKS): S {
  if (state.deadline !== undefined || state.tripStartedAt === undefined || state.totalKm === undefined) return state;
  if (state.destination === undefined) return state;
  const term = normTerm({ acceptedAt: state.tripStartedAt, distanceKm: state.totalKm }, books);
  return term === undefined ? state : { ...state, deadline: { date: term.date, basis: 'computed' } };
}
