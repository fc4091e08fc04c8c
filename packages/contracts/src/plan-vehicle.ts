import { z } from 'zod';

/** How far from the first axle, the kingpin or the headboard anything on a truck can be. */
const Metres = z.number().min(-100).max(100);
const LengthM = z.number().positive().max(100);
const MassKg = z.number().nonnegative().max(1_000_000);
const Id = z.string().min(1).max(100);

export const PlanAxle = z.object({
  /** from the unit's first axle; on semi-trailers and centre-axle trailers from the kingpin or eye */
  xM: Metres,
  wheels: z.enum(['single', 'twin']),
  /** what carries the axle: axles of one support share its load */
  support: z.enum(['front', 'rear', 'bogie']),
  share: z
    .number()
    .positive()
    .max(1000)
    .optional()
    .describe(
      'What the axle carries of its support, in proportion: shares given for every axle of a support count as parts of their sum (2 and 1 as two thirds and one third); where only some are given they are of 1, and the others have the rest in equal parts; equal when none is given.',
    ),
  lifted: z.boolean().optional(),
  driven: z.boolean().optional(),
  suspension: z.enum(['air', 'other']).optional(),
});
export type PlanAxle = z.infer<typeof PlanAxle>;

/** Equipment outside the tare; `xM` is on the unit's axle scale. */
const Extra = z.object({ what: z.string().max(200), massKg: MassKg, xM: Metres });

/** The maker's ratings, kg. */
const Ratings = z
  .object({
    front: MassKg,
    rear: MassKg,
    fifthWheel: MassKg,
    kingpin: MassKg,
    bogie: MassKg,
    gvw: MassKg,
    gcw: MassKg,
    gross: MassKg,
    payload: MassKg,
  })
  .partial();

const unit = {
  id: Id.optional(),
  name: z.string().max(200).optional(),
  axles: z.array(PlanAxle).min(1).max(20),
  extras: z.array(Extra).max(100).optional(),
  techKg: Ratings.optional(),
  unloading: z.array(z.string().max(50)).max(20).optional(),
  capacityM3: z.number().positive().nullable().optional(),
  /** of a tank: where the centre of what is in each lies, from the kingpin (tankers) or the headboard, and what it holds */
  compartments: z
    .array(z.object({ xM: Metres, maxKg: MassKg.optional() }))
    .max(7)
    .optional(),
};
/** Reactions of the empty unit with every axle down. */
const onTwoSupports = { tareFrontKg: MassKg, tareRearKg: MassKg };
const onBogie = { tareKingpinKg: MassKg, tareBogieKg: MassKg };

type Support = PlanAxle['support'];
type Axles = readonly PlanAxle[];

/** Centre of a support with every axle down, by its shares. */
export function supportCentreM(axles: Axles, support: Support): number | undefined {
  const held = axles.filter((axle) => axle.support === support);
  const shares = sharesOf(held);
  const total = shares.reduce((sum, share) => sum + share, 0);
  return total > 0 ? held.reduce((sum, axle, i) => sum + axle.xM * (shares[i] ?? 0), 0) / total : undefined;
}

/** Shares of the axles of one support: as given; where only some are, the others have the rest of 1 in equal parts. */
export function sharesOf(axles: Axles): number[] {
  const missing = axles.filter((axle) => axle.share === undefined).length;
  if (missing === axles.length) return axles.map(() => 1);
  const rest = 1 - axles.reduce((sum, axle) => sum + (axle.share ?? 0), 0);
  return axles.map((axle) => axle.share ?? rest / missing);
}

function checkAxles(value: { axles: Axles }, allowed: readonly Support[], context: z.RefinementCtx): void {
  const refuse = (path: (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path: ['axles', ...path], message, input: value });
  value.axles.forEach((axle, i) => {
    const before = value.axles[i - 1];
    if (before !== undefined && !(axle.xM > before.xM)) refuse([i, 'xM'], 'axles must stand in order, front to back');
    if (!allowed.includes(axle.support)) refuse([i, 'support'], `must be ${allowed.join(' or ')} on this unit`);
  });
  for (const support of allowed) {
    const held = value.axles.filter((axle) => axle.support === support);
    if (held.length === 0) refuse([], `must have an axle with support ${support}`);
    else if (held.every((axle) => axle.lifted)) refuse([], `all axles of the support ${support} are lifted`);
    else if (sharesOf(held).some((share) => !(share > 0)))
      refuse([], `shares of the support ${support} leave nothing for an axle`);
  }
  checkBase(value.axles, allowed, refuse);
}

function checkBase(axles: Axles, allowed: readonly Support[], refuse: (path: string[], message: string) => void): void {
  const [first = 'bogie', second] = allowed;
  const from = second === undefined ? 0 : supportCentreM(axles, first);
  const to = supportCentreM(axles, second ?? first);
  if (from === undefined || to === undefined || to - from > 1e-6) return;
  refuse([], second === undefined ? 'the bogie must stand behind the kingpin' : 'the wheelbase must be longer than zero');
}

const twoSupports = (value: { axles: Axles }, context: z.RefinementCtx) => checkAxles(value, ['front', 'rear'], context);
const bogieOnly = (value: { axles: Axles }, context: z.RefinementCtx) => checkAxles(value, ['bogie'], context);

