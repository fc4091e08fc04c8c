import type { NormBook } from '@karavan/contracts';

const covers = ({ validFrom, validTo, withdrawnAt }: NormBook, day: string): boolean =>
  withdrawnAt === null && validFrom <= day && (validTo == null || day <= validTo);

/** A company's own version stands over what ships; of two the one that begins later, of one day the one made later. */
const stronger = (a: NormBook, b: NormBook): number => {
  if ((a.version === 0) !== (b.version === 0)) return a.version === 0 ? 1 : -1;
  if (a.validFrom !== b.validFrom) return a.validFrom < b.validFrom ? 1 : -1;
  return b.version - a.version;
};

/** The version of the norms that counts for goods taken over on that Moscow day `YYYY-MM-DD` (NT5). */
export const normBookOf = (day: string, books: readonly NormBook[]): NormBook | undefined =>
  books.filter((book) => covers(book, day)).sort(stronger)[0];
