import type { Tx } from './database.ts';
import { newToken, tokenHash } from './secrets.ts';

export interface Share {
  companyId: string;
  customerId: string;
  shipmentId: string;
  expiresAt: string | null;
}

export async function insertShare(
  tx: Tx,
  input: { companyId: string; customerId: string; shipmentId: string; by: string; now: Date; expiresAt: string | null },
): Promise<string> {
  const token = newToken();
  await tx.one(
    'INSERT INTO shares (token_hash, company_id, customer_id, shipment_id, created_by, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [tokenHash(token), input.companyId, input.customerId, input.shipmentId, input.by, input.now, input.expiresAt],
  );
  return token;
}

/** System transaction: the token alone tells whose shipment it opens. An expired link is still found, so that the page can say so. */
export async function findShare(tx: Tx, token: string): Promise<Share | undefined> {
  return tx.one<Share>(
    `SELECT company_id AS "companyId", customer_id AS "customerId", shipment_id AS "shipmentId", expires_at AS "expiresAt" FROM shares WHERE token_hash = $1`,
    [tokenHash(token)],
  );
}
