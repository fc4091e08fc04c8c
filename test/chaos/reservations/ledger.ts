import type { Database } from '@karavan/store';

/** Written by the database itself: a plan that takes more of a lot than it had, where the lot has not enough for all. */
const DDL = [
  `CREATE TABLE chaos_before (tx bigint, promise_id uuid, sku text, warehouse_id text, available_from timestamptz, quantity bigint)`,
  `CREATE TABLE chaos_oversold (promise_id uuid, sku text, warehouse_id text, available_from timestamptz, held bigint, there bigint)`,
  `CREATE FUNCTION chaos_note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
     INSERT INTO chaos_before VALUES (txid_current(), OLD.promise_id, OLD.sku, OLD.warehouse_id, OLD.available_from, OLD.quantity);
     RETURN OLD; END $$`,
  `CREATE FUNCTION chaos_check() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
     INSERT INTO chaos_oversold SELECT NEW.promise_id, s.sku, s.warehouse_id, s.available_from, sum(r.quantity), s.quantity
     FROM stock s JOIN reservations r USING (company_id, sku, warehouse_id, available_from)
     WHERE s.company_id = NEW.company_id AND s.sku = NEW.sku AND s.warehouse_id = NEW.warehouse_id AND s.available_from = NEW.available_from
       AND NEW.quantity > coalesce((SELECT max(b.quantity) FROM chaos_before b WHERE b.tx = txid_current() AND b.promise_id = NEW.promise_id
         AND b.sku = NEW.sku AND b.warehouse_id = NEW.warehouse_id AND b.available_from = NEW.available_from), 0)
     GROUP BY s.sku, s.warehouse_id, s.available_from, s.quantity HAVING sum(r.quantity) > s.quantity;
     RETURN NEW; END $$`,
  `CREATE TRIGGER chaos_note BEFORE DELETE ON reservations FOR EACH ROW EXECUTE FUNCTION chaos_note()`,
  `CREATE TRIGGER chaos_check AFTER INSERT ON reservations FOR EACH ROW EXECUTE FUNCTION chaos_check()`,
];

export async function watchReservations(db: Database): Promise<void> {
  await db.system(async (tx) => {
    for (const sql of DDL) await tx.many(sql);
  });
}

/** What must be empty: name by name, how many rows speak against it. */
const FAULTS = {
  'plans that took more than there was': `SELECT count(*) AS rows FROM chaos_oversold`,
  'goods never changed and sold twice': `SELECT count(*) AS rows FROM (SELECT 1 FROM stock s
     JOIN reservations r USING (company_id, sku, warehouse_id, available_from) WHERE s.sku LIKE 'fixed%'
     GROUP BY s.company_id, s.sku, s.warehouse_id, s.available_from, s.quantity HAVING sum(r.quantity) > s.quantity) AS lots`,
  'promises that hold other than their plan': `WITH planned AS (
       SELECT p.id, line->>'sku' AS sku, line->>'sourceId' AS warehouse_id,
         coalesce((line->>'availableFrom')::timestamptz, '-infinity') AS available_from, sum((line->>'quantity')::bigint)::bigint AS quantity
       FROM promises p, jsonb_array_elements(p.plan->'shipments') AS shipment, jsonb_array_elements(shipment->'lines') AS line
       WHERE p.status = 'held' GROUP BY 1, 2, 3, 4),
     held AS (SELECT promise_id AS id, sku, warehouse_id, available_from, quantity FROM reservations)
     SELECT count(*) AS rows FROM ((TABLE planned EXCEPT TABLE held) UNION ALL (TABLE held EXCEPT TABLE planned)) AS odd`,
  'promises that hold other than was ordered': `SELECT count(*) AS rows FROM promises p WHERE p.status = 'held' AND
     (SELECT sum((line->>'quantity')::bigint) FROM jsonb_array_elements(p.request->'lines') AS line)
       IS DISTINCT FROM (SELECT sum(quantity) FROM reservations r WHERE r.promise_id = p.id)`,
  'promises that nobody has looked at again': `SELECT count(*) AS rows FROM promises WHERE recheck_since IS NOT NULL`,
  'lots that cannot serve those who were told of no change': `SELECT count(*) AS rows FROM (SELECT 1 FROM stock s
     JOIN reservations r USING (company_id, sku, warehouse_id, available_from) JOIN promises p ON p.id = r.promise_id AND p.change IS NULL
     GROUP BY s.company_id, s.sku, s.warehouse_id, s.available_from, s.quantity HAVING sum(r.quantity) > s.quantity) AS lots`,
  'versions that never were': `SELECT count(*) AS rows FROM promises p WHERE NOT EXISTS
     (SELECT FROM networks n WHERE n.company_id = p.company_id AND n.version = p.network_version)`,
} as const;

export async function countFaults(db: Database): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const [name, sql] of Object.entries(FAULTS))
    found[name] = (await db.system((tx) => tx.one<{ rows: number }>(sql)))?.rows ?? Number.NaN;
  return found;
}

/** How often PostgreSQL had to end a transaction because two waited for each other. */
export async function countDeadlocks(db: Database): Promise<number> {
  const row = await db.system((tx) =>
    tx.one<{ deadlocks: number }>('SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()'),
  );
  return row?.deadlocks ?? Number.NaN;
}
