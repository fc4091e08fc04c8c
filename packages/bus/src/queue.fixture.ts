/** A program for queue.contract.test.ts: takes one job and never finishes it. Its argument is the options as JSON. */
import { createLogger } from '@karavan/runtime';
import { z } from 'zod';
import type { BusOptions } from './jobs.ts';
import { createBus } from './queue.ts';

const options = JSON.parse(process.argv[2] ?? '{}') as Pick<BusOptions<never>, 'databaseUrl' | 'redisUrl' | 'queue' | 'tuning'>;
const bus = await createBus({
  ...options,
  jobs: { 'report-fetch': z.object({ source: z.string() }) },
  log: createLogger({ level: 'warn', name: 'fixture' }),
});
await bus.work(
  {
    'report-fetch': ({ source }) => {
      console.log(`working on ${source}`);
      return new Promise(() => {});
    },
  },
  { concurrency: 1 },
);
