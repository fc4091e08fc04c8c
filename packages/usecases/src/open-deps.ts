import { createNews, type News } from '@karavan/bus';
import { type Logger, type LogLevel, type SecretBox, systemClock } from '@karavan/runtime';
import { migrate, openDatabase } from '@karavan/store';
import { atMostEvery } from './at-most-every.ts';
import type { Deps } from './deps.ts';
import { createParseThread } from './parse-in-thread.ts';
import { createPlanThreads } from './plan-in-thread.ts';
import { flushMarkers } from './positions-markers.ts';
import { createPositionsTally } from './positions-tally.ts';
import { createReportThread, type ReportThreadData } from './report-thread.ts';

/** Under this name processes wake each other when something live was committed. */
export const LIVE_TOPIC = 'live';

/** Trucks by the thousand are committed a hundred times a second; nobody looks that often. */
const ANNOUNCE_MS = 25;

export interface Opened {
  databaseUrl: string;
  news: News;
  deps: Deps;
  close(): Promise<void>;
}

/** Brings the schema up to date and opens what every use case needs. Safe to call from several processes at once. */
export async function openDeps(input: {
  databaseUrl: string;
  redisUrl?: string | undefined;
  log: Logger;
  secrets?: SecretBox | undefined;
}): Promise<Opened> {
  const { databaseUrl, log } = input;
  const applied = await migrate(databaseUrl);
  if (applied.length > 0) log.info({ event: 'database.migrated', applied });
  const news = await createNews({ databaseUrl, redisUrl: input.redisUrl, log });
  const db = openDatabase({ url: databaseUrl, onError: (error) => log.warn({ event: 'database.connection_lost', error }) });
  const announce = atMostEvery(ANNOUNCE_MS, () => void news.publish(LIVE_TOPIC));
  const parsing = createParseThread();
  const taking = createReportThread({ databaseUrl, log: loggingOf(log), announce });
  const planning = createPlanThreads();
  return {
    databaseUrl,
    news,
    deps: {
      db,
      clock: systemClock,
      log,
      announce,
      parseReport: parsing.parseReport,
      reportThread: taking,
      plan: planning.plan,
      tally: createPositionsTally(),
      secrets: input.secrets,
    },
    async close() {
      await taking.close();
      await parsing.close();
      await planning.close();
      await flushMarkers({ db }).catch((error: unknown) => log.warn({ event: 'markers.not_written', error })); // the next start finds them
      await news.close();
      await db.close();
    },
  };
}

/** For a logger that writes the same way from another thread. */
const loggingOf = (log: Logger): ReportThreadData['log'] => ({
  level: log.level as LogLevel,
  name: String(log.bindings()['name'] ?? 'karavan'),
});
