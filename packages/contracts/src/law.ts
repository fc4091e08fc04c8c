import { z } from 'zod';
import { CalendarDay } from './common.ts';
import { AxleLoadsRequest, MaxPayloadRequest, OverloadBand, RoadClass, RuleSetName, VerdictKey } from './plan-load.ts';

/** Heavier than anything on a road: a slip of the finger. */
const Kg = z.number().positive().max(1_000_000);
const Metres = z.number().min(0).max(100);
const Axles = z.number().int().min(1).max(40);
const Share = z.number().min(0).max(1);
const Text = z.string().trim().min(1).max(500);
const Hour = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:MM');

export const LAW_KINDS = [
  'edition',
  'axle',
  'group',
  'run',
  'gross',
  'bridge',
  'leastSteer',
  'leastDriven',
  'season',
  'fine',
  'loaderFine',
] as const;
export const LawKind = z.enum(LAW_KINDS);
export type LawKind = z.infer<typeof LawKind>;

const LimitsByKey = z.partialRecord(VerdictKey, z.object({ single: Kg, twin: Kg }));
/** A higher limit in one cell, under a condition of the vehicle. */
const Better = z.object({
  key: VerdictKey,
  limitKg: Kg,
  needs: z.enum(['groupTwinAir', 'drivenTwinAir']),
  orDrivenTwinEachKg: Kg.optional(),
});
/** Kilograms for every axle alone, in a pair and in a group of three and more; or for the whole set; or both. */
const SeasonLimit = z.object({
  roadClasses: z.array(RoadClass).min(1).optional(),
  axleKg: z.object({ single: Kg, tandem: Kg, tridem: Kg }).optional(),
  grossKg: Kg.optional(),
});
export const SEASON_KINDS = ['spring', 'summer', 'autumn', 'emergency'] as const;
const Rub = z.number().min(0).max(1_000_000_000);
const Rubles = z.tuple([Rub, Rub]);

/** What each kind of item says. The days it holds, its source and its state stand beside it. */
export const LAW_VALUES = {
  /** one edition of one law: which axles are close */
  edition: z.object({ closeAxleMaxSpacingM: Metres.positive(), groupsCrossUnits: z.boolean() }),
  /** one axle by itself, and the most of any axle in a group */
  axle: z.object({ driven: z.union([z.boolean(), z.literal('any')]), limitsKg: LimitsByKey }),
  /** a group of axles by the mean of its spacings; the end named by `closed` belongs to the band */
  group: z.object({
    axles: Axles.min(2),
    orMore: z.literal(true).optional(),
    per: z.enum(['group', 'axle']),
    unit: z.enum(['motor', 'trailer', 'any']),
    band: z.object({ loM: Metres, hiM: Metres.nullable(), closed: z.enum(['lo', 'hi']) }),
    limitsKg: LimitsByKey,
    better: Better.optional(),
  }),
  /** any run of axles so long from first to last, (loM, hiM] */
  run: z.object({ loM: Metres, hiM: Metres, limitKg: Kg }),
  gross: z.object({
    of: z.enum(['single', 'combination', 'towingTruck', 'towedTrailer']),
    axles: Axles,
    orMore: z.literal(true).optional(),
    limitKg: Kg,
    steered: z.number().int().min(1).max(10).optional(),
    perMetreKg: Kg.optional(),
    better: Better.optional(),
    artic: z.object({ limitKg: Kg, trailerSpacingOverM: Metres, motorKg: Kg, bogieKg: Kg }).optional(),
  }),
  bridge: z.object({ poundsPerStep: z.number().positive().max(100_000), tandemPair: z.object({ eachKg: Kg, fromM: Metres }) }),
  leastSteer: z.object({ share: Share }),
  leastDriven: z.object({ share: Share }),
  season: z.object({
    regions: z.array(Text).min(1).max(50),
    roads: z.string().trim().max(500),
    kind: z.enum(SEASON_KINDS),
    from: CalendarDay.nullable(),
    to: CalendarDay.nullable(),
    status: z.enum(['plan', 'inForce']),
    aboveC: z.number().min(-90).max(70).optional(),
    /** local time, [from, to); over midnight where `to` is earlier */
    hours: z.tuple([Hour, Hour]).optional(),
    /** none: only vehicles over the ordinary limits may not drive */
    limits: z.array(SeasonLimit).max(20),
    exemptCargo: z.array(Text).max(100),
    exceptRoads: z.array(Text).max(500).optional(),
  }),
  fine: z.object({
    band: z.enum(['0-10', '10-20', '20-50', '>50']),
    part: z.number().int().positive().nullable(),
    ownerRub: Rubles,
  }),
  loaderFine: z.object({ part: z.number().int().positive(), soleTraderRub: Rubles, companyRub: Rubles }),
} as const satisfies Record<LawKind, z.ZodType>;
export type LawValuesOf<K extends LawKind> = z.output<(typeof LAW_VALUES)[K]>;

