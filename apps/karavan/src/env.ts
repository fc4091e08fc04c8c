import { ApiEnv } from '@karavan/api';
import { WorkerEnv } from '@karavan/worker';
import { z } from 'zod';

/** Everything the program reads from its environment, in one shape. `.env.example` lists the same names. */
export const KaravanEnv = z.object({
  ...ApiEnv.shape,
  ...WorkerEnv.shape,
  DATA_DIR: z.string().default('./.karavan').describe('where everything is kept'),
  DATABASE_URL: z.url().optional().describe('a PostgreSQL of your own instead of the built-in one'),
  REDIS_URL: z.url().optional().describe('a Redis for jobs and wake-ups between processes'),
  ADMIN_EMAIL: z.email().optional().describe('the first admin, made on an empty database'),
  ADMIN_PASSWORD: z.string().min(10, 'is too short').optional().describe('his password, at least 10 characters'),
  COMPANY_NAME: z.string().default('Karavan').describe('the name of your company'),
});
export type KaravanEnv = z.infer<typeof KaravanEnv>;
