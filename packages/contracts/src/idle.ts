import { z } from 'zod';
import { Instant, PageQuery, page } from './common.ts';
import { Deadline, Eta, Station, WagonOperation, WagonState, WagonStatus } from './rail.ts';

/** The idle-cost clock of one stay at the destination. Rules are IC* in packages/tracking/SPEC.md. */
export const IdleCost = z.object({
  /** free: nothing is paid yet; paying: money runs; closed: the wagon is unloaded or gone */
  state: z.enum(['free', 'paying', 'closed']),
  station: z.string(),
  openedAt: Instant,
  openedBy: z.enum(['arrived', 'placed']),
  closedAt: Instant.optional(),
  /** the first instant that is paid; the clock may be stopped before it */
  paidFrom: Instant,
  /** 0 once money runs */
  freeLeftMinutes: z.number(),
  unit: z.enum(['day', 'hour']),
  /** started and paid so far */
  paidUnits: z.number().int(),
  /** what the unit that runs now costs; absent where none runs */
  rateMinor: z.number().int().optional(),
  /** when the next unit begins, while money runs */
  nextUnitAt: Instant.optional(),
  /** kopecks, or hundredths of the currency */
  costMinor: z.number().int(),
  /** the part of it that began in the present month, Moscow time */
  monthMinor: z.number().int(),
  currency: z.string(),
  /** some tariff in it is not confirmed */
  unconfirmed: z.boolean(),
  tariffs: z.array(z.object({ id: z.string(), name: z.string(), source: z.string() })),
});
export type IdleCost = z.infer<typeof IdleCost>;

/** A train left standing with this wagon in it: from the operation that says so to the one that ends it (AB*). */
export const AbandonedEpisode = z.object({
  openedBy: WagonOperation,
  closedBy: WagonOperation.optional(),
  /** to the closing operation, else to the last report */
  days: z.number(),
  /** how often the railway recorded it as abandoned in this episode */
  recorded: z.number().int(),
});
export type AbandonedEpisode = z.infer<typeof AbandonedEpisode>;

/** A wagon with what it costs and how often it was left standing; both only where there is something to say. */
export const WagonView = WagonState.extend({
  idleCost: IdleCost.optional(),
  /** of the present trip, newest first */
  abandoned: z.array(AbandonedEpisode).optional(),
  /** time zone of the station of the last operation, where it is known */
  stationZone: z.string().optional(),
});
export type WagonView = z.infer<typeof WagonView>;

export const IDLE_KINDS = ['idle', 'abandoned', 'late', 'missing'] as const;
export const IdleKind = z.enum(IDLE_KINDS);
export type IdleKind = z.infer<typeof IdleKind>;

export const NEXT_ACTIONS = [
  'unloadInFreeTime',
  'unload',
  'sendAway',
  'askLocomotive',
  'askRoad',
  'askRepair',
  'dispatch',
  'tellCustomer',
  'checkSource',
] as const;
export const NextAction = z.enum(NEXT_ACTIONS);
export type NextAction = z.infer<typeof NextAction>;

/** One wagon that needs somebody. */
export const IdleItem = z.object({
  kind: IdleKind,
  wagon: z.string(),
  status: WagonStatus,
  loadState: WagonState.shape.loadState,
  station: Station,
  stationZone: z.string().optional(),
  /** since when: standing here, left standing, due, or gone from the reports */
  since: Instant,
  /** how long it has been so, in days: of idle and abandoned ones measured at the report */
  days: z.number(),
  sinceLastOperationDays: z.number(),
  cost: IdleCost.optional(),
  /** of abandoned ones: the record that opened it, and how often it was left standing in this trip */
  episode: AbandonedEpisode.optional(),
  episodes: z.number().int().optional(),
  destination: Station.optional(),
  remainingKm: z.number().optional(),
  trainIndex: z.string().optional(),
  eta: Eta.optional(),
  deadline: Deadline.optional(),
  /** of late ones: full days of delay, and the railway's penalty for them in % of the freight charge */
  daysLate: z.number().int().optional(),
  penaltyPct: z.number().optional(),
  customer: z.string().optional(),
  order: z.string().optional(),
  shipmentId: z.string().optional(),
  nextAction: NextAction,
  reportedAt: Instant,
  evidence: WagonState.shape.evidence,
});
export type IdleItem = z.infer<typeof IdleItem>;

export const IdleQuery = PageQuery.extend({
  kind: IdleKind.default('idle'),
  /** a word of the station, the customer, the order or the number */
  q: z.string().trim().max(100).optional(),
  load: z.enum(['loaded', 'empty']).optional(),
  minDays: z.coerce.number().min(0).max(10_000).optional(),
});
export type IdleQuery = z.infer<typeof IdleQuery>;

const Count = z.number().int();
export const IdlePage = page(IdleItem).extend({
  /** how many there are of each kind under the same filter, for these eyes */
  counts: z.object({ idle: Count, abandoned: Count, late: Count, missing: Count }),
});
export type IdlePage = z.infer<typeof IdlePage>;

export const IdleMonthQuery = z.object({
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month as 2026-08')
    .refine((month) => Number(month.slice(0, 4)) >= 1970, { error: 'must not be before 1970' }),
});

/** What all wagons together cost in a month of Moscow time: every unit counts in the month it began in. */
export const IdleMonth = z.object({
  month: z.string(),
  totalMinor: z.number().int(),
  currency: z.string().nullable(),
  unconfirmed: z.boolean(),
  stays: z.array(
    z.object({
      wagon: z.string(),
      station: z.string(),
      openedAt: Instant,
      closedAt: Instant.optional(),
      paidFrom: Instant,
      minor: z.number().int(),
    }),
  ),
});
export type IdleMonth = z.infer<typeof IdleMonth>;
