import {
  type BoardTrip,
  type NewRoadNetwork,
  type NewSplitAsk,
  type PlanCargo,
  type PlanSolved,
  type PlanStep,
  type SplitAsk,
  type SplitRequest,
  type StoredRoadNetwork,
  searchKey,
} from '@karavan/contracts';
import { asRecordset, type Tx } from './database.ts';
import { decodeCursor, type Page, toPage } from './pages.ts';

/** A published trip and the unit of a shipment that it is tracked as. */
export interface PublishedTrip extends BoardTrip {
  shipmentId: string;
  unitId: string;
}
export interface Published {
  at: string;
  by: string;
  trips: PublishedTrip[];
  /** `orderKg`: the shipment stood there before the plan, for so much */
  shipments: { plantId: string; shipmentId: string; number: string; orderKg?: number }[];
}

export interface PlanRecord {
  id: string;
  customerId: string | null;
  name: string;
  revision: number;
  status: 'draft' | 'published';
  createdAt: string;
  createdBy: string;
  updatedAt: string;
  updatedBy: string;
  cargo: PlanCargo | null;
  request: SplitRequest;
  trips: BoardTrip[];
  solved: PlanSolved | null;
  published: Published | null;
  publishedFrom: number | null;
  step: number;
}

interface Row {
  id: string;
  customer_id: string | null;
  name: string;
  revision: number;
  status: PlanRecord['status'];
  created_at: string;
  created_by: string;
  updated_at: string;
  updated_by: string;
  cargo: PlanCargo | null;
  request: SplitRequest;
  trips: BoardTrip[];
  solved: PlanSolved | null;
  published: Published | null;
  published_from: number | null;
  step: number;
}
const COLUMNS =
  'id, customer_id, name, revision, status, created_at, created_by, updated_at, updated_by, cargo, request, trips, solved, published, published_from, step';

const toPlan = (row: Row): PlanRecord => ({
  id: row.id,
  customerId: row.customer_id,
  name: row.name,
  revision: row.revision,
  status: row.status,
  createdAt: row.created_at,
  createdBy: row.created_by,
  updatedAt: row.updated_at,
  updatedBy: row.updated_by,
  cargo: row.cargo,
  request: row.request,
  trips: row.trips,
  solved: row.solved,
  published: row.published,
  publishedFrom: row.published_from,
  step: row.step,
});

const json = (value: unknown): string => JSON.stringify(value);
const orderKeyOf = (plan: PlanRecord): string | null =>
  plan.cargo?.orderNumber === undefined ? null : searchKey(plan.cargo.orderNumber);

export async function insertPlan(tx: Tx, input: { companyId: string; plan: PlanRecord }): Promise<void> {
  const { plan } = input;
  await tx.one(
    `INSERT INTO plans (id, company_id, customer_id, name, order_number, order_key, revision, status, created_at, created_by, updated_at, updated_by,
       cargo, request, trips, solved, step)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $9, $10, $11, $12, $13, $14, $15)`,
    [
      plan.id,
      input.companyId,
      plan.customerId,
      plan.name,
      plan.cargo?.orderNumber ?? null,
      orderKeyOf(plan),
      plan.revision,
      plan.status,
      plan.createdAt,
      plan.createdBy,
      plan.cargo && json(plan.cargo),
      json(plan.request),
      json(plan.trips),
      plan.solved && json(plan.solved),
      plan.step,
    ],
  );
}

export async function savePlan(tx: Tx, plan: PlanRecord): Promise<void> {
  await tx.one(
    `UPDATE plans SET customer_id = $2, name = $3, order_number = $4, order_key = $5, revision = $6, status = $7, updated_at = $8, updated_by = $9,
       cargo = $10, request = $11, trips = $12, solved = $13, published = $14, published_from = $15, step = $16 WHERE id = $1`,
    [
      plan.id,
      plan.customerId,
      plan.name,
      plan.cargo?.orderNumber ?? null,
      orderKeyOf(plan),
      plan.revision,
      plan.status,
      plan.updatedAt,
      plan.updatedBy,
      plan.cargo && json(plan.cargo),
      json(plan.request),
      json(plan.trips),
      plan.solved && json(plan.solved),
      plan.published && json(plan.published),
      plan.publishedFrom,
      plan.step,
    ],
  );
}

