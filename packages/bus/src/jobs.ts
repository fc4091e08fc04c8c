import type { Logger } from '@karavan/runtime';
import type { z } from 'zod';
import type { BackendOptions } from './backend.ts';

/** The durable jobs of the product: a name and the schema of its payload. */
export type JobSchemas = Record<string, z.ZodType>;

/** What a handler may know of the job it runs. `attempt` counts from 1; `log` carries the ids. */
export type RunningJob = { id: string; name: string; attempt: number; log: Logger };

/** One handler for every job: a missing or misspelt one does not compile. What it returns is not kept. */
export type JobHandlers<Schemas extends JobSchemas> = {
  [Name in keyof Schemas]: (payload: z.output<Schemas[Name]>, job: RunningJob) => unknown;
};

export type BusHealth =
  | { ok: true; backend: 'postgres' | 'redis'; waiting: number; active: number; delayed: number; failed: number }
  | { ok: false; backend: 'postgres' | 'redis'; problem: string };

/** Retry and recovery times. The usual ones suit work of seconds to minutes; tests shorten them. */
export type BusTuning = {
  attempts: number;
  /** The wait before the first retry; it doubles with each further one, give or take a quarter. */
  backoffMs: number;
  /** A worker renews its claim well within this time; a job without a renewed claim is taken for abandoned. */
  lockMs: number;
  stalledCheckMs: number;
};

export type Bus<Schemas extends JobSchemas> = {
  /**
   * Keeps a job until it is done and gives its id. A job with a `jobId` already known under this name (waiting, running,
   * done within the last hour, failed within the last week) is not added again.
   *
   * @throws AppError BAD_INPUT when the payload does not fit; UNAVAILABLE when the queue cannot be reached.
   */
  add<Name extends keyof Schemas & string>(
    name: Name,
    payload: z.input<Schemas[Name]>,
    options?: { jobId?: string; delayMs?: number },
  ): Promise<string>;
  /** A job every `everyMs`, once per `key` however often and from however many processes this is called. */
  schedule<Name extends keyof Schemas & string>(
    name: Name,
    payload: z.input<Schemas[Name]>,
    options: { everyMs: number; key: string },
  ): Promise<void>;
  unschedule(key: string): Promise<void>;
  /** Starts to take jobs, at most `concurrency` at a time; resolves once it listens. Once per bus. */
  work(handlers: JobHandlers<Schemas>, options: { concurrency: number }): Promise<void>;
  /** Never rejects; answers within two seconds. */
  health(): Promise<BusHealth>;
  /** Takes no more jobs, waits for those that run, and closes the connections. */
  close(): Promise<void>;
};

export type BusOptions<Schemas extends JobSchemas> = BackendOptions & {
  jobs: Schemas;
  log: Logger;
  /** Jobs of different queues do not meet. */
  queue?: string;
  tuning?: Partial<BusTuning>;
};
