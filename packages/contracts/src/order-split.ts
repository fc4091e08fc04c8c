import { z } from 'zod';
import { CalendarDay, Instant } from './common.ts';

const DayKg = z.number().positive().max(1e7);

export const SPLIT_ASK_STATUSES = ['open', 'accepted', 'declined'] as const;
const AskedDay = z.object({ date: CalendarDay, massKg: DayKg });
/** How much on which day: what a customer would like. */
export const NewSplitAsk = z.object({
  /** the same id again is the same wish */
  requestId: z.guid().optional(),
  days: z.array(AskedDay).min(1).max(31),
  unloadingMode: z.string().min(1).max(100).optional(),
  note: z.string().trim().max(1000).optional(),
});
export type NewSplitAsk = z.infer<typeof NewSplitAsk>;

export const SplitAsk = z.object({
  id: z.string(),
  status: z.enum(SPLIT_ASK_STATUSES),
  createdAt: Instant,
  createdBy: z.string(),
  days: z.array(AskedDay),
  unloadingMode: z.string().nullable(),
  note: z.string().nullable(),
  /** whether all of it could be brought when it was asked */
  possible: z.boolean(),
});
export type SplitAsk = z.infer<typeof SplitAsk>;

/** Why nothing can come on a day, as far as a customer may know it. */
export const NO_DAY_CAUSES = ['siteClosed', 'unloading', 'taken', 'noTruck', 'notDescribed'] as const;

/** One order over days as its customer sees it: what is set, what is still open, and the most each day would hold. */
export const OrderSplit = z.object({
  orderNumber: z.string(),
  product: z.string(),
  destination: z.string(),
  orderedKg: z.number(),
  /** of it no wagon and no truck is planned for this much */
  openKg: z.number(),
  unloadingModes: z.array(z.string()),
  days: z.array(
    z.object({
      date: CalendarDay,
      plannedKg: z.number(),
      mostKg: z.number(),
      /** where nothing more can come */
      why: z.enum(NO_DAY_CAUSES).optional(),
    }),
  ),
  asks: z.array(SplitAsk),
});
export type OrderSplit = z.infer<typeof OrderSplit>;

export const OrderSplitQuery = z.object({ unloadingMode: z.string().min(1).max(100).optional() });