export async function findPlan(tx: Tx, id: string): Promise<PlanRecord | undefined> {
  const row = await tx.one<Row>(`SELECT ${COLUMNS} FROM plans WHERE id = $1`, [id]);
  return row && toPlan(row);
}

/** The same, and nobody else changes it until the transaction ends. */
export async function lockPlan(tx: Tx, id: string): Promise<PlanRecord | undefined> {
  const row = await tx.one<Row>(`SELECT ${COLUMNS} FROM plans WHERE id = $1 FOR UPDATE`, [id]);
  return row && toPlan(row);
}

/** One that publishes at a time: what others have published is what a plan is held against. */
export async function lockPublishing(tx: Tx, companyId: string): Promise<void> {
  await tx.one('SELECT pg_advisory_xact_lock(hashtext($1))', [`plans ${companyId}`]);
}

export async function deletePlan(tx: Tx, id: string): Promise<void> {
  await tx.one('DELETE FROM plans WHERE id = $1', [id]);
}

export async function listPlans(tx: Tx, page: { limit: number; cursor?: string | undefined }): Promise<Page<PlanRecord>> {
  const after = decodeCursor(page.cursor, ['instant', 'uuid']);
  const rows = await tx.many<Row>(
    `SELECT ${COLUMNS} FROM plans WHERE $2::timestamptz IS NULL OR (date_trunc('milliseconds', updated_at), id) < ($2, $3::uuid)
     ORDER BY date_trunc('milliseconds', updated_at) DESC, id DESC LIMIT $1`,
    [page.limit + 1, after?.[0] ?? null, after?.[1] ?? null],
  );
  return toPage(rows, page.limit, toPlan, (row) => [row.updated_at, row.id]);
}

/** Every published plan but one, as far as others have to know it. */
export async function listPublished(
  tx: Tx,
  exceptId: string | null,
): Promise<Pick<PlanRecord, 'id' | 'request' | 'published' | 'cargo'>[]> {
  const rows = await tx.many<Row>(
    `SELECT ${COLUMNS} FROM plans WHERE status = 'published' AND ($1::uuid IS NULL OR id <> $1) ORDER BY id`,
    [exceptId],
  );
  return rows.map(toPlan);
}

export interface StepRecord {
  step: number;
  what: PlanStep;
  request: SplitRequest;
  trips: BoardTrip[];
  solved: PlanSolved | null;
}

