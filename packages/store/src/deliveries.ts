import type { AlertChannel, AlertKind, ChannelKind, Delivery, DeliveryState, Language, Role, Severity } from '@karavan/contracts';
import { asRecordset, type Tx } from './database.ts';
import { decodeCursor, type Page, toPage } from './pages.ts';

export interface ChannelRecord {
  id: string;
  companyId: string;
  kind: ChannelKind;
  name: string;
  enabled: boolean;
  kinds: AlertKind[];
  minSeverity: Severity;
  tellEnd: boolean;
  settings: Record<string, unknown>;
  secret: Buffer | null;
}
const CHANNEL = `c.id, c.company_id AS "companyId", c.kind, c.name, c.enabled, c.kinds, c.min_severity AS "minSeverity", c.tell_end AS "tellEnd", c.settings, c.secret`;

export const listChannels = (tx: Tx): Promise<ChannelRecord[]> =>
  tx.many(`SELECT ${CHANNEL} FROM alert_channels c ORDER BY name, id`);

export const listEnabledChannels = (tx: Tx): Promise<ChannelRecord[]> =>
  tx.many(`SELECT ${CHANNEL} FROM alert_channels c WHERE enabled`);

export const findChannel = (tx: Tx, id: string): Promise<ChannelRecord | undefined> =>
  tx.one(`SELECT ${CHANNEL} FROM alert_channels c WHERE id = $1`, [id]);

export async function saveChannel(tx: Tx, channel: ChannelRecord): Promise<void> {
  await tx.one(
    `INSERT INTO alert_channels (id, company_id, kind, name, enabled, kinds, min_severity, tell_end, settings, secret)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, enabled = excluded.enabled, kinds = excluded.kinds,
       min_severity = excluded.min_severity, tell_end = excluded.tell_end, settings = excluded.settings, secret = excluded.secret`,
    [
      channel.id,
      channel.companyId,
      channel.kind,
      channel.name,
      channel.enabled,
      channel.kinds,
      channel.minSeverity,
      channel.tellEnd,
      channel.settings,
      channel.secret,
    ],
  );
}

export async function deleteChannel(tx: Tx, id: string): Promise<boolean> {
  return (await tx.one('DELETE FROM alert_channels WHERE id = $1 RETURNING id', [id])) !== undefined;
}

/** Channels as the page shows them: what waits, what could not be sent, when the last message went out. */
export async function listChannelHealth(tx: Tx): Promise<AlertChannel[]> {
  const rows = await tx.many<
    ChannelRecord & { waiting: number; dead: number; lastSentAt: string | null; lastError: string | null }
  >(
    `SELECT ${CHANNEL}, d.waiting, d.dead, d."lastSentAt", d."lastError" FROM alert_channels c LEFT JOIN LATERAL (
       SELECT count(*) FILTER (WHERE state = 'waiting') AS waiting, count(*) FILTER (WHERE state = 'dead') AS dead, max(sent_at) AS "lastSentAt",
         (array_agg(last_error ORDER BY created_at DESC) FILTER (WHERE last_error IS NOT NULL AND state <> 'sent'))[1] AS "lastError"
       FROM deliveries WHERE channel_id = c.id
     ) d ON true ORDER BY c.name, c.id`,
  );
  return rows.map(({ secret: _, companyId: __, ...channel }) => channel);
}

/** People who may be written to, by role; a customer's people with whose they are. */
export function listPeople(
  tx: Tx,
  roles: readonly Role[],
): Promise<{ email: string; language: Language; role: Role; customerId: string | null }[]> {
  return tx.many(
    `SELECT email, language, role, customer_id AS "customerId" FROM users WHERE role = ANY($1) AND disabled_at IS NULL ORDER BY email`,
    [roles],
  );
}

export interface DeliveryToSave {
  channelId: string;
  alertId: string | null;
  change: Delivery['change'];
  recipient: string;
  language: Language;
  payload: Record<string, unknown>;
  dueAt: string;
}

/** Put into the outbox with what they tell of: both are committed, or neither is. Gives their ids. */
export async function insertDeliveries(
  tx: Tx,
  input: { companyId: string; deliveries: readonly DeliveryToSave[]; now: Date },
): Promise<string[]> {
  if (input.deliveries.length === 0) return [];
  const rows = await tx.many<{ id: string }>(
    `INSERT INTO deliveries (company_id, channel_id, alert_id, change, recipient, language, payload, created_at, due_at)
     SELECT $1, "channelId", "alertId", change, recipient, language, payload, $3, "dueAt"
     FROM jsonb_to_recordset($2::jsonb) AS r("channelId" uuid, "alertId" uuid, change text, recipient text, language text, payload jsonb, "dueAt" timestamptz)
     ON CONFLICT DO NOTHING RETURNING id`,
    [input.companyId, asRecordset(input.deliveries), input.now],
  );
  return rows.map(({ id }) => id);
}

/** A message that is to be sent now, with the channel it goes through. */
export interface Leased {
  id: string;
  companyId: string;
  change: Delivery['change'];
  recipient: string;
  language: Language;
  payload: Record<string, unknown>;
  attempts: number;
  createdAt: string;
  channel: { id: string; kind: ChannelKind; name: string; settings: Record<string, unknown>; secret: Buffer | null };
}

/**
 * Takes messages that are due and that nobody is sending. Whoever took them and died leaves them to the next one when the
 * lease is over. System transaction.
 */
