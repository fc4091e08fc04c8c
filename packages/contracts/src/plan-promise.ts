import { z } from 'zod';
import { Instant } from './common.ts';
import { Calendar, Departures, WallTime } from './plan-calendar.ts';

const MAX_LINES = 2_000;
const MAX_PLACES = 500;
const MAX_ROUTES = 2_000;
const MAX_ROWS = 2_000_000;
const A_YEAR_MIN = 366 * 24 * 60;

const Id = z.string().min(1).max(200);
const Minutes = z.number().min(0).max(A_YEAR_MIN);
const Units = z.int().min(0).max(1_000_000_000);
const Money = z.number().min(0).max(1e12);
const Cost = z.object({ fixed: Money, perKg: Money });
const MassKg = z.number().positive().max(1e9);

export const PromiseItem = z.object({ sku: Id, massKg: MassKg, volumeM3: z.number().min(0).optional() });
export type PromiseItem = z.infer<typeof PromiseItem>;

export const PromiseWarehouse = z.object({
  id: Id,
  owner: z.enum(['own', 'partner']),
  /** false: it only feeds others by lanes */
  ships: z.boolean(),
  calendar: Calendar,
  cutOff: WallTime,
  handlingMinutes: Minutes,
  crossDockMinutes: Minutes,
});
export type PromiseWarehouse = z.infer<typeof PromiseWarehouse>;

/** Several rows a pair of warehouse and SKU: on hand, inbound, to be produced. */
export const PromiseStock = z.object({ warehouseId: Id, sku: Id, quantity: Units, availableFrom: Instant.optional() });
export type PromiseStock = z.infer<typeof PromiseStock>;

export const PromiseLane = z.object({
  id: Id,
  fromId: Id,
  toId: Id,
  departures: Departures,
  transitMinutes: Minutes,
  cost: Cost,
});
export type PromiseLane = z.infer<typeof PromiseLane>;

export const PromiseService = z.object({
  id: Id,
  carrier: z.string().max(200),
  fromId: Id,
  zones: z.array(Id).max(MAX_ROUTES),
  departures: Departures,
  transitMinutes: Minutes,
  receiving: Calendar.optional(),
  maxMassKg: MassKg.optional(),
  cost: Cost,
});
export type PromiseService = z.infer<typeof PromiseService>;

export const PromiseNetwork = z
  .object(
    {
      items: z.array(PromiseItem).max(MAX_ROWS),
      warehouses: z.array(PromiseWarehouse).max(MAX_PLACES),
      stock: z.array(PromiseStock).max(MAX_ROWS),
      lanes: z.array(PromiseLane).max(MAX_ROUTES),
      services: z.array(PromiseService).max(MAX_ROUTES),
    },
    { error: (issue) => (issue.input === undefined ? 'must be given: the command line has no stored network' : undefined) },
  )
  .superRefine(checkNetwork);
export type PromiseNetwork = z.infer<typeof PromiseNetwork>;

export const PROMISE_OBJECTIVES = ['fastest', 'cheapest', 'fewestShipments'] as const;
export const PromiseObjective = z.enum(PROMISE_OBJECTIVES);
export type PromiseObjective = z.infer<typeof PromiseObjective>;

/** `POST /plan/promise`: when can it be there, from which warehouses. */
export const PromiseRequest = z
  .object({
    orderedAt: Instant,
    lines: z
      .array(z.object({ sku: Id, quantity: Units }))
      .min(1)
      .max(MAX_LINES),
    destination: z.object({ zone: Id }),
    objective: PromiseObjective,
    maxShipments: z.int().min(1).max(1_000_000).optional(),
    deliverBy: Instant.optional(),
    network: PromiseNetwork,
  })
  .superRefine(checkLines);
export type PromiseRequest = z.infer<typeof PromiseRequest>;

type Path = (string | number)[];
type Report = { addIssue: (issue: { code: 'custom'; path: Path; message: string }) => void };