/** Values as they are stored and sent; `LAW_VALUES[kind]` reads them. */
const AnyValues = z.record(z.string(), z.unknown());
export const Confidence = z.enum(['high', 'unconfirmed']);
export type Confidence = z.infer<typeof Confidence>;

/** One state of an item: as it ships (version 0), or as an admin set it. Nothing of it is ever overwritten but who confirmed or withdrew it. */
export const LawVersion = z.object({
  version: z.number().int().nonnegative(),
  /** null: the item does not hold on these days */
  values: AnyValues.nullable(),
  /** days are inclusive, null is open */
  validFrom: CalendarDay.nullable(),
  validTo: CalendarDay.nullable(),
  source: z.string(),
  confidence: Confidence,
  note: z.string().optional(),
  status: z.enum(['unconfirmed', 'confirmed']),
  confirmedBy: z.string().nullable(),
  confirmedAt: z.string().nullable(),
  editedBy: z.string().nullable(),
  editedAt: z.string().nullable(),
  withdrawnBy: z.string().nullable(),
  withdrawnAt: z.string().nullable(),
});
export type LawVersion = z.infer<typeof LawVersion>;

/** What names an item, and never changes. */
const identity = {
  /** the rule that checks carry, with `:` for `/`, so that it can stand in an address */
  id: z.string(),
  rule: z.string(),
  regime: RuleSetName,
  /** of the tables it stands in; null for acts of a season and fines */
  edition: z.string().nullable(),
  kind: LawKind,
};
export const LawIdentity = z.object(identity);
export type LawIdentity = z.infer<typeof LawIdentity>;

/** A version as it is stored: with the item it belongs to. */
export const StoredLaw = LawVersion.extend(identity);
export type StoredLaw = z.infer<typeof StoredLaw>;

/** An item on the day asked for: the version that counts then, or, where none does, the last that was known. */
export const LawItem = LawVersion.extend(identity).extend({
  /** in a few English words */
  what: z.string(),
  state: z.enum(['inForce', 'notYet', 'ended']),
  /** newest first, down to the one shipped */
  history: z.array(LawVersion),
});
export type LawItem = z.infer<typeof LawItem>;

export const LawQuery = z.object({ regime: RuleSetName.optional(), on: CalendarDay.optional() });
export const LawReply = z.object({ on: CalendarDay, items: z.array(LawItem) });
export type LawReply = z.infer<typeof LawReply>;

const told = {
  source: Text,
  confidence: Confidence.default('unconfirmed'),
  note: z.string().trim().max(2000).optional(),
  /** whoever sends it has checked it against the source */
  confirmed: z.boolean().default(false),
  /** a spacing that no row of the table has any more is meant so */
  allowGap: z.boolean().default(false),
};
const days = { validFrom: CalendarDay.nullable().default(null), validTo: CalendarDay.nullable().default(null) };

/** Kinds of which there may be more than ship. A row of a table names its edition. */
export const NewLawItem = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('season'), regime: z.literal('RU').default('RU'), values: LAW_VALUES.season, ...told }),
  ...(['axle', 'group', 'run', 'gross'] as const).map((kind) =>
    z.object({
      kind: z.literal(kind),
      regime: RuleSetName,
      edition: z.string().max(100),
      values: LAW_VALUES[kind],
      ...days,
      ...told,
    }),
  ),
]);
export type NewLawItem = z.output<typeof NewLawItem>;

/** What is left out stays as it is on the newest version. `values` are given whole. `ends` is the last day it holds. */
export const LawChange = z.object({
  values: AnyValues.optional(),
  validFrom: CalendarDay.nullable().optional(),
  validTo: CalendarDay.nullable().optional(),
  ends: CalendarDay.optional(),
  source: Text.optional(),
  confidence: Confidence.optional(),
  note: told.note,
  confirmed: z.boolean().default(false),
  allowGap: z.boolean().default(false),
  /** the version that was looked at: if there is a newer one by now, nothing is changed */
  ifVersion: z.number().int().nonnegative().optional(),
});
export type LawChange = z.output<typeof LawChange>;

export const LawMark = z.object({ version: z.number().int().nonnegative().optional(), note: told.note });
export type LawMark = z.output<typeof LawMark>;
export const DryRun = z.object({ dryRun: z.stringbool().default(false) });

