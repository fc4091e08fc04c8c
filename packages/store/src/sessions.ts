import type { Actor, ApiKey } from '@karavan/contracts';
import type { Tx } from './database.ts';
import { decodeCursor, type Page, toPage } from './pages.ts';
import { newToken, tokenHash } from './secrets.ts';
import { toActor } from './users.ts';

export const API_KEY_PREFIX = 'kv_';

export async function insertSession(
  tx: Tx,
  input: { actor: Actor; now: Date; days: number },
): Promise<{ token: string; expiresAt: Date }> {
  const token = newToken();
  const expiresAt = new Date(input.now.getTime() + input.days * 86_400_000);
  await tx.one('INSERT INTO sessions (token_hash, company_id, user_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)', [
    tokenHash(token),
    input.actor.companyId,
    input.actor.userId,
    input.now,
    expiresAt,
  ]);
  return { token, expiresAt };
}

/** Who a bearer token or an API key stands for. System transaction: the token itself tells the company. */
export async function findActor(tx: Tx, token: string, now: Date): Promise<Actor | undefined> {
  if (token.startsWith(API_KEY_PREFIX)) {
    const key = await tx.one<{ company_id: string; name: string }>(
      'SELECT company_id, name FROM api_keys WHERE key_hash = $1 AND revoked_at IS NULL',
      [tokenHash(token)],
    );
    return key && { companyId: key.company_id, customerId: null, role: 'dispatcher', userId: null, name: `key ${key.name}` };
  }
  const row = await tx.one<Parameters<typeof toActor>[0]>(
    `SELECT u.id, u.email, u.role, u.company_id, u.customer_id FROM sessions s JOIN users u ON u.id = s.user_id
     WHERE s.token_hash = $1 AND s.expires_at > $2 AND u.disabled_at IS NULL`,
    [tokenHash(token), now],
  );
  return row && toActor(row);
}

/** The same for many sessions at once, by token; one that is none or has ended is not in the answer. System transaction. */
export async function findSessionActors(tx: Tx, tokens: readonly string[], now: Date): Promise<Map<string, Actor>> {
  const tokenOf = new Map(tokens.map((token) => [tokenHash(token).toString('hex'), token]));
  const rows = await tx.many<Parameters<typeof toActor>[0] & { hash: string }>(
    `SELECT encode(s.token_hash, 'hex') AS hash, u.id, u.email, u.role, u.company_id, u.customer_id FROM sessions s JOIN users u ON u.id = s.user_id
     WHERE s.token_hash = ANY(SELECT decode(hash, 'hex') FROM unnest($1::text[]) AS t(hash)) AND s.expires_at > $2 AND u.disabled_at IS NULL`,
    [[...tokenOf.keys()], now],
  );
  return new Map(rows.map((row) => [tokenOf.get(row.hash) ?? '', toActor(row)]));
}

export async function deleteSession(tx: Tx, token: string): Promise<void> {
  await tx.one('DELETE FROM sessions WHERE token_hash = $1', [tokenHash(token)]);
}

export async function deleteExpiredSessions(tx: Tx, now: Date): Promise<number> {
  return (await tx.many('DELETE FROM sessions WHERE expires_at <= $1 RETURNING 1 AS gone', [now])).length;
}

interface KeyRow {
  id: string;
  name: string;
  prefix: string;
  created_at: string;
}
const toKey = (row: KeyRow): ApiKey => ({ id: row.id, name: row.name, prefix: row.prefix, createdAt: row.created_at });

export async function insertApiKey(tx: Tx, input: { companyId: string; name: string }): Promise<ApiKey & { key: string }> {
  const key = newToken(API_KEY_PREFIX);
  const row = await tx.one<KeyRow>(
    'INSERT INTO api_keys (company_id, name, prefix, key_hash) VALUES ($1, $2, $3, $4) RETURNING id, name, prefix, created_at',
    [input.companyId, input.name, key.slice(0, 10), tokenHash(key)],
  );
  return { ...toKey(row as KeyRow), key };
}

export async function listApiKeys(tx: Tx, page: { limit: number; cursor?: string | undefined }): Promise<Page<ApiKey>> {
  const after = decodeCursor(page.cursor, ['text', 'uuid']);
  const rows = await tx.many<KeyRow>(
    `SELECT id, name, prefix, created_at FROM api_keys
     WHERE revoked_at IS NULL AND ($2::text IS NULL OR (name, id) > ($2, $3::uuid)) ORDER BY name, id LIMIT $1`,
    [page.limit + 1, after?.[0] ?? null, after?.[1] ?? null],
  );
  return toPage(rows, page.limit, toKey, (row) => [row.name, row.id]);
}

export async function revokeApiKey(tx: Tx, id: string, now: Date): Promise<boolean> {
  return (
    (await tx.one('UPDATE api_keys SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL RETURNING id', [id, now])) !==
    undefined
  );
}