export function checkNetwork(network: z.infer<typeof PromiseNetwork>, context: Report): void {
  const complain = (path: Path, message: string) => context.addIssue({ code: 'custom', path, message });
  const noteTwice = (list: string, ids: readonly string[], field: string) => {
    const seen = new Set<string>();
    ids.forEach((id, index) => {
      if (seen.has(id)) complain([list, index, field], `${id} is named twice`);
      seen.add(id);
    });
    return seen;
  };
  const places = noteTwice('warehouses', idsOf(network.warehouses), 'id');
  noteTwice('lanes', idsOf(network.lanes), 'id');
  noteTwice('services', idsOf(network.services), 'id');
  noteTwice(
    'items',
    network.items.map(({ sku }) => sku),
    'sku',
  );
  const checkPlace = (path: Path, id: string) => {
    if (!places.has(id)) complain(path, `there is no warehouse ${id}`);
  };
  network.stock.forEach(({ warehouseId }, index) => {
    checkPlace(['stock', index, 'warehouseId'], warehouseId);
  });
  network.lanes.forEach(({ fromId, toId }, index) => {
    checkPlace(['lanes', index, 'fromId'], fromId);
    checkPlace(['lanes', index, 'toId'], toId);
  });
  network.services.forEach(({ fromId }, index) => {
    checkPlace(['services', index, 'fromId'], fromId);
  });
}

function idsOf(rows: readonly { id: string }[]): string[] {
  return rows.map(({ id }) => id);
}

export function checkLines(request: { lines: { sku: string }[]; network: { items: PromiseItem[] } }, context: Report): void {
  const asked = new Set(request.lines.map(({ sku }) => sku));
  const known = new Set(request.network.items.flatMap(({ sku }) => (asked.has(sku) ? [sku] : [])));
  request.lines.forEach(({ sku }, index) => {
    if (known.has(sku)) return;
    context.addIssue({
      code: 'custom',
      path: ['lines', index, 'sku'],
      message: `${sku} is not among network.items: its mass is unknown`,
    });
  });
}

export const TIMELINE_STAGES = [
  'released',
  'ready',
  'transferDeparted',
  'transferArrived',
  'departed',
  'arrived',
  'delivered',
] as const;
export const PromiseTimelineEntry = z.object({
  at: Instant,
  what: z.enum(TIMELINE_STAGES),
  /** a warehouse, or the zone of the destination */
  where: z.string(),
  why: z.string().min(1),
});
export type PromiseTimelineEntry = z.infer<typeof PromiseTimelineEntry>;

export const PromiseShipmentLine = z.object({
  sku: z.string(),
  quantity: z.int().positive(),
  /** the stock's warehouse */
  sourceId: z.string(),
  laneId: z.string().optional(),
  transferDepartsAt: Instant.optional(),
  availableFrom: Instant.optional(),
});
export type PromiseShipmentLine = z.infer<typeof PromiseShipmentLine>;

export const PromiseShipment = z.object({
  serviceId: z.string(),
  carrier: z.string(),
  fromId: z.string(),
  departsAt: Instant,
  arrivesAt: Instant,
  deliveredAt: Instant,
  massKg: z.number(),
  cost: z.number(),
  lines: z.array(PromiseShipmentLine),
  timeline: z.array(PromiseTimelineEntry),
});
export type PromiseShipment = z.infer<typeof PromiseShipment>;

export const PromiseTransfer = z.object({
  laneId: z.string(),
  departsAt: Instant,
  arrivesAt: Instant,
  massKg: z.number(),
  cost: z.number(),
});
export type PromiseTransfer = z.infer<typeof PromiseTransfer>;

export const PromiseBound = z.object({ deliveredBy: Instant, cost: z.number(), shipments: z.int() });
export type PromiseBound = z.infer<typeof PromiseBound>;

const BrokenLimits = z.array(z.enum(['deliverBy', 'maxShipments']));

export const PromisePlan = z.object({
  deliveredBy: Instant,
  cost: z.number(),
  /** not `optimal`: no plan is better than `bound`, and this one is worse than it by `gapPct` at most */
  proof: z.union([z.literal('optimal'), z.object({ bound: PromiseBound, gapPct: z.number() })]),
  shipments: z.array(PromiseShipment),
  transfers: z.array(PromiseTransfer),
  limitsBroken: BrokenLimits.optional(),
});
export type PromisePlan = z.infer<typeof PromisePlan>;

export const PromiseReply = z.object({
  plan: PromisePlan.nullable(),
  alternatives: z.array(PromisePlan),
  shortages: z.array(z.object({ sku: z.string(), missing: z.int().positive() })),
  /** no plan keeps the limits asked for: these are the ones `plan` breaks */
  limitsBroken: BrokenLimits.optional(),
});
export type PromiseReply = z.infer<typeof PromiseReply>;
