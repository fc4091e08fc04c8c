import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@karavan/runtime';
import pg from 'pg';
import { decodeMessage, encodeMessage } from './message.ts';
import type { News } from './news.ts';
import { Subscribers } from './subscribers.ts';

const CHANNEL = 'karavan_news';
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;
/** A statement without an answer means a dead connection, long before TCP gives up on it. */
const ANSWER_LIMIT_MS = 5_000;

/**
 * LISTEN and NOTIFY on one connection of its own, for a subscription lives and dies with its connection. Lost, it is
 * opened again, at longer and longer intervals up to five seconds.
 */
export async function openPostgresNews({ databaseUrl, log }: { databaseUrl: string; log: Logger }): Promise<News> {
  const subscribers = new Subscribers(log);
  let client: pg.Client | undefined;
  let reconnecting: Promise<void> | undefined;
  const closing = new AbortController();

  async function connect(): Promise<void> {
    const fresh = new pg.Client({
      connectionString: databaseUrl,
      keepAlive: true,
      query_timeout: ANSWER_LIMIT_MS,
      connectionTimeoutMillis: ANSWER_LIMIT_MS,
      application_name: 'karavan-news',
    });
    fresh.on('error', (error) => lose(fresh, error));
    fresh.on('notification', ({ payload = '' }) => {
      const message = decodeMessage(payload);
      subscribers.tell(message.topic, message.payload);
    });
    try {
      await fresh.connect();
      await fresh.query(`LISTEN ${CHANNEL}`);
    } catch (error) {
      await fresh.end().catch(() => {});
      throw error;
    }
    client = fresh;
  }

  function lose(lost: pg.Client, error: unknown): void {
    if (client !== lost) return;
    client = undefined;
    log.warn({ event: 'news.lost', error }, 'the connection for news is lost, opening it again');
    lost.end().catch(() => {});
    reconnecting = reconnect().finally(() => {
      reconnecting = undefined;
    });
  }

  async function reconnect(): Promise<void> {
    for (let waitMs = FIRST_WAIT_MS; !closing.signal.aborted; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
      try {
        await connect();
        log.info({ event: 'news.regained' }, 'the connection for news is back');
        return subscribers.tellAll();
      } catch (error) {
        log.debug({ event: 'news.still-lost', error, waitMs }, 'no connection for news yet');
        await delay(waitMs, undefined, { signal: closing.signal }).catch(() => {});
      }
    }
  }

  /** What was published while the last statement was under way, each once. */
  let outbox = new Set<string>();
  let sending: Promise<void> | undefined;

  async function send(): Promise<void> {
    while (outbox.size > 0) {
      const messages = [...outbox];
      outbox = new Set();
      const sender = client;
      try {
        if (sender === undefined) throw new Error('the connection is away');
        await sender.query(`SELECT pg_notify($1, message) FROM unnest($2::text[]) AS message`, [CHANNEL, messages]);
      } catch (error) {
        log.warn({ event: 'news.not-sent', count: messages.length, error }, 'news could not be sent');
        if (sender !== undefined) lose(sender, error);
      }
    }
  }

  await connect();
  return {
    publish: (topic, payload) => {
      outbox.add(encodeMessage({ topic, payload }));
      sending ??= send().finally(() => {
        sending = undefined;
      });
      return sending;
    },
    subscribe: async (topic, listener) => {
      subscribers.add(topic, listener);
      return async () => void subscribers.remove(topic, listener);
    },
    close: async () => {
      await sending;
      closing.abort();
      await reconnecting;
      const last = client;
      client = undefined;
      await last?.end();
    },
  };
}
