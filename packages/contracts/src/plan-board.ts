import { z } from 'zod';
import { CalendarDay, Instant, Problem } from './common.ts';
import { searchKey } from './keys.ts';
import {
  SplitDay,
  SplitPlant,
  SplitProduct,
  SplitReply,
  SplitRequest,
  SplitSite,
  SplitTrip,
  SplitVehicle,
} from './plan-split.ts';

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

/** What the planner last found for this question: the measure of what is made of it by hand. */
export const PlanSolved = PlanTotals.omit({ days: true }).extend({
  at: Instant,
  proof: SplitReply.shape.proof,
  reasons: SplitReply.shape.reasons,
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

export const PLAN_SOLVE_KEEPS = ['locked', 'all'] as const;
/** `keep`: locked trips alone stay for certain, or among equal plans the one nearest to the draft is taken. */
export const PlanSolve = OnRevision.extend({ keep: z.enum(PLAN_SOLVE_KEEPS).default('locked') });

const since = { from: Instant, until: Instant.optional() };
/** What came in between. */
export const ReplanEvent = z.discriminatedUnion('what', [
  z.object({ what: z.literal('truckOut'), vehicleId: Id, ...since }),
  z.object({ what: z.literal('bayClosed'), place: z.enum(['site', 'plant']), plantId: Id.optional(), ...since }),
  z.object({ what: z.literal('more'), date: CalendarDay, massKg: DayKg }),
]);
export type ReplanEvent = z.infer<typeof ReplanEvent>;
export const PlanReplan = OnRevision.extend({ event: ReplanEvent });

export const PlanTripChange = z.object({
  kind: z.enum(['same', 'changed', 'added', 'removed']),
  before: BoardTrip.optional(),
  after: BoardTrip.optional(),
  fields: z.array(z.string()),
});
export type PlanTripChange = z.infer<typeof PlanTripChange>;

/** Old and new side by side; nothing is stored until somebody takes it over. */
export const PlanProposal = z.object({
  revision: z.int(),
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

/** Plants, sites and trucks as the planner of trips needs them, and the ways between them. */
const RoadPlant = SplitPlant.omit({ id: true, driveMinutes: true, distanceKm: true }).extend({ siteId: z.guid() });
const RoadSite = SplitSite.omit({ id: true }).extend({ siteId: z.guid() });
const RoadWay = SplitPlant.pick({ driveMinutes: true, distanceKm: true }).extend({ plantSiteId: z.guid(), siteId: z.guid() });
const RoadVehicle = SplitVehicle.omit({ id: true, plantId: true }).extend({
  /** kept as plates are kept: in Cyrillic capitals without spaces */
  plate: z
    .string()
    .max(20)
    .refine((plate) => searchKey(plate).length >= 4, 'must have at least four letters and digits')
    .overwrite(searchKey),
  plantSiteId: z.guid(),
});
export const NewRoadNetwork = z.object({
  plants: z.array(RoadPlant).max(200),
  sites: z.array(RoadSite).max(2_000),
  ways: z.array(RoadWay).max(10_000),
  vehicles: z.array(RoadVehicle).max(2_000),
  hoursRules: SplitRequest.shape.hoursRules,
  ruleSet: SplitRequest.shape.ruleSet,
});
export type NewRoadNetwork = z.infer<typeof NewRoadNetwork>;
export const StoredRoadNetwork = NewRoadNetwork.extend({
  /** 0: nothing has been saved yet */
  version: z.int().min(0),
  savedAt: Instant.optional(),
  savedBy: z.string().optional(),
});
export type StoredRoadNetwork = z.infer<typeof StoredRoadNetwork>;

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
