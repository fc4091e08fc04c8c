import { randomBytes, randomUUID } from 'node:crypto';
import {
  type Actor,
  type AlertChannel,
  type AlertChannelChange,
  type AlertChannelMade,
  type Delivery,
  EmailSettings,
  type NewAlertChannel,
  WebhookSettings,
} from '@karavan/contracts';
import { AppError, badInput } from '@karavan/runtime';
import { audit, deliveries, type Page, type Tx } from '@karavan/store';
import { peopleOf, recipientsOf } from './deliver-plan.ts';
import { secretContext } from './deliver-run.ts';
import { type Deps, scopeOf } from './deps.ts';

/** Standard Webhooks asks for 24 to 64 bytes. */
const SECRET_BYTES = 32;

/** Where messages go may hold keys: only those who set it see it. */
function shown(channel: AlertChannel, actor: Actor): AlertChannel {
  return actor.role === 'admin' ? channel : { ...channel, settings: {} };
}

export async function listAlertChannels(deps: Deps, actor: Actor): Promise<AlertChannel[]> {
  const channels = await deps.db.scoped(scopeOf(actor), deliveries.listChannelHealth);
  return channels.map((channel) => shown(channel, actor));
}

export async function createAlertChannel(
  deps: Deps,
  input: { actor: Actor; channel: NewAlertChannel },
): Promise<AlertChannelMade> {
  const { actor, channel } = input;
  const { companyId } = actor;
  const id = randomUUID();
  const secret = channel.kind === 'webhook' ? `whsec_${randomBytes(SECRET_BYTES).toString('base64')}` : undefined;
  const sealed = secret === undefined ? null : seal(deps, { secret, context: secretContext(companyId, id) });
  const made = await deps.db.scoped(scopeOf(actor), async (tx) => {
    await deliveries.saveChannel(tx, { ...channel, id, companyId, secret: sealed });
    return noted(tx, { actor, id, action: 'alert channel added' });
  });
  return secret === undefined ? made : { ...made, secret };
}

export async function changeAlertChannel(
  deps: Deps,
  input: { actor: Actor; id: string; change: AlertChannelChange },
): Promise<AlertChannel> {
  const { actor, id } = input;
  const { settings, ...change } = input.change;
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    const known = await deliveries.findChannel(tx, id);
    if (known === undefined) throw missing();
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const next = settings === undefined ? known.settings : readSettings(known.kind, settings);
    await deliveries.saveChannel(tx, { ...known, ...given, settings: next });
    return noted(tx, { actor, id, action: 'alert channel changed' });
  });
}

export async function deleteAlertChannel(deps: Deps, input: { actor: Actor; id: string }): Promise<void> {
  const { actor, id } = input;
  await deps.db.scoped(scopeOf(actor), async (tx) => {
    if (!(await deliveries.deleteChannel(tx, id))) throw missing();
    await audit.insertAudit(tx, { companyId: actor.companyId, actor: actor.name, action: 'alert channel removed', subject: id });
  });
}

/** A message that says it is a test, to everybody of the company the channel writes to. */
export async function testAlertChannel(deps: Deps, input: { actor: Actor; id: string }): Promise<Delivery[]> {
  const { actor, id } = input;
  const { companyId } = actor;
  const now = deps.clock();
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    const channel = await deliveries.findChannel(tx, id);
    if (channel === undefined) throw missing();
    const recipients = recipientsOf(channel, { alert: null, people: await peopleOf(tx, [channel]) });
    if (recipients.length === 0) throw new AppError('CONFLICT', 'Nobody of the company has one of the roles of this channel.');
    const messages = recipients.map(({ recipient, language }) => ({
      channelId: id,
      alertId: null,
      change: 'test' as const,
      recipient,
      language,
      payload: { askedBy: actor.name },
      dueAt: now.toISOString(),
    }));
    const ids = await deliveries.insertDeliveries(tx, { companyId, deliveries: messages, now });
    await audit.insertAudit(tx, { companyId, actor: actor.name, action: 'alert channel tested', subject: id });
    return deliveries.listDeliveriesById(tx, ids);
  });
}

export const listDeliveries = (
  deps: Deps,
  input: { actor: Actor; query: Parameters<typeof deliveries.listDeliveries>[1] },
): Promise<Page<Delivery>> => deps.db.scoped(scopeOf(input.actor), (tx) => deliveries.listDeliveries(tx, input.query));

/** @throws AppError CONFLICT while it is being sent */
export async function replayDelivery(deps: Deps, input: { actor: Actor; id: string }): Promise<Delivery> {
  const { actor, id } = input;
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    const [known] = await deliveries.listDeliveriesById(tx, [id]);
    if (known === undefined) throw new AppError('NOT_FOUND', 'There is no such message.');
    if (!(await deliveries.replayDelivery(tx, { id, now: deps.clock() })))
      throw new AppError('CONFLICT', 'The message is being sent just now; look again in a moment.');
    await audit.insertAudit(tx, { companyId: actor.companyId, actor: actor.name, action: 'message sent again', subject: id });
    const [again] = await deliveries.listDeliveriesById(tx, [id]);
    return again ?? known;
  });
}

async function noted(tx: Tx, input: { actor: Actor; id: string; action: string }): Promise<AlertChannel> {
  const { actor, id, action } = input;
  await audit.insertAudit(tx, { companyId: actor.companyId, actor: actor.name, action, subject: id });
  const channel = (await deliveries.listChannelHealth(tx)).find((each) => each.id === id);
  if (channel === undefined) throw missing();
  return shown(channel, actor);
}

function readSettings(kind: AlertChannel['kind'], given: unknown): Record<string, unknown> {
  const parsed = (kind === 'email' ? EmailSettings : WebhookSettings).safeParse(given);
  if (parsed.success) return parsed.data;
  throw badInput(parsed.error);
}

function seal({ secrets }: Deps, { secret, context }: { secret: string; context: string }): Buffer {
  if (secrets !== undefined) return secrets.seal(secret, context);
  throw new AppError('CONFLICT', 'This installation has no key to keep secrets with; set SECRET_KEY for every process.');
}

const missing = () => new AppError('NOT_FOUND', 'There is no such channel.');
