import type { Logger } from '@karavan/runtime';
import type { News } from './news.ts';
import { openPostgresNews } from './news-postgres.ts';
import { openRedisNews } from './news-redis.ts';

/** News over Redis when `redisUrl` is given, else over the database. Rejects when it cannot be reached at the start. */
export function createNews(options: { databaseUrl: string; redisUrl?: string | undefined; log: Logger }): Promise<News> {
  const { databaseUrl, redisUrl, log } = options;
  return redisUrl === undefined ? openPostgresNews({ databaseUrl, log }) : openRedisNews({ redisUrl, log });
}
