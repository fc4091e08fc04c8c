import { z } from 'zod';
import { CalendarDay } from './common.ts';

/** What every version of a table says of itself: from when to when it holds, where it is from, and whether that was checked. */
export const VALIDITY = {
  name: z.string().trim().min(1).max(200),
  /** the first day it is in force, Moscow time */
  validFrom: CalendarDay,
  /** the last one, Moscow time; absent: until the next version */
  validTo: CalendarDay.nullable().optional(),
  /** the contract or act it is taken from */
  source: z.string().trim().min(1).max(500),
  /** unconfirmed: nobody has held it against the source; whatever is worked out by it is marked */
  confidence: z.enum(['confirmed', 'unconfirmed']),
};

export const inOrder = (terms: { validFrom?: string | undefined; validTo?: string | null | undefined }): boolean =>
  terms.validFrom === undefined || terms.validTo == null || terms.validTo >= terms.validFrom;
export const NOT_IN_ORDER = { path: ['validTo'], message: 'must not be before validFrom' };