/** A verdict in short; of several stages the worst. `ok` is of all layers, `band` of the law. */
const OutcomeOnRoad = z.object({
  ok: z.boolean(),
  band: OverloadBand.optional(),
  worst: z.string().optional(),
  worstUtilisationPct: z.number().optional(),
  /** what forbids it, where the law alone would let it go: a seasonal act, or the maker */
  failing: z.object({ what: z.string(), layer: z.enum(['season', 'maker']), utilisationPct: z.number() }).optional(),
  maxPayloadKg: z.number().optional(),
  boundBy: z.string().optional(),
  /** it rests on a row nobody has confirmed */
  unconfirmed: z.literal(true).optional(),
});
export const TrialOutcome = z.partialRecord(VerdictKey, OutcomeOnRoad);
export type TrialOutcome = z.infer<typeof TrialOutcome>;

/** What a saved example is to give; only what is named is compared, payloads within `toleranceKg`. */
export const TrialExpected = z.partialRecord(
  VerdictKey,
  z.object({
    ok: z.boolean().optional(),
    band: OverloadBand.optional(),
    worst: z.string().max(100).optional(),
    maxPayloadKg: z.number().nonnegative().max(1_000_000).optional(),
    toleranceKg: z.number().nonnegative().max(10_000).optional(),
    boundBy: z.string().max(100).optional(),
  }),
);
export type TrialExpected = z.infer<typeof TrialExpected>;

const trial = { name: Text, /** as computed today where it is left out */ expected: TrialExpected.optional() };
export const NewTrial = z.discriminatedUnion('plan', [
  z.object({ plan: z.literal('axle-loads'), request: AxleLoadsRequest, ...trial }),
  z.object({ plan: z.literal('max-payload'), request: MaxPayloadRequest, ...trial }),
]);
export type NewTrial = z.output<typeof NewTrial>;

const kept = {
  id: z.string(),
  name: z.string(),
  expected: TrialExpected,
  /** the expectation was stated by a person, not computed */
  stated: z.boolean(),
  /** it came with the product and cannot be deleted */
  shipped: z.boolean(),
  createdBy: z.string().nullable(),
  createdAt: z.string().nullable(),
};
export const Trial = z.discriminatedUnion('plan', [
  z.object({ plan: z.literal('axle-loads'), request: AxleLoadsRequest, ...kept }),
  z.object({ plan: z.literal('max-payload'), request: MaxPayloadRequest, ...kept }),
]);
export type Trial = z.output<typeof Trial>;

const Difference = z.object({
  key: VerdictKey,
  field: z.enum(['ok', 'band', 'worst', 'maxPayloadKg', 'boundBy']),
  expected: z.union([z.string(), z.number(), z.boolean()]),
  actual: z.union([z.string(), z.number(), z.boolean()]).nullable(),
});
export type TrialDifference = z.infer<typeof Difference>;

const Issue = z.object({ path: z.string(), message: z.string() });
export const TrialResult = z.object({
  id: z.string(),
  name: z.string(),
  plan: z.enum(['axle-loads', 'max-payload']),
  /** under today’s book; null where it cannot be answered, for the reason in `problem` */
  now: TrialOutcome.nullable(),
  problem: z.array(Issue).optional(),
  /** where today’s answer is not what was expected */
  differs: z.array(Difference),
  /** under the proposed book, when there is one */
  after: TrialOutcome.nullable().optional(),
  afterProblem: z.array(Issue).optional(),
  changes: z.boolean(),
});
export type TrialResult = z.infer<typeof TrialResult>;

/** A change that is not saved: of an item, or a new one. */
export const LawProposal = z.union([
  z.object({ itemId: z.string().max(200), change: LawChange }),
  z.object({ item: NewLawItem }),
]);
export type LawProposal = z.output<typeof LawProposal>;

export const TrialsRun = z.object({
  /** the day of examples that name none; today, or the first day of the proposed change */
  on: CalendarDay.optional(),
  proposed: LawProposal.optional(),
});
export type TrialsRun = z.output<typeof TrialsRun>;
export const TrialsReply = z.object({
  on: CalendarDay,
  results: z.array(TrialResult),
  /** how many verdicts the proposed change alters */
  changed: z.number().int(),
  /** how many are not what was expected, today */
  unexpected: z.number().int(),
});
export type TrialsReply = z.infer<typeof TrialsReply>;

export const LawChangeReply = z.object({
  saved: z.boolean(),
  item: LawItem,
  warnings: z.array(Issue),
  /** how many saved examples were tried, and those whose verdict it alters */
  tried: z.number().int(),
  trials: z.array(TrialResult),
});
export type LawChangeReply = z.infer<typeof LawChangeReply>;
