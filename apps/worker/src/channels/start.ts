import { type Deps, forgetDeliveries, type Leased, noteDeliveries, type Outcome, takeDeliveries } from '@karavan/usecases';
import { createMailer, type EmailSettings } from './email.ts';
import { sendWebhook } from './webhook.ts';

/** How often we look what is to be sent. */
const TICK_MS = 1000;
const FORGET_MS = 3_600_000;
/** A round that takes longer leaves the rest to the next one, well before the lease of its messages ends. */
const LONGEST_ROUND_MS = 45_000;

export interface ChannelSettings extends EmailSettings {
  /** webhooks may go to addresses of private networks */
  allowPrivate: boolean;
}

/**
 * Sends what the outbox holds. Channels go side by side and their messages one after another; several workers share the
 * work. What was sent is noted afterwards: a program that dies in between sends it again, with the same id.
 */
export function startChannels(deps: Deps, settings: ChannelSettings, everyMs = TICK_MS): { close(): Promise<void> } {
  const ending = new AbortController();
  const mailer = createMailer(settings);
  let round: Promise<void> | undefined;
  let forgotten = 0;

  async function tick(): Promise<void> {
    const messages = await takeDeliveries(deps);
    const byChannel = groupBy(messages, ({ channel }) => channel.id);
    await Promise.all(byChannel.map((group) => (group[0]?.channel.kind === 'email' ? sendLetters(group) : sendHooks(group))));
    if (Date.now() - forgotten > FORGET_MS) {
      forgotten = Date.now();
      await forgetDeliveries(deps);
    }
  }

  /** One letter a person, however much there is to tell. */
  async function sendLetters(messages: readonly Leased[]): Promise<void> {
    const letters = groupBy(messages, ({ recipient, language, change }) => `${change === 'test'} ${language} ${recipient}`);
    const until = Date.now() + LONGEST_ROUND_MS;
    for (const letter of letters) {
      if (ending.signal.aborted || Date.now() > until) return;
      await note(letter, await mailer.send(letter));
    }
  }

  /** An address that does not answer is not asked for every message of the round. */
  async function sendHooks(messages: readonly Leased[]): Promise<void> {
    const until = Date.now() + LONGEST_ROUND_MS;
    for (const [index, message] of messages.entries()) {
      if (ending.signal.aborted || Date.now() > until) return;
      const outcome = await sendWebhook(deps, message, { allowPrivate: settings.allowPrivate, signal: ending.signal });
      if (ending.signal.aborted && !outcome.ok) return; // our own end is nobody's failure
      const isAway = !outcome.ok && !outcome.error.startsWith('answered');
      await note(isAway ? messages.slice(index) : [message], outcome);
      if (isAway) return;
    }
  }

  async function note(messages: readonly Leased[], outcome: Outcome): Promise<void> {
    await noteDeliveries(deps, { messages, outcome });
    const [first] = messages;
    if (!outcome.ok && first !== undefined)
      deps.log.warn({ event: 'delivery.failed', channel: first.channel.id, count: messages.length, problem: outcome.error });
  }

  const timer = setInterval(() => {
    round ??= tick()
      .catch((error: unknown) => deps.log.warn({ event: 'deliveries.not_sent', error })) // the database is away; the next tick asks again
      .finally(() => {
        round = undefined;
      });
  }, everyMs);

  return {
    async close() {
      clearInterval(timer);
      ending.abort(new Error('the program ends'));
      await round;
      mailer.close();
    },
  };
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups.values()];
}
