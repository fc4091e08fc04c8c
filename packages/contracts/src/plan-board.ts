import { z } from 'zod';
import { CalendarDay, Instant, Problem } from './common.ts';
import { NewPlanOutage, PlanOutage } from './plan-outage.ts';
import { SplitDay, SplitProduct, SplitReply, SplitRequest, SplitTrip } from './plan-split.ts';

const Id = z.string().min(1).max(200);
const Name = z.string().trim().min(1).max(200);
const TripKg = z.number().positive().max(200_000);
const DayKg = z.number().positive().max(1e7);
const Modes = z.array(z.string().min(1).max(100)).max(100);
const Revision = z.int().min(1);
const MOST_TRIPS = 20_000;

/** A sentence in both languages: the reader's own is shown. */
export const BothWords = z.object({ ru: z.string(), en: z.string() });
export type BothWords = z.infer<typeof BothWords>;

/** A trip that keeps its name while it is moved about. */
export const BoardTrip = SplitTrip.omit({ axleLoads: true }).extend({
  id: z.guid(),
  /** it is loading or on its way: nothing of it changes any more */
  started: z.boolean().optional(),
});
export type BoardTrip = z.infer<typeof BoardTrip>;

const onTrip = { tripId: z.guid() };
/** What a dispatcher does with his hands. `newId` names the trip that comes of it, so that page and server call it alike. */
export const BoardChange = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('move'),
    ...onTrip,
    vehicleId: Id.optional(),
    date: CalendarDay.optional(),
    /** exactly then; without them the time of day stays where it can, else the first free time of the date */
    loadFrom: Instant.optional(),
    unloadFrom: Instant.optional(),
  }),
  z.object({ kind: z.literal('mass'), ...onTrip, massKg: TripKg }),
  z.object({
    kind: z.literal('split'),
    ...onTrip,
    newId: z.guid(),
    /** what stays on the old trip */
    massKg: TripKg,
    vehicleId: Id.optional(),
    date: CalendarDay.optional(),
  }),
  z.object({ kind: z.literal('merge'), ...onTrip, intoId: z.guid() }),
  z.object({ kind: z.literal('lock'), ...onTrip, locked: z.boolean() }),
  z.object({ kind: z.literal('add'), newId: z.guid(), vehicleId: Id, date: CalendarDay, massKg: TripKg }),
  z.object({ kind: z.literal('remove'), ...onTrip }),
]);
export type BoardChange = z.infer<typeof BoardChange>;

/** Why a trip may not be there: `code` for programs, the words for people. */
export const BoardReason = z.object({ code: z.string(), message: BothWords, tripIds: z.array(z.string()) });
export type BoardReason = z.infer<typeof BoardReason>;

/** When a truck is on a trip of another plan; nothing else of that plan is told. */
export const BusyTime = z.object({ vehicleId: z.string(), from: Instant, to: Instant });
export type BusyTime = z.infer<typeof BusyTime>;
/** A bay that a trip of another plan takes: at a plant of the request, or at its site. */
export const BusyBay = z.object({ place: z.string(), isSite: z.boolean(), from: Instant, to: Instant });
export type BusyBay = z.infer<typeof BusyBay>;

/** What stands around a board: the question, and what other published plans take of its trucks and bays. */
export interface BoardWorld {
  request: SplitRequest;
  busy?: readonly BusyTime[];
  bays?: readonly BusyBay[];
  outages?: readonly NewPlanOutage[];
}

/** Whose goods they are and where they go: a plan without it cannot be published. */
export const PlanCargo = z.object({
  customerId: z.guid(),
  orderNumber: z.string().min(1).max(60).optional(),
  product: z.string().min(1).max(200),
  destinationSiteId: z.guid(),
  /** the stored place behind each plant of the request */
  plantSites: z.record(z.string(), z.guid()),
});
export type PlanCargo = z.infer<typeof PlanCargo>;

const orderShape = {
  customerId: z.guid(),
  orderNumber: z.string().min(1).max(60).optional(),
  product: z.string().min(1).max(200),
  form: SplitProduct.default({ form: 'bulk' }),
  destinationSiteId: z.guid(),
  days: z
    .array(z.object({ date: CalendarDay, massKg: DayKg }))
    .min(1)
    .max(366),
  /** default: every plant with a way to the site */
  plantSiteIds: z.array(z.guid()).min(1).max(50).optional(),
  /** default: every truck of those plants */
  plates: z.array(z.string().max(20)).min(1).max(500).optional(),
  /** default: every way of unloading the site has */
  unloadingModes: Modes.optional(),
  earlyDays: z.int().min(0).max(92).optional(),
  lateDays: z.int().min(0).max(92).optional(),
  objective: z.enum(['fewestTrips', 'cheapest']).default('fewestTrips'),
};
/** An order to be laid over days and trucks of the stored road network. */
export const PlanOrder = z.object(orderShape);
export type PlanOrder = z.infer<typeof PlanOrder>;

