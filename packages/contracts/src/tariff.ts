import { z } from 'zod';
import { Instant } from './common.ts';
import { inOrder, NOT_IN_ORDER, VALIDITY } from './validity.ts';

/** From the n-th paid day on, 1 is the first; the rate is that of one unit, in kopecks (hundredths of the currency). */
export const TariffBand = z.object({
  fromDay: z.number().int().min(1).max(3650),
  rateMinor: z.number().int().min(0).max(1_000_000_000),
});
export type TariffBand = z.infer<typeof TariffBand>;

const startsWithDayOne = (bands: readonly TariffBand[]): boolean => bands[0]?.fromDay === 1;
const isAscending = (bands: readonly TariffBand[]): boolean =>
  bands.every((band, index) => index === 0 || band.fromDay > (bands[index - 1]?.fromDay ?? 0));

const TariffTerms = z.object({
  ...VALIDITY,
  /** which fact starts the clock: the arrival at the destination, or the placing on the siding */
  opens: z.enum(['arrived', 'placed']),
  /** which one stops it: the unloading, or leaving the station */
  closes: z.enum(['unloaded', 'departed']),
  freeHours: z.number().min(0).max(10_000),
  /** every started one is paid in full */
  unit: z.enum(['day', 'hour']),
  bands: z
    .array(TariffBand)
    .min(1)
    .max(20)
    .refine(startsWithDayOne, { error: 'the first band must start with day 1' })
    .refine(isAscending, { error: 'must ascend by fromDay' }),
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be three capital letters, as RUB'),
});

/** One version of what idle wagons cost at their destination. */
export const NewTariff = TariffTerms.refine(inOrder, NOT_IN_ORDER);
export type NewTariff = z.infer<typeof NewTariff>;

/** What is left out stays as it is. */
export const TariffChange = TariffTerms.partial().refine(inOrder, NOT_IN_ORDER);
export type TariffChange = z.infer<typeof TariffChange>;

export const Tariff = TariffTerms.extend({
  id: z.string(),
  /** absent in the version the product brings along for who has entered none */
  createdAt: Instant.optional(),
});
export type Tariff = z.infer<typeof Tariff>;
