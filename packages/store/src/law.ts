import { type StoredLaw, Trial } from '@karavan/contracts';
import type { Tx } from './database.ts';

interface VersionRow {
  item_id: string;
  version: number;
  rule: string;
  regime: StoredLaw['regime'];
  edition: string | null;
  kind: StoredLaw['kind'];
  law_values: Record<string, unknown> | null;
  valid_from: string | null;
  valid_to: string | null;
  source: string;
  confidence: StoredLaw['confidence'];
  note: string | null;
  status: StoredLaw['status'];
  confirmed_by: string | null;
  confirmed_at: string | null;
  edited_by: string | null;
  edited_at: string | null;
  withdrawn_by: string | null;
  withdrawn_at: string | null;
}
const COLUMNS = `item_id, version, rule, regime, edition, kind, law_values, valid_from::text, valid_to::text, source, confidence, note,
  status, confirmed_by, confirmed_at, edited_by, edited_at, withdrawn_by, withdrawn_at`;

const toVersion = (row: VersionRow): StoredLaw => ({
  id: row.item_id,
  rule: row.rule,
  regime: row.regime,
  edition: row.edition,
  kind: row.kind,
  version: row.version,
  values: row.law_values,
  validFrom: row.valid_from,
  validTo: row.valid_to,
  source: row.source,
  confidence: row.confidence,
  ...(row.note !== null ? { note: row.note } : {}),
  status: row.status,
  confirmedBy: row.confirmed_by,
  confirmedAt: row.confirmed_at,
  editedBy: row.edited_by,
  editedAt: row.edited_at,
  withdrawnBy: row.withdrawn_by,
  withdrawnAt: row.withdrawn_at,
});

/** Every version a company stored, withdrawn ones too, oldest first. */
export async function listVersions(tx: Tx): Promise<StoredLaw[]> {
  const rows = await tx.many<VersionRow>(`SELECT ${COLUMNS} FROM law_versions ORDER BY item_id, version`);
  return rows.map(toVersion);
}

/** Whoever changes the law of a company waits for whoever does so now: a change is checked against all others. */
export async function lockLaw(tx: Tx, companyId: string): Promise<void> {
  await tx.one('SELECT pg_advisory_xact_lock(hashtext($1))', [`law ${companyId}`]);
}

export async function insertVersion(tx: Tx, input: { companyId: string; version: StoredLaw }): Promise<void> {
  const { version: law } = input;
  await tx.one(
    `INSERT INTO law_versions (company_id, item_id, version, rule, regime, edition, kind, law_values, valid_from, valid_to, source, confidence,
       note, status, confirmed_by, confirmed_at, edited_by, edited_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
    [
      input.companyId,
      law.id,
      law.version,
      law.rule,
      law.regime,
      law.edition,
      law.kind,
      law.values,
      law.validFrom,
      law.validTo,
      law.source,
      law.confidence,
      law.note ?? null,
      law.status,
      law.confirmedBy,
      law.confirmedAt,
      law.editedBy,
      law.editedAt,
    ],
  );
}

interface Mark {
  itemId: string;
  version: number;
  by: string;
  at: Date;
}

/** The first to confirm is the one who is named. */
export async function confirmVersion(tx: Tx, { itemId, version, by, at }: Mark): Promise<void> {
  await tx.one(
    `UPDATE law_versions SET status = 'confirmed', confirmed_by = $3, confirmed_at = $4
     WHERE item_id = $1 AND version = $2 AND confirmed_by IS NULL`,
    [itemId, version, by, at],
  );
}

export async function withdrawVersion(tx: Tx, { itemId, version, by, at }: Mark): Promise<void> {
  await tx.one(
    'UPDATE law_versions SET withdrawn_by = $3, withdrawn_at = $4 WHERE item_id = $1 AND version = $2 AND withdrawn_at IS NULL',
    [itemId, version, by, at],
  );
}

interface TrialRow {
  id: string;
  name: string;
  plan: string;
  request: unknown;
  expected: unknown;
  stated: boolean;
  created_by: string;
  created_at: string;
}

/** In the order they were saved. */
export async function listTrials(tx: Tx): Promise<Trial[]> {
  const rows = await tx.many<TrialRow>(
    'SELECT id, name, plan, request, expected, stated, created_by, created_at FROM law_trials ORDER BY seq',
  );
  return rows.map(({ created_by, created_at, ...row }) =>
    Trial.parse({ ...row, shipped: false, createdBy: created_by, createdAt: created_at }),
  );
}

export async function insertTrial(tx: Tx, input: { companyId: string; trial: Trial }): Promise<void> {
  const { trial } = input;
  await tx.one(
    `INSERT INTO law_trials (id, company_id, name, plan, request, expected, stated, created_by, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      trial.id,
      input.companyId,
      trial.name,
      trial.plan,
      trial.request,
      trial.expected,
      trial.stated,
      trial.createdBy,
      trial.createdAt,
    ],
  );
}

/** Gives the name of what was deleted, undefined where there was nothing. */
export async function deleteTrial(tx: Tx, id: string): Promise<string | undefined> {
  const row = await tx.one<{ name: string }>('DELETE FROM law_trials WHERE id = $1 RETURNING name', [id]);
  return row?.name;
}