/** A plan from stored places and trucks, or from a request spelled out. */
export const NewPlan = z
  .object({
    name: Name.optional(),
    order: PlanOrder.optional(),
    request: SplitRequest.optional(),
    cargo: PlanCargo.optional(),
  })
  .refine(({ order, request }) => (order === undefined) !== (request === undefined), {
    path: ['order'],
    message: 'give either order or request',
  });
export type NewPlan = z.infer<typeof NewPlan>;

export const PLAN_STATUSES = ['draft', 'published'] as const;
const PlanTotals = z.object({
  days: z.array(SplitDay),
  unmetKg: z.number(),
  lateKgDays: z.number(),
  tripsCount: z.int(),
  cost: z.number(),
});
export type PlanTotals = z.infer<typeof PlanTotals>;

/** `changed`: the trips are others now; `conditions`: a truck fell out or came back, or what was locked is free. */
export const SOLVED_HOLDS = ['yes', 'changed', 'conditions'] as const;
/** What the planner last found for this question: the measure of what is made of it by hand. */
export const PlanSolved = PlanTotals.omit({ days: true }).extend({
  at: Instant,
  proof: SplitReply.shape.proof,
  reasons: SplitReply.shape.reasons,
  /** found as the plan that changes least */
  replan: z.boolean().optional(),
  /** whether the draft is still the plan that was found: not changed by hand, no truck out or back since */
  holds: z.enum(SOLVED_HOLDS),
});
export type PlanSolved = z.infer<typeof PlanSolved>;

export const PlanPublished = z.object({
  at: Instant,
  by: z.string(),
  trips: z.array(BoardTrip),
  /** a shipment for each plant that sends something */
  shipments: z.array(z.object({ plantId: z.string(), shipmentId: z.string(), number: z.string() })),
});
export type PlanPublished = z.infer<typeof PlanPublished>;

export const PLAN_STEPS = ['created', 'solved', 'edited', 'question', 'replanned', 'published', 'unpublished'] as const;
export const PlanStep = z.enum(PLAN_STEPS);
export type PlanStep = z.infer<typeof PlanStep>;

/** A plan as the board shows it: the draft, and beside it what is published. */
export const BoardPlan = z.object({
  id: z.string(),
  name: z.string(),
  /** counts every change; a change names the one it was made on */
  revision: z.int(),
  status: z.enum(PLAN_STATUSES),
  createdAt: Instant,
  createdBy: z.string(),
  updatedAt: Instant,
  updatedBy: z.string(),
  cargo: PlanCargo.nullable(),
  customer: z.string().nullable(),
  /** what a customer asked for; it waits for an answer until the plan is published or put away */
  askedBy: z.string().nullable(),
  request: SplitRequest,
  busy: z.array(BusyTime),
  bays: z.array(BusyBay),
  trips: z.array(BoardTrip),
  ...PlanTotals.shape,
  solved: PlanSolved.nullable(),
  published: PlanPublished.nullable(),
  /** trips that another truck took over since they were published */
  handedOver: z.array(z.object({ tripId: z.guid(), plate: z.string() })),
  /** what the draft breaks as the world is now: a truck taken by another plan, hours changed */
  violations: z.array(BoardReason),
  /** trucks that are out and bays that are closed */
  outages: z.array(PlanOutage),
  /** begun and locked trips that stay though their truck is out or there is no bay for them */
  stranded: z.array(BoardReason),
  undo: PlanStep.nullable(),
  redo: PlanStep.nullable(),
});
export type BoardPlan = z.infer<typeof BoardPlan>;

export const PlanListItem = z.object({
  id: z.string(),
  name: z.string(),
  status: z.enum(PLAN_STATUSES),
  revision: z.int(),
  customer: z.string().nullable(),
  orderNumber: z.string().nullable(),
  askedBy: z.string().nullable(),
  from: CalendarDay,
  to: CalendarDay,
  demandKg: z.number(),
  unmetKg: z.number(),
  tripsCount: z.int(),
  /** trucks that are out and bays that are closed */
  outages: z.int(),
  /** trips of the draft that are not as published */
  changes: z.int(),
  updatedAt: Instant,
});
export type PlanListItem = z.infer<typeof PlanListItem>;

/** 409: somebody else was first; the plan as it is now stands beside the problem. */
export const PlanConflict = Problem.extend({ plan: BoardPlan });

