import { z } from 'zod';
import { CalendarDay, Instant } from './common.ts';
import { inOrder, NOT_IN_ORDER, VALIDITY } from './validity.ts';

/** What the speed depends on. A report does not say it: a wagon counts as wagonload unless somebody knows better. */
export const SHIPMENT_KINDS = ['wagonload', 'route', 'container'] as const;
export type ShipmentKind = (typeof SHIPMENT_KINDS)[number];

/** So many km a day from that many tariff km on. */
export const NormBand = z.object({
  fromKm: z.number().int().min(0).max(20_000),
  kmPerDay: z.number().min(1).max(5_000),
});
export type NormBand = z.infer<typeof NormBand>;

const Bands = z
  .array(NormBand)
  .min(1)
  .max(30)
  .refine((bands) => bands[0]?.fromKm === 0, { error: 'the first band must start from 0 km' })
  .refine((bands) => bands.every((band, index) => index === 0 || band.fromKm > (bands[index - 1]?.fromKm ?? 0)), {
    error: 'must ascend by fromKm',
  });

const NormTerms = z.object({
  ...VALIDITY,
  /** the book holds for what the railway took over on these days */
  kmPerDay: z.object({ wagonload: Bands, route: Bands, container: Bands }),
  /** days added to every shipment, and what for */
  extraDays: z.array(z.object({ days: z.number().int().min(0).max(60), why: z.string().trim().min(1).max(200) })).max(20),
});

/** One version of the norms that terms of delivery are computed by, where a report states none. */
export const NewNormBook = NormTerms.refine(inOrder, NOT_IN_ORDER);
export type NewNormBook = z.infer<typeof NewNormBook>;

/** What a version says is never changed; who vouches for it, its end and its withdrawal are noted on it. */
export const NormBook = NormTerms.extend({
  /** `built-in`: what the product brings along, for the days that no version of the company covers */
  id: z.string(),
  /** counted within the company from 1; 0 is what the product brings along */
  version: z.number().int().nonnegative(),
  createdBy: z.string().nullable(),
  createdAt: Instant.nullable(),
  confirmedBy: z.string().nullable(),
  confirmedAt: Instant.nullable(),
  withdrawnBy: z.string().nullable(),
  withdrawnAt: Instant.nullable(),
});
export type NormBook = z.infer<typeof NormBook>;

/** The last day of acceptance a version holds for, Moscow time. */
export const NormEnd = z.object({ validTo: CalendarDay });

/** How a term was worked out, and by which version of the norms. */
export const NormBasis = z.object({
  bookId: z.string(),
  version: z.number().int().nonnegative(),
  name: z.string(),
  source: z.string(),
  confirmed: z.boolean(),
  acceptedOn: CalendarDay,
  distanceKm: z.number(),
  kmPerDay: z.number(),
  travelDays: z.number().int(),
  extraDays: z.number().int(),
});
export type NormBasis = z.infer<typeof NormBasis>;

/** What another version would change. */
export const NormPreview = z.object({
  wagons: z.number().int(),
  /** their computed term becomes another one */
  changed: z.number().int(),
});
export type NormPreview = z.infer<typeof NormPreview>;
