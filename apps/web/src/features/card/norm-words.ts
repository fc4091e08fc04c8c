import type { Deadline } from '@karavan/contracts';
import type { Format } from '../../format/use-format.ts';

type Norm = NonNullable<Deadline['norm']>;

/** By which version of the norms a term was computed. */
export function normBookWords(norm: Norm, { t }: Pick<Format, 't'>): string {
  const book = norm.version === 0 ? t('norms.why.shipped') : t('norms.why.book', { name: norm.name, version: norm.version });
  return norm.confirmed || norm.version === 0 ? book : `${book}, ${t('norms.why.unconfirmed')}`;
}

/** `748 km ÷ 210 km a day = 4 d, and 2 d, from 15 Aug`. */
export function normHowWords(norm: Norm, { t, km, number, days, day }: Format): string {
  return t('norms.why.how', {
    km: km(norm.distanceKm),
    kmPerDay: number(norm.kmPerDay, 1),
    travel: days(norm.travelDays),
    extra: days(norm.extraDays),
    day: day(norm.acceptedOn),
  });
}