export async function leaseDeliveries(tx: Tx, input: { now: Date; until: Date; limit: number }): Promise<Leased[]> {
  const rows = await tx.many<Omit<Leased, 'channel'> & { c: Omit<Leased['channel'], 'secret'>; secret: Buffer | null }>(
    `WITH due AS (
       SELECT d.id FROM deliveries d JOIN alert_channels c ON c.id = d.channel_id
       WHERE d.state = 'waiting' AND d.due_at <= $1 AND (d.leased_until IS NULL OR d.leased_until <= $1) AND (c.enabled OR d.change = 'test')
       ORDER BY d.due_at LIMIT $3 FOR UPDATE OF d SKIP LOCKED)
     UPDATE deliveries d SET leased_until = $2 FROM due, alert_channels c
     WHERE d.id = due.id AND c.id = d.channel_id
     RETURNING d.id, d.company_id AS "companyId", d.change, d.recipient, d.language, d.payload, d.attempts, d.created_at AS "createdAt",
       jsonb_build_object('id', c.id, 'kind', c.kind, 'name', c.name, 'settings', c.settings) AS c, c.secret`,
    [input.now, input.until, input.limit],
  );
  return rows.map(({ c, secret, ...row }) => ({ ...row, channel: { ...c, secret } }));
}

/** System transaction. */
export async function markSent(tx: Tx, input: { ids: readonly string[]; at: Date }): Promise<void> {
  await tx.many(
    `UPDATE deliveries SET state = 'sent', sent_at = $2, attempts = attempts + 1, leased_until = NULL, last_error = NULL WHERE id = ANY($1) AND state = 'waiting'`,
    [input.ids, input.at],
  );
}

/** `dueAt` null: it is given up. System transaction. */
export async function markFailed(tx: Tx, input: { ids: readonly string[]; error: string; dueAt: Date | null }): Promise<void> {
  await tx.many(
    `UPDATE deliveries SET state = CASE WHEN $3::timestamptz IS NULL THEN 'dead' ELSE 'waiting' END, due_at = coalesce($3, due_at), attempts = attempts + 1, leased_until = NULL, last_error = $2
     WHERE id = ANY($1) AND state = 'waiting'`,
    [input.ids, input.error.slice(0, 500), input.dueAt],
  );
}

/** What was sent long ago is forgotten; what could not be sent stays a while longer. System transaction. */
export async function deleteOldDeliveries(tx: Tx, input: { sentBefore: Date; deadBefore: Date }): Promise<number> {
  const rows = await tx.many(
    `DELETE FROM deliveries WHERE (state = 'sent' AND sent_at < $1) OR (state = 'dead' AND created_at < $2) RETURNING id`,
    [input.sentBefore, input.deadBefore],
  );
  return rows.length;
}

interface Row {
  id: string;
  channel_id: string;
  channel_name: string;
  channel_kind: ChannelKind;
  alert_id: string | null;
  change: Delivery['change'];
  recipient: string;
  state: DeliveryState;
  attempts: number;
  created_at: string;
  due_at: string;
  sent_at: string | null;
  last_error: string | null;
}
const SELECT = `SELECT d.id, d.channel_id, c.name AS channel_name, c.kind AS channel_kind, d.alert_id, d.change, d.recipient, d.state, d.attempts,
  d.created_at, d.due_at, d.sent_at, d.last_error FROM deliveries d JOIN alert_channels c ON c.id = d.channel_id`;

const toDelivery = (row: Row): Delivery => ({
  id: row.id,
  channelId: row.channel_id,
  channelName: row.channel_name,
  channelKind: row.channel_kind,
  alertId: row.alert_id,
  change: row.change,
  recipient: row.recipient,
  state: row.state,
  attempts: row.attempts,
  createdAt: row.created_at,
  dueAt: row.due_at,
  sentAt: row.sent_at,
  lastError: row.last_error,
});

export async function listDeliveries(
  tx: Tx,
  query: { limit: number; cursor?: string | undefined; state?: DeliveryState | undefined; channelId?: string | undefined },
): Promise<Page<Delivery>> {
  const after = decodeCursor(query.cursor, ['instant', 'uuid']);
  const rows = await tx.many<Row>(
    `${SELECT} WHERE ($2::text IS NULL OR d.state = $2) AND ($3::uuid IS NULL OR d.channel_id = $3)
       AND ($4::timestamptz IS NULL OR (d.created_at, d.id) < ($4, $5::uuid)) ORDER BY d.created_at DESC, d.id DESC LIMIT $1`,
    [query.limit + 1, query.state ?? null, query.channelId ?? null, after?.[0] ?? null, after?.[1] ?? null],
  );
  return toPage(rows, query.limit, toDelivery, (row) => [row.created_at, row.id]);
}

export async function listDeliveriesById(tx: Tx, ids: readonly string[]): Promise<Delivery[]> {
  return (await tx.many<Row>(`${SELECT} WHERE d.id = ANY($1) ORDER BY d.created_at, d.id`, [ids])).map(toDelivery);
}

/** Sent once more from the beginning, under the same id. */
export async function replayDelivery(tx: Tx, input: { id: string; now: Date }): Promise<boolean> {
  const row = await tx.one(
    `UPDATE deliveries SET state = 'waiting', attempts = 0, due_at = $2, leased_until = NULL, last_error = NULL
     WHERE id = $1 AND (leased_until IS NULL OR leased_until <= $2 OR state <> 'waiting') RETURNING id`,
    [input.id, input.now],
  );
  return row !== undefined;
}