export const OnRevision = z.object({ revision: Revision });
export const PlanEdit = OnRevision.extend({ changes: z.array(BoardChange).min(1).max(200) });
export type PlanEdit = z.infer<typeof PlanEdit>;
export const PlanUndo = OnRevision.extend({ redo: z.boolean().default(false) });

/** Another question, and with `trips` the plan made for it: it is checked like every plan. */
export const PlanChange = OnRevision.extend({
  name: Name.optional(),
  request: SplitRequest.optional(),
  cargo: PlanCargo.optional(),
  trips: z.array(BoardTrip).max(MOST_TRIPS).optional(),
});
export type PlanChange = z.infer<typeof PlanChange>;

/** A click that takes over what was proposed: trips, question and outage as they were shown. */
export const PlanTake = OnRevision.extend({ proposalId: z.guid() });

/** `despite`: every trip that stays though its truck is out or its bay is closed, named by whoever publishes it all the same. */
export const PlanPublish = OnRevision.extend({ despite: z.array(z.guid()).max(MOST_TRIPS).default([]) });

export const PLAN_SOLVE_KEEPS = ['locked', 'all'] as const;
/** `keep`: locked trips alone stay for certain, or among equal plans the one nearest to the draft is taken. */
export const PlanSolve = OnRevision.extend({ keep: z.enum(PLAN_SOLVE_KEEPS).default('locked') });

export const PlanTripChange = z.object({
  kind: z.enum(['same', 'changed', 'added', 'removed']),
  before: BoardTrip.optional(),
  after: BoardTrip.optional(),
  fields: z.array(z.string()),
});
export type PlanTripChange = z.infer<typeof PlanTripChange>;

/** Old and new side by side; the draft stays as it is until somebody takes it over. */
export const PlanProposal = z.object({
  /** absent where nothing is kept of it */
  id: z.guid().optional(),
  revision: z.int(),
  /** what came in between and is kept with the draft when the proposal is taken over */
  outage: NewPlanOutage.optional(),
  /** trips of the proposal that stay though they cannot be made: their truck is out, or there is no bay for them */
  stranded: z.array(BoardReason).optional(),
  request: SplitRequest,
  trips: z.array(BoardTrip),
  ...PlanTotals.shape,
  proof: SplitReply.shape.proof,
  reasons: SplitReply.shape.reasons,
  changes: z.array(PlanTripChange),
});
export type PlanProposal = z.infer<typeof PlanProposal>;

/** A single change of the question with which everything can be brought, and the question with it made. */
export const SplitRepairs = z.object({
  repairs: z.array(z.object({ limit: z.string(), message: z.string(), request: SplitRequest })),
});
export type SplitRepairs = z.infer<typeof SplitRepairs>;

export const DayCapacityRequest = z.object({ request: SplitRequest, dates: z.array(CalendarDay).min(1).max(31) });
export type DayCapacityRequest = z.infer<typeof DayCapacityRequest>;
/** The most that can be brought on each of the days, were it the only one asked for. */
export const DayCapacityReply = z.object({ days: z.array(z.object({ date: CalendarDay, mostKg: z.number() })) });
export type DayCapacityReply = z.infer<typeof DayCapacityReply>;

export const PLAN_SEARCH_STATUSES = ['queued', 'running', 'done', 'cancelled', 'failed', 'lost'] as const;
const MOST_SEARCH_SECONDS = 300;
/** Search on for so long beside everything else; the draft stays as it is until somebody takes the result over. */
export const NewPlanSearch = OnRevision.extend({ seconds: z.int().min(1).max(MOST_SEARCH_SECONDS).default(30) });
export type NewPlanSearch = z.infer<typeof NewPlanSearch>;

/** The best plan a search has, and what is proven of it. */
export const PlanSearchProgress = z.object({
  unmetKg: z.number(),
  lateKgDays: z.number(),
  tripsCount: z.int(),
  cost: z.number(),
  proof: SplitReply.shape.proof,
  rounds: z.int(),
});
export type PlanSearchProgress = z.infer<typeof PlanSearchProgress>;

export const PlanSearch = z.object({
  id: z.string(),
  planId: z.string(),
  /** of the draft it began with; what it finds fits no other */
  revision: z.int(),
  /** `lost`: the program that searched ended before it could tell */
  status: z.enum(PLAN_SEARCH_STATUSES),
  seconds: z.int(),
  /** since it began to search */
  secondsRun: z.number(),
  createdAt: Instant,
  createdBy: z.string(),
  first: PlanSearchProgress.nullable(),
  best: PlanSearchProgress.nullable(),
  /** what it found, beside the draft: nothing of it is in the plan until it is taken over */
  proposal: PlanProposal.nullable(),
});
export type PlanSearch = z.infer<typeof PlanSearch>;
export const LatestPlanSearch = z.object({ search: PlanSearch.nullable() });
