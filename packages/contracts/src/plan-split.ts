import { z } from 'zod';
import { CalendarDay, Instant } from './common.ts';
import { Calendar } from './plan-calendar.ts';
import { RoadClass, RuleSetName } from './plan-load.ts';
import { PlanVehicle } from './plan-vehicle.ts';

const MAX_SPAN_DAYS = 366;
const MAX_SHIFT_DAYS = 92;
const DAY_MS = 86_400_000;
const Id = z.string().min(1).max(200);
const Minutes = z
  .number()
  .min(0)
  .max(14 * 24 * 60);
const MassKg = z.number().min(0).max(1e9);
const Money = z.number().min(0).max(1e12);
const Bays = z.int().min(0).max(1000);
const Modes = z.array(z.string().min(1).max(100)).max(100);

export const SplitProduct = z.discriminatedUnion('form', [
  z.object({ form: z.literal('bulk') }),
  z.object({ form: z.literal('pieces'), pieceMassKg: z.number().min(0.001).max(1e9) }),
]);

export const SplitSite = z.object({
  id: Id,
  receiving: Calendar,
  /** how many trucks may be unloaded at once */
  bays: Bays,
  unloadingModes: Modes,
  maxGrossKg: MassKg.optional(),
  maxLengthM: z.number().min(0).max(1000).optional(),
  roadClass: RoadClass.optional(),
  region: z.string().min(1).max(200).optional(),
});

export const SplitPlant = z.object({
  id: Id,
  loading: Calendar,
  bays: Bays,
  loadMinutes: Minutes.positive(),
  /** one way; back empty in the same time */
  driveMinutes: Minutes,
  distanceKm: z.number().min(0).max(1e5),
  /** by loading date in the plant's zone; a date not named has none; without it there is no limit */
  supplyKg: z.record(CalendarDay, MassKg).optional(),
});

export const SplitVehicle = z.object({
  id: Id,
  plantId: Id,
  maxPayloadKg: MassKg.optional(),
  /** as in `POST /plan/axle-loads`; the payload comes from it where none is given */
  vehicle: PlanVehicle.optional(),
  unloadingModes: Modes,
  unloadMinutes: Minutes.positive(),
  /** gross mass at full payload */
  grossKg: MassKg.optional(),
  lengthM: z.number().min(0).max(1000).optional(),
  minLoadKg: MassKg.optional(),
  /** holds a trip from the beginning of loading to the return in one interval */
  calendar: Calendar.optional(),
  costPerTrip: Money,
  costPerKm: Money,
});
export type SplitVehicle = z.infer<typeof SplitVehicle>;

/** The load of one trip as `POST /plan/axle-loads` sees it: what lies where, and what then stands on the axles. */
export const TripAxleLoads = z.object({
  /** the class of road or rule set it was judged by */
  key: z.string(),
  loads: z.array(z.object({ massKg: z.number(), xM: z.number(), unit: z.enum(['rigid', 'trailer']).optional() })),
  axleLoadsKg: z.array(z.number()),
  kingpinKg: z.number().nullable(),
  grossKg: z.number(),
  ok: z.boolean(),
  /** the check nearest to its limit */
  worst: z.string(),
  worstUtilisationPct: z.number(),
});
export type TripAxleLoads = z.infer<typeof TripAxleLoads>;

export const SplitTrip = z.object({
  vehicleId: z.string(),
  plantId: z.string(),
  /** the local date at the site when unloading ends */
  date: CalendarDay,
  massKg: z.number().min(0),
  loadFrom: Instant,
  loadTo: Instant,
  departsAt: Instant,
  arrivesAt: Instant,
  unloadFrom: Instant,
  unloadTo: Instant,
  backAt: Instant,
  serves: z.array(z.object({ date: CalendarDay, massKg: z.number().min(0) })),
  /** of a described vehicle: how it was judged with this mass at the middle of all lawful places */
  axleLoads: TripAxleLoads.optional(),
  /** in `published`: stays exactly as it is */
  locked: z.boolean().optional(),
});
export type SplitTrip = z.infer<typeof SplitTrip>;