/** What the plan is after a step; steps that were taken back are forgotten, and those of long ago. */
export async function saveStep(
  tx: Tx,
  input: { companyId: string; planId: string; step: StepRecord; at: string; by: string; keep: number },
): Promise<void> {
  const { planId, step } = input;
  await tx.many('DELETE FROM plan_steps WHERE plan_id = $1 AND (step >= $2 OR step < $3)', [
    planId,
    step.step,
    step.step - input.keep,
  ]);
  await tx.one(
    `INSERT INTO plan_steps (company_id, plan_id, step, what, at, by, request, trips, solved) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      input.companyId,
      planId,
      step.step,
      step.what,
      input.at,
      input.by,
      json(step.request),
      json(step.trips),
      step.solved && json(step.solved),
    ],
  );
}

export function findStep(tx: Tx, input: { planId: string; step: number }): Promise<StepRecord | undefined> {
  return tx.one<StepRecord>('SELECT step, what, request, trips, solved FROM plan_steps WHERE plan_id = $1 AND step = $2', [
    input.planId,
    input.step,
  ]);
}

/** What may be taken back, and what made again: the step the plan stands on, if there is one before it, and the next. */
export async function stepsAround(
  tx: Tx,
  { planId, step }: { planId: string; step: number },
): Promise<{ undo: PlanStep | null; redo: PlanStep | null }> {
  const rows = await tx.many<{ step: number; what: PlanStep }>(
    'SELECT step, what FROM plan_steps WHERE plan_id = $1 AND step BETWEEN $2 AND $3',
    [planId, step - 1, step + 1],
  );
  const what = (at: number) => rows.find((row) => row.step === at)?.what ?? null;
  return { undo: what(step - 1) === null ? null : what(step), redo: what(step + 1) };
}

/** The tonnes a day of a published plan, for its customer. */
export async function saveOrderDays(
  tx: Tx,
  input: { companyId: string; plan: PlanRecord; days: readonly { date: string; massKg: number }[] },
): Promise<void> {
  const { plan } = input;
  await tx.many('DELETE FROM order_days WHERE plan_id = $1', [plan.id]);
  const key = orderKeyOf(plan);
  if (key === null || plan.customerId === null) return;
  await tx.many(
    `INSERT INTO order_days (company_id, customer_id, plan_id, order_key, date, mass_kg)
     SELECT $1, $2, $3, $4, date, "massKg" FROM jsonb_to_recordset($5::jsonb) AS r(date date, "massKg" float8)`,
    [input.companyId, plan.customerId, plan.id, key, asRecordset(input.days)],
  );
}

export function listOrderDays(tx: Tx, orderNumber: string): Promise<{ date: string; massKg: number }[]> {
  return tx.many(
    `SELECT date::text AS date, sum(mass_kg) AS "massKg" FROM order_days WHERE order_key = $1 GROUP BY date ORDER BY date`,
    [searchKey(orderNumber)],
  );
}

interface AskRow {
  id: string;
  status: SplitAsk['status'];
  created_at: string;
  created_by: string;
  plan_id: string | null;
  data: Pick<SplitAsk, 'days' | 'unloadingMode' | 'note' | 'possible'>;
}
const toAsk = (row: AskRow): SplitAsk => ({
  id: row.id,
  status: row.status,
  createdAt: row.created_at,
  createdBy: row.created_by,
  ...row.data,
});
const ASK = 'id, status, created_at, created_by, plan_id, data';

/** Gives false when this very wish has been kept before: then nothing is written. */
export async function insertAsk(
  tx: Tx,
  input: {
    companyId: string;
    customerId: string;
    orderNumber: string;
    planId: string;
    id: string;
    by: string;
    at: string;
    ask: NewSplitAsk;
    possible: boolean;
  },
): Promise<boolean> {
  const { ask } = input;
  const data = { days: ask.days, unloadingMode: ask.unloadingMode ?? null, note: ask.note ?? null, possible: input.possible };
  const row = await tx.one(
    `INSERT INTO split_requests (id, company_id, customer_id, order_number, order_key, status, created_at, created_by, plan_id, data)
     VALUES ($1, $2, $3, $4, $5, 'open', $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING RETURNING id`,
    [
      input.id,
      input.companyId,
      input.customerId,
      input.orderNumber,
      searchKey(input.orderNumber),
      input.at,
      input.by,
      input.planId,
      json(data),
    ],
  );
  return row !== undefined;
}

export async function findAsk(tx: Tx, id: string): Promise<SplitAsk | undefined> {
  const row = await tx.one<AskRow>(`SELECT ${ASK} FROM split_requests WHERE id = $1`, [id]);
  return row && toAsk(row);
}

export async function listAsks(tx: Tx, orderNumber: string): Promise<SplitAsk[]> {
  const rows = await tx.many<AskRow>(
    `SELECT ${ASK} FROM split_requests WHERE order_key = $1 ORDER BY created_at DESC, id LIMIT 20`,
    [searchKey(orderNumber)],
  );
  return rows.map(toAsk);
}

/** Who waits for an answer to which plan. */
export async function openAsksOf(tx: Tx, planIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.many<{ plan_id: string; created_by: string }>(
    `SELECT plan_id, created_by FROM split_requests WHERE plan_id = ANY($1) AND status = 'open'`,
    [planIds],
  );
  return new Map(rows.map((row) => [row.plan_id, row.created_by]));
}

export async function answerAsks(tx: Tx, input: { planId: string; status: 'accepted' | 'declined' }): Promise<void> {
  await tx.many(`UPDATE split_requests SET status = $2 WHERE plan_id = $1 AND status = 'open'`, [input.planId, input.status]);
}

export async function loadRoadNetwork(tx: Tx): Promise<StoredRoadNetwork> {
  const row = await tx.one<{ version: number; saved_at: string; saved_by: string; data: NewRoadNetwork }>(
    'SELECT version, saved_at, saved_by, data FROM road_networks ORDER BY version DESC LIMIT 1',
  );
  if (row === undefined) return { version: 0, plants: [], sites: [], ways: [], vehicles: [] };
  return { ...row.data, version: row.version, savedAt: row.saved_at, savedBy: row.saved_by };
}

/** Two that save at once get two versions: the second waits, and wins. */
export async function saveRoadNetwork(
  tx: Tx,
  input: { companyId: string; savedBy: string; now: Date; network: NewRoadNetwork },
): Promise<void> {
  await tx.one('SELECT pg_advisory_xact_lock(hashtext($1))', [`road network ${input.companyId}`]);
  await tx.one(
    `INSERT INTO road_networks (company_id, version, saved_at, saved_by, data)
     SELECT $1, coalesce(max(version), 0) + 1, $2, $3, $4 FROM road_networks WHERE company_id = $1`,
    [input.companyId, input.now, input.savedBy, json(input.network)],
  );
}

/** Shipments of an order and of one customer, the oldest first, each with how much its units carry. */
export function shipmentsOfOrder(
  tx: Tx,
  orderNumber: string,
): Promise<{ id: string; customerId: string; planId: string | null; orderedKg: number; unitsKg: number; facts: OrderFacts }[]> {
  return tx.many(
    `SELECT s.id, s.customer_id AS "customerId", s.plan_id AS "planId", s.facts, (s.facts ->> 'orderedKg')::float8 AS "orderedKg",
       coalesce((SELECT sum((u.data ->> 'massKg')::float8) FROM shipment_units u WHERE u.shipment_id = s.id), 0) AS "unitsKg"
     FROM shipments s WHERE s.order_key = $1 ORDER BY s.created_at, s.id`,
    [searchKey(orderNumber)],
  );
}
interface OrderFacts {
  product: string;
  destination: { name: string };
}

export async function takeForPlan(tx: Tx, input: { shipmentId: string; planId: string | null }): Promise<void> {
  await tx.one('UPDATE shipments SET plan_id = $2 WHERE id = $1', [input.shipmentId, input.planId]);
}

export async function saveOrderedMass(tx: Tx, input: { shipmentId: string; orderedKg: number; legs: object[] }): Promise<void> {
  await tx.one(
    `UPDATE shipments SET facts = facts || jsonb_build_object('orderedKg', $2::float8, 'legs', $3::jsonb) WHERE id = $1`,
    [input.shipmentId, input.orderedKg, json(input.legs)],
  );
}

/** Trips that are taken back: only those nothing has been seen of. Gives the ids of those that went. */
export async function deletePlannedUnits(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.many<{ id: string }>(
    `DELETE FROM shipment_units WHERE id = ANY($1) AND status = 'planned' AND NOT data ? 'seenAt' RETURNING id`,
    [ids],
  );
  return rows.map((row) => row.id);
}

/** Units of published trips that have begun, as far as anything has been seen of them. */
export async function begunUnits(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx.many<{ id: string }>(
    `SELECT id FROM shipment_units WHERE id = ANY($1) AND (status <> 'planned' OR data ? 'seenAt')`,
    [ids],
  );
  return new Set(rows.map((row) => row.id));
}

/** Positions wait until we are through: no trip begins between our look at it and our commit. In the order everybody locks them. */
export async function lockShipments(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.many('SELECT id FROM shipments WHERE id = ANY($1) ORDER BY id FOR UPDATE', [ids]);
}
