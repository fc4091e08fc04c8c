import { z } from 'zod';
import { AxleLoadsReply, LiftedAxles, LoadWarning, loadRules, OnUnit, RuleLayer } from './plan-load.ts';

const Metres = z.number().min(-100).max(100);
const MassKg = z.number().nonnegative().max(1_000_000);
const layers = z.array(RuleLayer).min(1).optional();
/** as with the axle loads: what of the request brought nothing in */
const warnings = z.array(LoadWarning).optional();

/** Pieces that are alike: pallets or big-bags of one drop. */
export const Piece = z.object({
  massKg: z.number().positive().max(1_000_000),
  /** along the deck */
  lengthM: z.number().positive().max(100),
  /** 1 leaves first */
  drop: z.number().int().min(1).max(20),
  count: z.number().int().min(1).max(200).optional(),
});
export type Piece = z.infer<typeof Piece>;

export const MOST_PIECES = 200;

export const PlacementRequest = z
  .object({
    ...loadRules,
    liftedAxles: LiftedAxles.optional(),
    layers,
    pieces: z.array(Piece).min(1).max(MOST_PIECES),
    /** how many stand side by side in a row */
    across: z.number().int().min(1).max(10),
    /** by the rear door only what stands behind everything else can leave; by the side anything can */
    doors: z.enum(['rear', 'side']),
  })
  .superRefine(({ pieces }, context) => {
    const count = pieces.reduce((sum, piece) => sum + (piece.count ?? 1), 0);
    if (count > MOST_PIECES)
      context.addIssue({ code: 'custom', path: ['pieces'], message: `must be at most ${MOST_PIECES} in all`, input: pieces });
  });
export type PlacementRequest = z.infer<typeof PlacementRequest>;

export const PlacedRow = z.object({
  /** centre of the row, from the headboard */
  xM: z.number(),
  lengthM: z.number(),
  pieces: z.array(z.object({ massKg: z.number(), lengthM: z.number(), drop: z.number().int() })),
});
export type PlacedRow = z.infer<typeof PlacedRow>;

/** Why no arrangement can be lawful: proven, not merely not found. */
export const NoPlacement = z.discriminatedUnion('code', [
  z.object({ code: z.literal('deckTooShort'), neededM: z.number(), deckM: z.number() }),
  /** this stage cannot be made lawful by itself: by its mass alone, or wherever the pieces stand */
  z.object({ code: z.literal('stage'), stage: z.number().int(), massKg: z.number(), boundBy: z.string() }),
  /** each stage can, all of them together cannot */
  z.object({ code: z.literal('stagesTogether') }),
]);
export type NoPlacement = z.infer<typeof NoPlacement>;

export const PlacementReply = z.discriminatedUnion('outcome', [
  /** `loads` judges the departure and what is left after every drop */
  z.object({ outcome: z.literal('placed'), rows: z.array(PlacedRow), loads: AxleLoadsReply, warnings }),
  z.object({ outcome: z.literal('impossible'), because: NoPlacement, why: z.string(), warnings }),
  /** the search was cut off; neither found nor disproven */
  z.object({ outcome: z.literal('undecided'), nodes: z.number().int(), why: z.string(), warnings }),
]);
export type PlacementReply = z.infer<typeof PlacementReply>;

export const MOST_COMPARTMENTS = 7;
export const Compartment = z.object({
  name: z.string().max(100),
  /** centre of what is in it, from the kingpin (tankers) or the headboard */
  xM: Metres,
  maxKg: MassKg,
  /** where it is given the compartment holds exactly so much; else as the plan finds it */
  massKg: MassKg.optional(),
  unit: OnUnit.optional(),
});
export type Compartment = z.infer<typeof Compartment>;

export const CompartmentsRequest = z.object({
  ...loadRules,
  liftedAxles: LiftedAxles.optional(),
  layers,
  compartments: z.array(Compartment).min(1).max(MOST_COMPARTMENTS),
  /** over all compartments; not needed where each has its mass */
  totalKg: MassKg.optional(),
});
export type CompartmentsRequest = z.infer<typeof CompartmentsRequest>;

/** Why no fill and no order keep every step lawful: proven. */
export const NoFill = z.discriminatedUnion('code', [
  /** the compartments do not hold so much, or hold more by themselves */
  z.object({ code: z.literal('capacity'), leastKg: z.number(), mostKg: z.number() }),
  z.object({ code: z.literal('empty'), boundBy: z.string() }),
  /** full it is over however it is spread; so much of it could go, where anything could */
  z.object({ code: z.literal('full'), boundBy: z.string(), mostKg: z.number() }),
  /** full and empty are lawful, no order leads from one to the other */
  z.object({ code: z.literal('order') }),
]);
export type NoFill = z.infer<typeof NoFill>;

export const CompartmentsReply = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('planned'),
    fill: z.array(z.object({ name: z.string(), massKg: z.number() })),
    /** the first to fill is the last to empty */
    fillingOrder: z.array(z.string()),
    emptyingOrder: z.array(z.string()),
    /** full, then after each compartment */
    loads: AxleLoadsReply,
    warnings,
  }),
  z.object({ outcome: z.literal('impossible'), because: NoFill, why: z.string(), warnings }),
]);
export type CompartmentsReply = z.infer<typeof CompartmentsReply>;

export const GROUPAGE_FIELDS = ['specification', 'plant', 'consignee', 'productKind', 'packaging'] as const;
export const GroupageField = z.enum(GROUPAGE_FIELDS);
export type GroupageField = z.infer<typeof GroupageField>;

const Word = z.string().trim().min(1).max(200);
/** An order line as far as it decides what it may ride with. */
export const GroupageLine = z.object({
  id: z.string().min(1).max(100),
  specification: Word,
  plant: Word,
  consignee: Word,
  productKind: Word,
  packaging: Word,
});
export type GroupageLine = z.infer<typeof GroupageLine>;

export const GroupageRequest = z.object({ lines: z.array(GroupageLine).min(1).max(200) }).superRefine(({ lines }, context) => {
  const seen = new Set<string>();
  lines.forEach(({ id }, i) => {
    if (seen.has(id)) context.addIssue({ code: 'custom', path: ['lines', i, 'id'], message: 'stands here twice', input: lines });
    seen.add(id);
  });
});
export type GroupageRequest = z.infer<typeof GroupageRequest>;

export const GroupageReply = z.object({
  /** lines that may share trucks, in the order they came */
  groups: z.array(z.object({ lineIds: z.array(z.string()) })),
  /** of every two groups, by their place in the list: what keeps them apart */
  refusals: z.array(
    z.object({
      groups: z.tuple([z.number().int(), z.number().int()]),
      differ: z.array(GroupageField),
      why: z.string(),
    }),
  ),
});
export type GroupageReply = z.infer<typeof GroupageReply>;
