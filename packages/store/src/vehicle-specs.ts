import type { NewVehicleSpec, VehicleSpec } from '@karavan/contracts';
import type { Tx } from './database.ts';

interface Row {
  id: string;
  kind: VehicleSpec['kind'];
  name: string;
  unit: VehicleSpec['unit'];
  saved_at: string;
  saved_by: string;
}
const COLUMNS = 'id, kind, name, unit, saved_at, saved_by';

/** What was stored has passed the schema of its kind. */
const toSpec = ({ id, kind, name, unit, saved_at, saved_by }: Row): VehicleSpec =>
  ({ id, kind, name, unit, savedAt: saved_at, savedBy: saved_by }) as VehicleSpec;

const keyOf = (name: string): string => name.trim().replace(/\s+/g, ' ').toLowerCase();

export async function listSpecs(tx: Tx): Promise<VehicleSpec[]> {
  return (await tx.many<Row>(`SELECT ${COLUMNS} FROM vehicle_specs ORDER BY name_key, id`)).map(toSpec);
}

export async function findSpecs(tx: Tx, ids: readonly string[]): Promise<VehicleSpec[]> {
  return (await tx.many<Row>(`SELECT ${COLUMNS} FROM vehicle_specs WHERE id = ANY($1::uuid[])`, [ids])).map(toSpec);
}

interface Saving {
  spec: NewVehicleSpec;
  savedAt: Date;
  savedBy: string;
}

/** @returns undefined when a unit of that kind has the name already */
export async function insertSpec(
  tx: Tx,
  companyId: string,
  { spec, savedAt, savedBy }: Saving,
): Promise<VehicleSpec | undefined> {
  const row = await tx.one<Row>(
    `INSERT INTO vehicle_specs (company_id, kind, name, name_key, unit, saved_at, saved_by) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (company_id, kind, name_key) DO NOTHING RETURNING ${COLUMNS}`,
    [companyId, spec.kind, spec.name, keyOf(spec.name), spec.unit, savedAt, savedBy],
  );
  return row && toSpec(row);
}

/** @returns undefined when another unit of that kind has the name, or the unit is gone */
export async function updateSpec(tx: Tx, id: string, { spec, savedAt, savedBy }: Saving): Promise<VehicleSpec | undefined> {
  const row = await tx.one<Row>(
    `UPDATE vehicle_specs v SET name = $2, name_key = $3, unit = $4, saved_at = $5, saved_by = $6 WHERE id = $1 AND NOT EXISTS (
       SELECT FROM vehicle_specs o WHERE o.company_id = v.company_id AND o.kind = v.kind AND o.name_key = $3 AND o.id <> v.id)
     RETURNING ${COLUMNS}`,
    [id, spec.name, keyOf(spec.name), spec.unit, savedAt, savedBy],
  );
  return row && toSpec(row);
}

/** @returns whether there was one */
export async function deleteSpec(tx: Tx, id: string): Promise<boolean> {
  return (await tx.one('DELETE FROM vehicle_specs WHERE id = $1 RETURNING id', [id])) !== undefined;
}
