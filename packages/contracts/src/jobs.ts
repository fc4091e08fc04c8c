import { z } from 'zod';

/** Every durable job: its name and the shape of its payload. Handlers are in apps/worker/src/jobs, one file a name. */
export const JOBS = {
  'report-ingest': z.object({ companyId: z.string(), reportId: z.string() }),
  housekeeping: z.object({}),
} as const;
export type JobName = keyof typeof JOBS;
export type JobPayload<N extends JobName> = z.infer<(typeof JOBS)[N]>;
