import type { Tx } from './database.ts';

/** What one search found, by kind; every list is short and newest first. Row-level security decides what is there at all. */
export interface Hits {
  wagons: string[];
  vehicles: string[];
  shipments: string[];
}

const PER_KIND = 10;

/**
 * `keys` are ways the query may be meant (see queryKeys), `wagons` wagon numbers it may stand for, right ones first.
 * Every look-up goes through an index; none looks at operations or positions.
 */
export async function searchAll(
  tx: Tx,
  query: { keys: readonly string[]; wagons: readonly string[]; phone?: string | undefined },
): Promise<Hits> {
  const { keys } = query;
  const prefixes = keys.filter((key) => key.length >= 3).map((key) => `${key.replace(/[%_\\]/g, '\\$&')}%`);
  const wagons = await tx.many<{ number: string }>(
    `(SELECT number FROM wagons WHERE number = ANY($1) LIMIT ${PER_KIND})
     UNION (SELECT number FROM wagons WHERE waybill_key = ANY($2) ORDER BY number LIMIT ${PER_KIND})
     UNION (SELECT number FROM wagons WHERE station_key LIKE ANY($3) ORDER BY operation_at DESC LIMIT ${PER_KIND})`,
    [query.wagons, keys, prefixes],
  );
  const vehicles = await tx.many<{ id: string }>(
    `(SELECT id FROM vehicles WHERE plate_key = ANY($1) LIMIT ${PER_KIND})
     UNION (SELECT id FROM vehicles WHERE phone_key = $2 AND (SELECT karavan_customer()) IS NULL LIMIT ${PER_KIND})
     UNION (SELECT id FROM vehicles WHERE plate_key LIKE ANY($3) ORDER BY plate_key LIMIT ${PER_KIND})`,
    [keys, query.phone ?? null, prefixes],
  );
  const shipments = await tx.many<{ id: string }>(
    `SELECT id FROM (
       (SELECT id, revision FROM shipments WHERE number_key = ANY($1) LIMIT ${PER_KIND})
       UNION (SELECT id, revision FROM shipments WHERE order_key = ANY($1) ORDER BY revision DESC LIMIT ${PER_KIND})
       UNION (SELECT s.id, s.revision FROM shipments s JOIN shipment_units u ON u.shipment_id = s.id
              WHERE u.label_key = ANY($1 || $2) ORDER BY s.revision DESC LIMIT ${PER_KIND})
       UNION (SELECT s.id, s.revision FROM shipments s JOIN companies c ON c.id = s.customer_id
              WHERE c.name_key LIKE ANY($3) ORDER BY s.revision DESC LIMIT ${PER_KIND})
     ) hits ORDER BY revision DESC LIMIT ${PER_KIND}`,
    [keys, query.wagons, prefixes],
  );
  return {
    wagons: wagons.map((row) => row.number),
    vehicles: vehicles.map((row) => row.id),
    shipments: shipments.map((row) => row.id),
  };
}
