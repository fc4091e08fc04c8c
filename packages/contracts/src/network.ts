import { z } from 'zod';
import { Instant } from './common.ts';
import {
  checkLines,
  checkNetwork,
  PromiseItem,
  PromiseLane,
  PromiseNetwork,
  PromiseObjective,
  PromisePlan,
  PromiseRequest,
  PromiseService,
  PromiseStock,
  PromiseWarehouse,
} from './plan-promise.ts';

const MAX_ROWS_AT_ONCE = 10_000;
const MAX_LINES = 2_000;

const Places = z.object({
  warehouses: z.array(PromiseWarehouse).max(500),
  lanes: z.array(PromiseLane).max(2_000),
  services: z.array(PromiseService).max(2_000),
});

/** Warehouses, lanes and services of a company, saved as a whole: every saving is a version of its own. */
export const NewNetwork = Places.superRefine((network, context) => checkNetwork({ ...network, items: [], stock: [] }, context));
export type NewNetwork = z.infer<typeof NewNetwork>;

export const StoredNetwork = Places.extend({
  /** 0: nothing has been saved yet */
  version: z.int().min(0),
  savedAt: Instant.optional(),
  savedBy: z.string().optional(),
});
export type StoredNetwork = z.infer<typeof StoredNetwork>;

export const NewItems = z.object({ items: z.array(PromiseItem).min(1).max(MAX_ROWS_AT_ONCE) });
/** What a lot holds from now on; 0 takes it away. What is reserved of it stays reserved. */
export const NewStock = z.object({ rows: z.array(PromiseStock).min(1).max(MAX_ROWS_AT_ONCE) });
export const Saved = z.object({ saved: z.int() });

/** One lot: `free` is what nobody holds; never below zero, even where more is promised than is left. */
export const StockLot = PromiseStock.extend({ reserved: z.int(), free: z.int().min(0) });
export type StockLot = z.infer<typeof StockLot>;

/** Goods somebody has described, with what nobody holds of them, now or later. */
export const FoundGoods = z.object({
  sku: z.string(),
  massKg: z.number(),
  free: z.array(z.object({ warehouseId: z.string(), quantity: z.int() })),
});
export type FoundGoods = z.infer<typeof FoundGoods>;

export const GoodsQuery = z.object({
  q: z.string().max(200).default(''),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

/** `POST /plan/promise` over HTTP: without a network it is the stored one. */
export const PromiseAsked = z
  .object({ ...PromiseRequest.shape, network: PromiseNetwork.optional() })
  .superRefine(({ lines, network }, context) => {
    if (network !== undefined) checkLines({ lines, network }, context);
  });

/** The size of a plan, enough to tell it from its alternatives. */
const PlanChoice = z.object({ deliveredBy: Instant, cost: z.number(), shipments: z.int() });
export type PlanChoice = z.infer<typeof PlanChoice>;

export const NewPromise = z.object({
  /** the same id again is the same promise, however often it is sent */
  requestId: z.uuid().optional(),
  orderNumber: z.string().min(1).max(100).optional(),
  /** default: now */
  orderedAt: Instant.optional(),
  lines: z
    .array(z.object({ sku: z.string().min(1).max(200), quantity: z.int().min(1).max(1_000_000_000) }))
    .min(1)
    .max(MAX_LINES),
  destination: z.object({ zone: z.string().min(1).max(200) }),
  objective: PromiseObjective,
  maxShipments: z.int().min(1).max(1_000_000).optional(),
  deliverBy: Instant.optional(),
  /** one of the alternatives that were shown; where it is gone, nothing is promised */
  choice: PlanChoice.optional(),
});
export type NewPromise = z.infer<typeof NewPromise>;

export const PROMISE_CHANGE_CAUSES = ['stock', 'service', 'lane', 'calendar', 'goods', 'other'] as const;
/** The first line of the order that would travel otherwise today, and why. */
export const PromiseChange = z.object({
  at: Instant,
  from: Instant,
  /** absent: it cannot be delivered any more */
  to: Instant.optional(),
  sku: z.string(),
  cause: z.enum(PROMISE_CHANGE_CAUSES),
  /** the warehouse, lane or service that changed */
  subject: z.string(),
  sentence: z.object({ ru: z.string(), en: z.string() }),
  plan: PromisePlan.nullable(),
});
export type PromiseChange = z.infer<typeof PromiseChange>;

/** A promise that was given: it keeps the plan and the version of the network it was made with, and holds its stock. */
export const KeptPromise = z.object({
  id: z.uuid(),
  orderNumber: z.string().optional(),
  status: z.enum(['held', 'released']),
  createdAt: Instant,
  createdBy: z.string(),
  networkVersion: z.int(),
  request: NewPromise,
  plan: PromisePlan,
  change: PromiseChange.optional(),
});
export type KeptPromise = z.infer<typeof KeptPromise>;
