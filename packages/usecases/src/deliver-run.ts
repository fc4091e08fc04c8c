import { deliveries } from '@karavan/store';
import { nextAttempt } from './deliver-backoff.ts';
import type { Deps } from './deps.ts';

/** A sender that died leaves its messages to others after this long; no message takes longer to send. */
const LEASE_MS = 90_000;
const AT_ONCE = 1000;
const KEEP_SENT_MS = 30 * 24 * 3_600_000;
const KEEP_DEAD_MS = 90 * 24 * 3_600_000;

export type Leased = deliveries.Leased;

/** What one attempt came to: `permanent` means that trying again is of no use. */
export type Outcome = { ok: true } | { ok: false; error: string; permanent?: boolean };

/** Takes what is due; it is ours until the lease is over. */
export function takeDeliveries(deps: Deps): Promise<Leased[]> {
  const now = deps.clock();
  return deps.db.system((tx) =>
    deliveries.leaseDeliveries(tx, { now, until: new Date(now.getTime() + LEASE_MS), limit: AT_ONCE }),
  );
}

/** Notes how it went with messages that went out together. A program that dies before this sends them again, under the same ids. */
export async function noteDeliveries(deps: Deps, input: { messages: readonly Leased[]; outcome: Outcome }): Promise<void> {
  const { messages, outcome } = input;
  const now = deps.clock();
  const ids = messages.map(({ id }) => id);
  if (outcome.ok) return deps.db.system((tx) => deliveries.markSent(tx, { ids, at: now }));
  const attempts = 1 + Math.max(...messages.map((message) => message.attempts));
  const dueAt = outcome.permanent ? null : (nextAttempt(attempts, now) ?? null);
  await deps.db.system((tx) => deliveries.markFailed(tx, { ids, error: outcome.error, dueAt }));
}

/** The secret a webhook's messages are signed with. */
export function secretOf(deps: Deps, message: Leased): string {
  if (message.channel.secret === null || deps.secrets === undefined)
    throw new Error('This process has no key for the secret of the webhook; set SECRET_KEY for every process.');
  return deps.secrets.open(message.channel.secret, secretContext(message.companyId, message.channel.id));
}

/** Whose secret it is: a copied row opens nowhere else. */
export const secretContext = (companyId: string, channelId: string): string => `${companyId} channel ${channelId}`;

export function forgetDeliveries(deps: Deps): Promise<number> {
  const now = deps.clock().getTime();
  return deps.db.system((tx) =>
    deliveries.deleteOldDeliveries(tx, { sentBefore: new Date(now - KEEP_SENT_MS), deadBefore: new Date(now - KEEP_DEAD_MS) }),
  );
}