export const RigidTruck = z
  .object({
    ...unit,
    ...onTwoSupports,
    headboardXM: Metres,
    bodyLengthM: LengthM,
    nominalCgFromHeadboardM: Metres.optional(),
    /** where a trailer is coupled */
    hitchXM: Metres.optional(),
  })
  .superRefine(twoSupports);
export type RigidTruck = z.infer<typeof RigidTruck>;

export const TractorTruck = z.object({ ...unit, ...onTwoSupports, fifthWheelXM: Metres }).superRefine(twoSupports);
export type TractorTruck = z.infer<typeof TractorTruck>;

export const Semitrailer = z
  .object({ ...unit, ...onBogie, kingpinFromHeadboardM: Metres, deckLengthM: LengthM })
  .superRefine(bogieOnly);
export type Semitrailer = z.infer<typeof Semitrailer>;

/** On a front and a rear bogie of its own; the drawbar carries no weight. */
export const DrawbarTrailer = z
  .object({
    ...unit,
    ...onTwoSupports,
    headboardXM: Metres,
    deckLengthM: LengthM,
    /** from the truck's hitch to the first axle; with `hitchXM` on the truck it places the trailer's axles behind the truck's */
    drawbarLengthM: LengthM.optional(),
  })
  .superRefine(twoSupports);
export type DrawbarTrailer = z.infer<typeof DrawbarTrailer>;

/** Its eye presses on the truck's hitch; `xM` of its axles is from the eye. */
export const CentreAxleTrailer = z
  .object({
    ...unit,
    ...onBogie,
    /** on the truck's axle scale; may stand on the truck instead */
    hitchXM: Metres.optional(),
    kingpinFromHeadboardM: Metres,
    deckLengthM: LengthM,
  })
  .superRefine(bogieOnly);
export type CentreAxleTrailer = z.infer<typeof CentreAxleTrailer>;

type Choose<S extends z.ZodType> = (value: object) => S;

/** One of several shapes, chosen by what is in it, so that each wrong field is named by itself. */
function oneOf<S extends z.ZodType>(shapes: readonly [S, ...S[]], choose: Choose<S>) {
  const schema = z.unknown().transform((value, context): unknown => {
    if (typeof value === 'object' && value !== null) return readPart(choose(value), value, context);
    context.addIssue({ code: 'custom', message: 'must be an object', input: value });
    return z.NEVER;
  });
  const override = ({ jsonSchema }: { jsonSchema: Record<string, unknown> }) => {
    jsonSchema['anyOf'] = shapes.map(jsonShape);
  };
  return schema.meta({ override }) as unknown as z.ZodType<z.output<S>, z.input<S>>;
}

/** A shape in full, or the id under which it is known. Each wrong field of the shape is named by itself. */
function idOr<S extends z.ZodType>(shapes: readonly [S, ...S[]], choose: Choose<S> = () => shapes[0]) {
  const schema = z.unknown().transform((value, context): unknown => {
    if (typeof value === 'string') return readPart(Id, value, context);
    if (typeof value === 'object' && value !== null) return readPart(choose(value), value, context);
    context.addIssue({ code: 'custom', message: 'must be an object or the id of one', input: value });
    return z.NEVER;
  });
  const override = ({ jsonSchema }: { jsonSchema: Record<string, unknown> }) => {
    jsonSchema['anyOf'] = [{ type: 'string', description: 'id of a known one' }, ...shapes.map(jsonShape)];
  };
  return schema.meta({ override }) as unknown as z.ZodType<string | z.output<S>, string | z.input<S>>;
}

function readPart(shape: z.ZodType, value: unknown, context: z.RefinementCtx): unknown {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues)
    context.addIssue({ code: 'custom', path: [...path], message, input: value });
  return z.NEVER;
}

/** The shape for the API document, its own parts that may be ids included. */
function jsonShape(shape: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(shape, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const rewrite = z.globalRegistry.get(zodSchema as unknown as z.ZodType)?.['override'];
      if (typeof rewrite === 'function') rewrite({ jsonSchema });
    },
  });
  return rest;
}

const Rigid = idOr([RigidTruck]);
const Tractor = idOr([TractorTruck]);
const Trailer = idOr([Semitrailer]);
const TOWED = [DrawbarTrailer, CentreAxleTrailer] as const;
const towedShape = (value: object): (typeof TOWED)[number] =>
  'tareKingpinKg' in value || 'tareBogieKg' in value ? CentreAxleTrailer : DrawbarTrailer;
const TowedTrailer = idOr<(typeof TOWED)[number]>(TOWED, towedShape);
/** What a rigid truck draws: on a front and a rear bogie of its own, or on the hitch. */
export const TowedUnit = oneOf<(typeof TOWED)[number]>(TOWED, towedShape);

export const VehicleShape = z.discriminatedUnion('type', [
  z.object({ type: z.literal('rigid'), rigid: Rigid }),
  z.object({ type: z.literal('tractor_semitrailer'), tractor: Tractor, trailer: Trailer }),
  z.object({ type: z.literal('truck_drawbar'), rigid: Rigid, trailer: TowedTrailer }),
]);
export type VehicleShape = z.infer<typeof VehicleShape>;
/** A vehicle spelled out, of units named by id, or named by id as a whole. */
export const PlanVehicle = idOr([VehicleShape]);
export type PlanVehicle = z.infer<typeof PlanVehicle>;
