import { type BoardTrip, type PlanCargo, type PlanSolved, type SplitRequest, searchKey } from '@karavan/contracts';
import type { Tx } from './database.ts';
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

/** What the planner found, and what it was found for. */
export interface SolvedRecord extends Omit<PlanSolved, 'holds'> {
  /** the trips it had, as one word; absent from plans of before */
  trips?: string;
  /** trips it had to leave alone */
  fixed?: string[];
  /** what was out or closed then, as one word */
  outages?: string;
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
  solved: SolvedRecord | null;
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
  solved: SolvedRecord | null;
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
export const orderKeyOf = (plan: PlanRecord): string | null =>
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
