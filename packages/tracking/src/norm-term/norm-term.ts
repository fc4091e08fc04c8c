import type { NormBasis, NormBook, ShipmentKind, WagonState } from '@karavan/contracts';
import { dayIn, MOSCOW } from '../time.ts';
import { normBookOf } from './book-of.ts';
import { SHIPPED_NORMS } from './books.ts';

export interface NormQuestion {
  /** the instant the railway took the goods over */
  acceptedAt: string;
  /** the distance the charge is computed for */
  distanceKm: number;
  kind?: ShipmentKind;
  /** days beyond those of the book: a hub on the way, customs, an act */
  extraDays?: number;
}

export interface NormTerm extends NormBasis {
  /** the term ends at 24:00 Moscow time of this day */
  date: string;
}

/** Calendar arithmetic on `YYYY-MM-DD`, without a zone. */
function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/**
 * The term of delivery by the norm (NT2, NT3, NT5): whole days of travel and the extra days, counted from the Moscow day of
 * acceptance, and the version of the norms it is by. Undefined without a distance or where no version covers the day.
 */
export function normTerm(question: NormQuestion, books: readonly NormBook[] = SHIPPED_NORMS): NormTerm | undefined {
  const { distanceKm, kind = 'wagonload' } = question;
  const acceptedOn = dayIn(question.acceptedAt, MOSCOW);
  const book = normBookOf(acceptedOn, books);
  const band = book?.kmPerDay[kind].findLast(({ fromKm }) => fromKm <= distanceKm);
  if (book === undefined || band === undefined || !(distanceKm > 0)) return undefined;
  const travelDays = Math.ceil(distanceKm / band.kmPerDay);
  const extraDays = book.extraDays.reduce((sum, { days }) => sum + days, 0) + (question.extraDays ?? 0);
  return {
    date: addDays(acceptedOn, travelDays + extraDays),
    bookId: book.id,
    version: book.version,
    name: book.name,
    source: book.source,
    confirmed: book.confidence === 'confirmed',
    acceptedOn,
    distanceKm,
    kmPerDay: band.kmPerDay,
    travelDays,
    extraDays,
  };
}

/**
 * The state with a term of delivery where the report gives none (NT1): the report's own is never touched, and a computed
 * one says so and names the norms it is by. Without a start of the trip or its total distance there is none.
 */
export function withNormTerm<S extends Omit<WagonState, 'revision'>>(state: S, books: readonly NormBook[] = SHIPPED_NORMS): S {
  if (state.deadline !== undefined || state.tripStartedAt === undefined || state.totalKm === undefined) return state;
  if (state.destination === undefined) return state;
  const term = normTerm({ acceptedAt: state.tripStartedAt, distanceKm: state.totalKm }, books);
  if (term === undefined) return state;
  const { date, ...norm } = term;
  return { ...state, deadline: { date, basis: 'computed', norm } };
}
