import { type NewVehicle, phoneKey, searchKey, type Vehicle } from '@karavan/contracts';
import type { Tx } from './database.ts';
import { decodeCursor, type Page, toPage } from './pages.ts';

const COLUMNS = 'id, plate, name, carrier';

/** The same plate again is the same vehicle: what is given is changed, the rest stays. */
export async function saveVehicle(
  tx: Tx,
  companyId: string,
  vehicle: NewVehicle,
): Promise<{ vehicle: Vehicle; created: boolean }> {
  const plateKey = searchKey(vehicle.plate);
  const row = await tx.one<Vehicle & { created: boolean }>(
    `INSERT INTO vehicles (company_id, plate, plate_key, name, carrier, driver_phone, phone_key) VALUES ($1, $2, $2, $3, $4, $5, $6)
     ON CONFLICT (company_id, plate_key) DO UPDATE SET
       name = coalesce(excluded.name, vehicles.name), carrier = coalesce(excluded.carrier, vehicles.carrier),
       driver_phone = coalesce(excluded.driver_phone, vehicles.driver_phone), phone_key = coalesce(excluded.phone_key, vehicles.phone_key)
     RETURNING ${COLUMNS}, xmax = 0 AS created`,
    [
      companyId,
      plateKey,
      vehicle.name ?? null,
      vehicle.carrier ?? null,
      vehicle.driverPhone ?? null,
      vehicle.driverPhone === undefined ? null : (phoneKey(vehicle.driverPhone) ?? null),
    ],
  );
  const { created, ...saved } = row as Vehicle & { created: boolean };
  return { vehicle: saved, created };
}

export function findVehicle(tx: Tx, id: string): Promise<Vehicle | undefined> {
  return tx.one<Vehicle>(`SELECT ${COLUMNS} FROM vehicles WHERE id = $1`, [id]);
}

export async function listVehicles(tx: Tx, page: { limit: number; cursor?: string | undefined }): Promise<Page<Vehicle>> {
  const after = decodeCursor(page.cursor, ['text']);
  const rows = await tx.many<Vehicle>(
    `SELECT ${COLUMNS} FROM vehicles WHERE $2::text IS NULL OR plate > $2 ORDER BY plate LIMIT $1`,
    [page.limit + 1, after?.[0] ?? null],
  );
  return toPage(
    rows,
    page.limit,
    (row) => row,
    (row) => [row.plate],
  );
}

export async function listVehiclesByIds(tx: Tx, ids: readonly string[]): Promise<Vehicle[]> {
  return ids.length === 0 ? [] : tx.many<Vehicle>(`SELECT ${COLUMNS} FROM vehicles WHERE id = ANY($1) ORDER BY plate`, [ids]);
}
