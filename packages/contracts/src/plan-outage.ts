import { z } from 'zod';
import { CalendarDay, Instant } from './common.ts';

const Id = z.string().min(1).max(200);
const DayKg = z.number().positive().max(1e7);
const since = { from: Instant, until: Instant.optional() };

const truckOut = z.object({ what: z.literal('truckOut'), vehicleId: Id, ...since });
const bayClosed = z.object({ what: z.literal('bayClosed'), place: z.enum(['site', 'plant']), plantId: Id.optional(), ...since });

/** A truck that fell out, or a bay that is closed; without `until` nobody knows for how long. */
export const NewPlanOutage = z
  .discriminatedUnion('what', [truckOut, bayClosed])
  .refine(({ from, until }) => until === undefined || until > from, { path: ['until'], message: 'must be after from' });
export type NewPlanOutage = z.infer<typeof NewPlanOutage>;

const told = { id: z.guid(), toldAt: Instant, toldBy: z.string() };
/** It is a fact of the plan, not a step of the draft: undo does not mend a truck. */
export const PlanOutage = z.discriminatedUnion('what', [truckOut.extend(told), bayClosed.extend(told)]);
export type PlanOutage = z.infer<typeof PlanOutage>;

/** What came in between. */
export const ReplanEvent = z
  .discriminatedUnion('what', [truckOut, bayClosed, z.object({ what: z.literal('more'), date: CalendarDay, massKg: DayKg })])
  .refine((event) => event.what === 'more' || event.until === undefined || event.until > event.from, {
    path: ['until'],
    message: 'must be after from',
  });
export type ReplanEvent = z.infer<typeof ReplanEvent>;

const onRevision = { revision: z.int().min(1) };
export const PlanReplan = z.object({ ...onRevision, event: ReplanEvent });
/** Kept with the draft as it is, its trips untouched. */
export const PlanOutageNote = z.object({ ...onRevision, outage: NewPlanOutage });
/** The truck is back, the bay open again: now unless said otherwise. An outage that ends before it began never was. */
export const PlanOutageEnd = z.object({ ...onRevision, until: Instant.optional() });
