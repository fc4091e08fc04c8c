import type { WagonOperation } from '@karavan/contracts';
import type { Tx } from './database.ts';

/** A moment, and how much of what we know today counts: all of it, or what had reached us by then. */
export interface Moment {
  at: string;
  /** nothing older is shown */
  since: string;
  knownThen: boolean;
}

export interface FixAt {
  assetId: string;
  label: string;
  lat: number;
  lon: number;
  at: string;
  speedKmh: number | null;
  courseDeg: number | null;
  accuracyM: number | null;
  deviceId: string;
  protocol: string | null;
}

const FIX = `p.lat, p.lon, p.fixed_at AS at, p.speed_kmh AS "speedKmh", p.course_deg AS "courseDeg", p.accuracy_m AS "accuracyM", p.device_id AS "deviceId"`;
const COUNTS = 'p.filtered IS NULL AND p.lat IS NOT NULL AND (NOT $3 OR p.received_at <= $1)';

/** For staff: the newest position of every vehicle and of every device without one. One step down an index each. */
export async function listFixesAt(tx: Tx, { at, since, knownThen }: Moment): Promise<FixAt[]> {
  return tx.many<FixAt>(
    `SELECT 'truck:' || v.id AS "assetId", v.plate AS label, ${FIX}, NULL AS protocol FROM vehicles v CROSS JOIN LATERAL (
       SELECT * FROM positions p WHERE p.vehicle_id = v.id AND p.fixed_at <= $1 AND p.fixed_at > $2 AND ${COUNTS}
       ORDER BY p.fixed_at DESC LIMIT 1) p
     UNION ALL
     SELECT 'device:' || d.unique_id, d.unique_id, ${FIX}, d.protocol FROM devices d CROSS JOIN LATERAL (
       SELECT * FROM positions p WHERE p.device_id = d.unique_id AND p.fixed_at <= $1 AND p.fixed_at > $2 AND ${COUNTS}
       ORDER BY p.fixed_at DESC LIMIT 1) p
     WHERE d.vehicle_id IS NULL AND NOT d.quarantined AND p.vehicle_id IS NULL`,
    [at, since, knownThen],
  );
}

/** For a customer: the newest position of each truck that was his to see at that moment, inside that window. */
export async function listCarryingFixesAt(tx: Tx, { at, since, knownThen }: Moment): Promise<FixAt[]> {
  return tx.many<FixAt>(
    `SELECT DISTINCT ON (u.asset_id) u.asset_id AS "assetId", u.data ->> 'label' AS label, ${FIX}, NULL AS protocol
     FROM shipment_units u CROSS JOIN LATERAL (
       SELECT * FROM positions p WHERE p.vehicle_id = substr(u.asset_id, 7)::uuid AND p.fixed_at <= $1 AND p.fixed_at > $2
         AND p.fixed_at >= u.visible_from AND ${COUNTS} ORDER BY p.fixed_at DESC LIMIT 1) p
     WHERE u.mode = 'road' AND karavan_on_this_cargo(u) AND u.visible_from <= $1 AND (u.visible_until IS NULL OR u.visible_until > $1)
     ORDER BY u.asset_id, p.fixed_at DESC`,
    [at, since, knownThen],
  );
}

/** Where several devices speak for a vehicle: what each of them said shortly before, oldest first. */
export async function listRivalFixes(tx: Tx, input: Moment & { assetIds: readonly string[] }): Promise<FixAt[]> {
  return tx.many<FixAt>(
    `SELECT 'truck:' || p.vehicle_id AS "assetId", '' AS label, ${FIX}, NULL AS protocol FROM positions p
     WHERE p.vehicle_id = ANY($4::uuid[]) AND p.fixed_at <= $1 AND p.fixed_at > $2 AND ${COUNTS} ORDER BY p.fixed_at, p.device_id`,
    [input.at, input.since, input.knownThen, input.assetIds.map((id) => id.slice('truck:'.length))],
  );
}

/** System transaction: vehicles of a company that more than one device speaks for, and what its devices speak. */
export async function listCompanyDevices(
  tx: Tx,
  companyId: string,
): Promise<{ uniqueId: string; protocol: string; vehicleId: string | null }[]> {
  return tx.many(
    `SELECT unique_id AS "uniqueId", protocol, vehicle_id AS "vehicleId" FROM devices WHERE company_id = $1 AND NOT quarantined`,
    [companyId],
  );
}

const HAD_COME = `(NOT $3 OR karavan_received_by((o.data -> 'evidence' ->> 'reportId')::uuid, $1))`;

export interface WagonAt {
  number: string;
  operation: WagonOperation;
}

/** For staff: the last operation of every wagon by that moment. */
export async function listWagonsAt(tx: Tx, { at, since, knownThen }: Moment): Promise<WagonAt[]> {
  const rows = await tx.many<{ number: string; data: WagonOperation }>(
    `SELECT w.number, o.data FROM wagons w CROSS JOIN LATERAL (
       SELECT o.data FROM operations o WHERE o.company_id = w.company_id AND o.wagon = w.number AND o.at <= $1 AND o.at > $2
         AND ${HAD_COME}
       ORDER BY o.at DESC, o.key DESC LIMIT 1) o`,
    [at, since, knownThen],
  );
  return rows.map(({ number, data }) => ({ number, operation: data }));
}

/** For a customer: of each wagon that carried his cargo at that moment. */
export async function listCarryingWagonsAt(tx: Tx, { at, since, knownThen }: Moment): Promise<WagonAt[]> {
  const rows = await tx.many<{ number: string; data: WagonOperation }>(
    `SELECT w.number, o.data FROM (SELECT DISTINCT u.company_id, substr(u.asset_id, 7) AS number, u.visible_from FROM shipment_units u
       WHERE u.mode = 'rail' AND karavan_on_this_cargo(u) AND u.visible_from <= $1 AND (u.visible_until IS NULL OR u.visible_until > $1)) w
     CROSS JOIN LATERAL (SELECT o.data FROM operations o WHERE o.company_id = w.company_id AND o.wagon = w.number AND o.at <= $1 AND o.at > $2
       AND o.at >= w.visible_from AND ${HAD_COME} ORDER BY o.at DESC, o.key DESC LIMIT 1) o`,
    [at, since, knownThen],
  );
  return rows.map(({ number, data }) => ({ number, operation: data }));
}

/** Which shipments were on which assets at that moment; row-level security leaves a customer his own. */
export async function listCargoAt(tx: Tx, at: string): Promise<{ assetId: string; shipmentId: string }[]> {
  return tx.many(
    `SELECT DISTINCT u.asset_id AS "assetId", u.shipment_id AS "shipmentId" FROM shipment_units u
     WHERE u.company_id = (SELECT karavan_company()) AND u.visible_from <= $1 AND (u.visible_until IS NULL OR u.visible_until > $1)
       AND karavan_on_this_cargo(u)`,
    [at],
  );
}
