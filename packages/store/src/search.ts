import type { Tx } from './database.ts';

/** What one search found, by kind; every list is short and newest first. Row-level security decides what is there at all. */
export interface Hits {
  wagons: string[];
  vehicles: string[];
  shipments: string[];
}

const PER_KIND = 10;
/** Whoever asks for a wagon or a truck wants its cargo of now; it has carried a hundred others. */
const CARRIED = 3;

/**
 * Rows whose key begins with one of `$3`. Written as a range because row-level security lets an index answer only
 * leakproof operators: these are, LIKE is not, and with LIKE every row of the table would be judged by the policy first.
 */
const BEGINNINGS = 'unnest($3::text[]) AS beginning CROSS JOIN LATERAL';
const begins = (column: string) => `${column} ~>=~ beginning AND ${column} ~<~ (beginning || chr(1114111))`;

/** $1 wagon numbers, $2 keys, $3 the keys long enough to be the beginning of a word, $4 a phone */
const EVERYWHERE = `
  SELECT 'wagons' AS kind, number AS id FROM (
    (SELECT number FROM wagons WHERE number = ANY($1) LIMIT ${PER_KIND})
    UNION (SELECT number FROM wagons WHERE waybill_key = ANY($2) ORDER BY number LIMIT ${PER_KIND})
    UNION (SELECT w.number FROM ${BEGINNINGS} (SELECT number FROM wagons WHERE ${begins('station_key')} LIMIT ${PER_KIND}) w)
  ) wagon
  UNION ALL SELECT 'vehicles', id::text FROM (
    (SELECT id FROM vehicles WHERE plate_key = ANY($2) LIMIT ${PER_KIND})
    UNION (SELECT id FROM vehicles WHERE phone_key = $4 AND (SELECT karavan_customer()) IS NULL LIMIT ${PER_KIND})
    UNION (SELECT v.id FROM ${BEGINNINGS} (SELECT id FROM vehicles WHERE ${begins('plate_key')} LIMIT ${PER_KIND}) v)
  ) vehicle
  UNION ALL (SELECT 'shipments', id::text FROM (
    (SELECT id, revision FROM shipments WHERE number_key = ANY($2) LIMIT ${PER_KIND})
    UNION (SELECT id, revision FROM shipments WHERE order_key = ANY($2) ORDER BY revision DESC LIMIT ${PER_KIND})
    UNION (SELECT s.id, s.revision FROM shipments s JOIN shipment_units u ON u.shipment_id = s.id
           WHERE u.label_key = ANY($2 || $1) ORDER BY s.revision DESC LIMIT ${CARRIED})
    UNION (SELECT s.id, s.revision FROM ${BEGINNINGS}
           (SELECT c.id, c.company_id FROM companies c WHERE ${begins('c.name_key')} LIMIT ${PER_KIND}) c CROSS JOIN LATERAL
           (SELECT id, revision FROM shipments WHERE company_id = c.company_id AND customer_id = c.id ORDER BY revision DESC LIMIT ${PER_KIND}) s)
  ) shipment ORDER BY revision DESC LIMIT ${PER_KIND})`;

/**
 * `keys` are ways the query may be meant (see queryKeys), `wagons` wagon numbers it may stand for, right ones first.
 * Every look-up goes through an index; none looks at operations or positions.
 */
export async function searchAll(
  tx: Tx,
  query: { keys: readonly string[]; wagons: readonly string[]; phone?: string | undefined },
): Promise<Hits> {
  const prefixes = query.keys.filter((key) => key.length >= 3);
  const rows = await tx.many<{ kind: keyof Hits; id: string }>(EVERYWHERE, [
    query.wagons,
    query.keys,
    prefixes,
    query.phone ?? null,
  ]);
  const of = (kind: keyof Hits) => rows.filter((row) => row.kind === kind).map((row) => row.id);
  return { wagons: of('wagons'), vehicles: of('vehicles'), shipments: of('shipments') };
}
