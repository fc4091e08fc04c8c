import type { ShipmentState } from '@karavan/contracts';
import type { Tx } from './database.ts';

/** System transaction, for the live tail: shipments of all companies after a revision. */
export async function listChangedShipments(
  tx: Tx,
  since: number,
): Promise<{ companyId: string; customerId: string; state: ShipmentState }[]> {
  const rows = await tx.many<{
    company_id: string;
    customer_id: string;
    revision: number;
    state: Omit<ShipmentState, 'revision'>;
  }>('SELECT company_id, customer_id, revision, state FROM shipments WHERE revision > $1 ORDER BY revision', [since]);
  return rows.map((row) => ({
    companyId: row.company_id,
    customerId: row.customer_id,
    state: { ...row.state, revision: row.revision },
  }));
}

/** The shipments a scope missed since a revision. */
export async function listShipmentsSince(
  tx: Tx,
  query: { since: number; upTo: number; shipmentId?: string; limit: number },
): Promise<ShipmentState[]> {
  const rows = await tx.many<{ revision: number; state: Omit<ShipmentState, 'revision'> }>(
    'SELECT revision, state FROM shipments WHERE revision > $1 AND revision <= $4 AND ($2::uuid IS NULL OR id = $2) ORDER BY revision LIMIT $3',
    [query.since, query.shipmentId ?? null, query.limit, query.upTo],
  );
  return rows.map((row) => ({ ...row.state, revision: row.revision }));
}

/**
 * The newest revision whose transaction has ended; everything at or below it can be read. The counter itself runs
 * ahead while a writer holds the lock, so the lock is asked for: a reader waits for that writer, never for long.
 */
export async function newestRevision(tx: Tx): Promise<number> {
  const row = await tx.one<{ revision: number }>('SELECT karavan_newest_revision() AS revision');
  return row?.revision ?? 0;
}
