import { z } from 'zod';
import { CalendarDay } from './common.ts';
import { CentreAxleTrailer, DrawbarTrailer, PlanVehicle, RigidTruck, Semitrailer, TractorTruck } from './plan-vehicle.ts';

const Metres = z.number().min(-100).max(100);
const MassKg = z.number().nonnegative().max(1_000_000);

export const RULE_SETS = ['RU', 'EU_96_53', 'US_federal'] as const;
export const RuleSetName = z.enum(RULE_SETS);
export type RuleSetName = z.infer<typeof RuleSetName>;

/** Axle load a road is built for, t. */
export const ROAD_CLASSES = ['6', '10', '11.5'] as const;
export const RoadClass = z.enum(ROAD_CLASSES);
export type RoadClass = z.infer<typeof RoadClass>;

/** What a verdict speaks of: a class of Russian roads, or the one verdict of another rule set. */
export const VERDICT_KEYS = ['6', '10', '11.5', 'EU_96_53', 'US_federal'] as const;
export const VerdictKey = z.enum(VERDICT_KEYS);
export type VerdictKey = z.infer<typeof VerdictKey>;

export const LAYERS = ['law', 'maker', 'season'] as const;
export const RuleLayer = z.enum(LAYERS);
export type RuleLayer = z.infer<typeof RuleLayer>;

/** Of two decks: the truck's own or its trailer's. Needed on a truck with a trailer only. */
export const OnUnit = z.enum(['rigid', 'trailer']);

/** A point (`xM`) or a stretch (`fromM` to `toM`) of load, from the headboard; on tankers from the kingpin. */
export const PlanLoad = z
  .object({
    massKg: MassKg,
    xM: Metres.optional(),
    fromM: Metres.optional(),
    toM: Metres.optional(),
    unit: OnUnit.optional(),
  })
  .superRefine((load, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message, input: load });
    const stretch = load.fromM !== undefined || load.toM !== undefined;
    if (load.xM === undefined && !stretch) refuse('xM', 'give xM, or fromM and toM');
    else if (load.xM !== undefined && stretch) refuse('xM', 'give either xM or fromM and toM, not both');
    else if (stretch && load.fromM === undefined) refuse('fromM', 'a stretch needs fromM and toM');
    else if (stretch && load.toM === undefined) refuse('toM', 'a stretch needs fromM and toM');
    else if ((load.fromM ?? 0) > (load.toM ?? 0) && stretch) refuse('toM', 'must not lie ahead of fromM');
  });
export type PlanLoad = z.infer<typeof PlanLoad>;

export const LiftedAxles = z.array(z.number().int().min(1).max(40)).max(40);

/** What is on the vehicle after a drop; the first stage is the departure. */
export const LoadStage = z.object({
  name: z.string().max(200),
  loads: z.array(PlanLoad).max(1000),
  /** 1-based over the whole set, besides those the vehicle itself has lifted */
  liftedAxles: LiftedAxles.optional(),
});
export type LoadStage = z.infer<typeof LoadStage>;

/** What brings in the acts of a season. */
const season = {
  on: CalendarDay.optional(),
  region: z.string().min(1).max(200).optional(),
  cargo: z.string().max(200).optional(),
  /** the highest air temperature foreseen: acts that bind above a temperature need it */
  temperatureC: z.number().min(-90).max(70).optional(),
  /** local time on the road, for acts that bind by the hour; without it the whole day is meant */
  time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:MM')
    .optional(),
};
/** What every question about a load says of its vehicle, its law and its day. */
export const loadRules = {
  vehicle: PlanVehicle,
  ruleSet: RuleSetName,
  roadClasses: z.array(RoadClass).min(1).optional(),
  ...season,
  /** in international traffic: the driving axles carry at least a quarter of the gross (EU) */
  international: z.boolean().optional(),
};

export const AxleLoadsRequest = z.object({
  ...loadRules,
  stages: z.array(LoadStage).min(1).max(200),
  tolerancePct: z.number().min(0).max(100).default(0),
});
export type AxleLoadsRequest = z.output<typeof AxleLoadsRequest>;
export type AxleLoadsInput = z.input<typeof AxleLoadsRequest>;

export const BANDS = ['ok', '0-10', '10-20', '20-50', '>50'] as const;
export const OverloadBand = z.enum(BANDS);
export type OverloadBand = z.infer<typeof OverloadBand>;

export const AxleCheck = z.object({
  what: z.string(),
  rule: z.string(),
  layer: RuleLayer,
  /** `atLeast`: less than the limit is wrong; its utilisation is 0 when kept and at least 200 when not */
  bound: z.enum(['atMost', 'atLeast']),
  actualKg: z.number(),
  limitKg: z.number(),
  utilisationPct: z.number(),
  overPct: z.number(),
  ok: z.boolean(),
  /** it rests on a row of the law, or an act, that nobody has confirmed */
  unconfirmed: z.literal(true).optional(),
});
export type AxleCheck = z.infer<typeof AxleCheck>;

