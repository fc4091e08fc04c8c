import type { Logger } from '@karavan/runtime';
import { Redis } from 'ioredis';
import { decodeMessage, encodeMessage } from './message.ts';
import type { News } from './news.ts';
import { Subscribers } from './subscribers.ts';

const CHANNEL_PREFIX = 'karavan:news:';

/** Redis publish/subscribe. A subscribed connection may do nothing else, hence two; ioredis opens them again when lost. */
export async function openRedisNews({ redisUrl, log }: { redisUrl: string; log: Logger }): Promise<News> {
  const subscribers = new Subscribers(log);
  const publisher = new Redis(redisUrl, { lazyConnect: true, maxRetriesPerRequest: 2, connectionName: 'karavan-news-out' });
  const receiver = new Redis(redisUrl, { lazyConnect: true, maxRetriesPerRequest: null, connectionName: 'karavan-news' });
  for (const connection of [publisher, receiver]) {
    connection.on('error', (error) => log.warn({ event: 'news.error', error }, 'the connection for news has trouble'));
  }
  receiver.on('message', (_channel, text) => {
    const message = decodeMessage(text);
    subscribers.tell(message.topic, message.payload);
  });

  try {
    await Promise.all([publisher.connect(), receiver.connect()]);
  } catch (error) {
    publisher.disconnect();
    receiver.disconnect();
    throw error;
  }
  // From here on "ready" means "again"; ioredis has asked for all channels anew before it says so.
  receiver.on('ready', () => {
    log.info({ event: 'news.regained' }, 'the connection for news is back');
    subscribers.tellAll();
  });

  return {
    publish: async (topic, payload) => {
      try {
        await publisher.publish(CHANNEL_PREFIX + topic, encodeMessage({ topic, payload }));
      } catch (error) {
        log.warn({ event: 'news.not-sent', count: 1, error }, 'news could not be sent');
      }
    },
    subscribe: async (topic, listener) => {
      if (subscribers.add(topic, listener)) await receiver.subscribe(CHANNEL_PREFIX + topic);
      return async () => {
        if (subscribers.remove(topic, listener)) await receiver.unsubscribe(CHANNEL_PREFIX + topic);
      };
    },
    close: async () => {
      publisher.disconnect();
      receiver.disconnect();
    },
  };
}