const SplitBody = z.object({
  product: SplitProduct,
  demand: z
    .array(z.object({ date: CalendarDay, massKg: MassKg }))
    .min(1)
    .max(1000),
  earlyDays: z.int().min(0).max(MAX_SHIFT_DAYS).optional(),
  lateDays: z.int().min(0).max(MAX_SHIFT_DAYS).optional(),
  notBefore: Instant.optional(),
  site: SplitSite,
  plants: z.array(SplitPlant).min(1).max(50),
  fleet: z.array(SplitVehicle).max(500),
  /** what stands on their axles is found anew */
  published: z
    .array(SplitTrip.omit({ axleLoads: true }))
    .max(20_000)
    .optional(),
  /** something came in between: that as few published trips as can be change goes before the number of trips */
  replan: z.boolean().optional(),
  ruleSet: RuleSetName.optional(),
  hoursRules: z.enum(['RU', 'EU', 'none']).optional(),
  objective: z.enum(['fewestTrips', 'cheapest']),
});

type Body = z.infer<typeof SplitBody>;
type Issue = [path: (string | number)[], message: string];

function repeatedIds(field: 'plants' | 'fleet', body: Body): Issue[] {
  const seen = new Set<string>();
  return body[field].flatMap(({ id }, index): Issue[] => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [[[field, index, 'id'], `is used twice: ${id}`]];
  });
}

function vehicleIssues(body: Body): Issue[] {
  const plants = new Set(body.plants.map(({ id }) => id));
  return body.fleet.flatMap((vehicle, index) => {
    const issues: Issue[] = [];
    if (!plants.has(vehicle.plantId)) issues.push([['fleet', index, 'plantId'], `names no plant: ${vehicle.plantId}`]);
    if (vehicle.maxPayloadKg === undefined && vehicle.vehicle === undefined)
      issues.push([['fleet', index, 'maxPayloadKg'], 'is needed where no vehicle is given']);
    if (vehicle.grossKg !== undefined && vehicle.maxPayloadKg !== undefined && vehicle.grossKg < vehicle.maxPayloadKg)
      issues.push([['fleet', index, 'grossKg'], 'is below maxPayloadKg: it is the gross mass at full payload']);
    return issues;
  });
}

function spanIssues(body: Body): Issue[] {
  const days = body.demand.map(({ date }) => Date.parse(date) / DAY_MS);
  const [first, last] = [Math.min(...days), Math.max(...days)];
  const issues: Issue[] = last - first > MAX_SPAN_DAYS ? [[['demand'], `spans more than ${MAX_SPAN_DAYS} days`]] : [];
  const notBefore = body.notBefore === undefined ? undefined : Date.parse(body.notBefore) / DAY_MS;
  if (notBefore !== undefined && Math.abs(notBefore - first) > 2 * MAX_SPAN_DAYS)
    issues.push([['notBefore'], `is more than ${2 * MAX_SPAN_DAYS} days from the first demand`]);
  return issues;
}

/** One order over days and trucks: the contract's 5.4. */
export const SplitRequest = SplitBody.check((context) => {
  const body = context.value;
  const issues = [...repeatedIds('plants', body), ...repeatedIds('fleet', body), ...vehicleIssues(body), ...spanIssues(body)];
  for (const [path, message] of issues) context.issues.push({ code: 'custom', path, message, input: body });
});
export type SplitRequest = z.infer<typeof SplitRequest>;

export const SplitDay = z.object({
  date: CalendarDay,
  demandKg: z.number(),
  /** what serves this date, `lateKg` of it later */
  deliveredKg: z.number(),
  lateKg: z.number(),
  unmetKg: z.number(),
  why: z.string().optional(),
});
export type SplitDay = z.infer<typeof SplitDay>;

/** What stands in the way; `values` are what the sentence is made of, so that it can be said in another language. */
export const SplitReason = z.object({
  code: z.string(),
  message: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});
export type SplitReason = z.infer<typeof SplitReason>;

export const SplitReply = z.object({
  trips: z.array(SplitTrip),
  days: z.array(SplitDay),
  unmetKg: z.number(),
  lateKgDays: z.number(),
  tripsCount: z.int(),
  cost: z.number(),
  proof: z.union([z.literal('optimal'), z.object({ bound: z.record(z.string(), z.unknown()), gapPct: z.number() })]),
  reasons: z.array(SplitReason),
});
export type SplitReply = z.infer<typeof SplitReply>;