export const LoadVerdict = z.object({
  ok: z.boolean(),
  band: OverloadBand,
  worst: z.string(),
  worstUtilisationPct: z.number(),
  checks: z.array(AxleCheck),
  overloads: z.array(z.object({ what: z.string(), actualKg: z.number(), limitKg: z.number(), overPct: z.number() })),
});
export type LoadVerdict = z.infer<typeof LoadVerdict>;

const Verdicts = z.partialRecord(VerdictKey, LoadVerdict);

export const LoadStageReply = z.object({
  name: z.string(),
  axleLoadsKg: z.array(z.number()),
  /** what the trailer presses on the fifth wheel or hitch; null where nothing does */
  kingpinKg: z.number().nullable(),
  grossKg: z.number(),
  groups: z.array(
    z.object({
      axles: z.array(z.number().int()),
      wheels: z.enum(['single', 'twin']),
      meanSpacingM: z.number().nullable(),
      sumKg: z.number(),
    }),
  ),
  verdicts: Verdicts,
});
export type LoadStageReply = z.infer<typeof LoadStageReply>;

/** A field of the request that brought nothing in, and why. */
export const LoadWarning = z.object({ path: z.string(), message: z.string() });

export const AxleLoadsReply = z.object({
  stages: z.array(LoadStageReply),
  worstStage: z.string(),
  ok: z.boolean(),
  /** ids of the seasonal acts in force on that day in that region, also those that this cargo or hour escapes */
  seasonalActs: z.array(z.string()),
  warnings: z.array(LoadWarning).optional(),
});
export type AxleLoadsReply = z.infer<typeof AxleLoadsReply>;

export const Placement = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('uniform'), fromM: Metres, toM: Metres, unit: OnUnit.optional() }),
  z.object({ kind: z.literal('point'), xM: Metres, unit: OnUnit.optional() }),
  z.object({ kind: z.literal('free') }),
]);
export type Placement = z.infer<typeof Placement>;

export const MaxPayloadRequest = z.object({
  ...loadRules,
  placement: Placement,
  liftedAxles: LiftedAxles.optional(),
  /** whose limits count; default: all */
  layers: z.array(RuleLayer).min(1).optional(),
});
export type MaxPayloadRequest = z.output<typeof MaxPayloadRequest>;

export const LargestPayload = z.object({
  /** whole kilograms, rounded down */
  maxPayloadKg: z.number(),
  /** the check that fails first when more is loaded */
  boundBy: z.string(),
  boundByLayer: RuleLayer,
  boundByRule: z.string(),
  /** below this the set is not lawful either; whole kilograms, rounded up */
  minPayloadKg: z.number().optional(),
  /** free placement on one deck: where the centre of gravity of the load must be */
  bestXM: z.number().optional(),
  /** free placement: mass and centre of gravity on each deck */
  placed: z.array(z.object({ unit: OnUnit, massKg: z.number(), xM: z.number() })).optional(),
  /** no load at all is lawful: what is over its limit when the set is empty */
  infeasibleEmpty: z.string().optional(),
  /** what binds rests on a row of the law, or an act, that nobody has confirmed */
  unconfirmed: z.literal(true).optional(),
  warnings: z.array(LoadWarning).optional(),
});
export type LargestPayload = z.infer<typeof LargestPayload>;
export const MaxPayloadReply = z.partialRecord(VerdictKey, LargestPayload);
export type MaxPayloadReply = z.infer<typeof MaxPayloadReply>;

/** Typical vehicles; papers and scales of the real truck replace their numbers. */
const preset = { id: z.string(), name: z.string(), confidence: z.enum(['high', 'unconfirmed']), note: z.string().optional() };
export const PlanPresets = z.object({
  tractors: z.array(TractorTruck.safeExtend(preset)),
  semitrailers: z.array(Semitrailer.safeExtend(preset)),
  rigids: z.array(RigidTruck.safeExtend(preset)),
  trailers: z.array(z.union([DrawbarTrailer.safeExtend(preset), CentreAxleTrailer.safeExtend(preset)])),
});

const Provenance = z.looseObject({
  source: z.string(),
  validFrom: CalendarDay.nullable(),
  validTo: CalendarDay.nullable(),
  confidence: z.enum(['high', 'unconfirmed']),
  note: z.string().optional(),
});
/** The tables of the law as the planner uses them, each row with where it comes from and how far it is to be trusted. */
export const PlanRules = z.object({
  ruleSets: z.array(Provenance.extend({ name: RuleSetName, title: z.object({ ru: z.string(), en: z.string() }) })),
  seasons: z.array(Provenance.extend({ id: z.string(), regions: z.array(z.string()) })),
  fines: z.array(Provenance.extend({ id: z.string() })),
  loaderFine: Provenance.extend({ id: z.string() }),
  /** by kind of exempt cargo: how the words that name it begin */
  cargoWords: z.record(z.string(), z.array(z.string())),
});
