import { AppError, ERROR_TABLE, type Logger, toAppError } from '@karavan/runtime';
import { type Job, UnrecoverableError } from 'bullmq';
import type { z } from 'zod';
import { type Backend, type BackendOptions, openBackend } from './backend.ts';

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

const USUAL: BusTuning = { attempts: 8, backoffMs: 1_000, lockMs: 30_000, stalledCheckMs: 15_000 };
const HEALTH_LIMIT_MS = 2_000;
const KEPT_WHEN_DONE = { age: 3_600, count: 1_000 }; // seconds
const KEPT_WHEN_FAILED = { age: 7 * 24 * 3_600, count: 5_000 };
/** A worker killed with its job, again and again, may mean that the job kills it. */
const MOST_RECOVERIES = 3;

/** Durable jobs on PostgreSQL, or on Redis when `redisUrl` is given. Rejects when it cannot be reached at the start. */
export async function createBus<Schemas extends JobSchemas>(options: BusOptions<Schemas>): Promise<Bus<Schemas>> {
  const { jobs, log, queue: queueName = 'jobs' } = options;
  const tuning = { ...USUAL, ...options.tuning };
  const onError = (error: Error) => log.error({ event: 'queue.error', error }, 'the job queue has trouble');
  const backend = await openBackend(options, onError);
  const queue = backend.openQueue(queueName, {
    defaultJobOptions: {
      attempts: tuning.attempts,
      backoff: { type: 'exponential', delay: tuning.backoffMs, jitter: 0.25 },
      removeOnComplete: KEPT_WHEN_DONE,
      removeOnFail: KEPT_WHEN_FAILED,
    },
  });
  await queue.waitUntilReady();
  let worker: ReturnType<Backend['openWorker']> | undefined;
  let closing: Promise<void> | undefined;

  function check(name: string, payload: unknown): void {
    const parsed = schemaOf(jobs, name).safeParse(payload);
    if (!parsed.success) throw refused(name, parsed.error);
  }

  return {
    add: async (name, payload, { jobId, delayMs } = {}) => {
      check(name, payload);
      const job = await reach(
        queue.add(name, payload, {
          ...(jobId === undefined ? {} : { jobId: safeId(`${name}.${jobId}`) }),
          ...(delayMs === undefined ? {} : { delay: delayMs }),
        }),
      );
      return job.id ?? '';
    },

    schedule: async (name, payload, { everyMs, key }) => {
      check(name, payload);
      const id = safeId(key);
      await reach(backend.exclusively(() => queue.upsertJobScheduler(id, { every: everyMs }, { name, data: payload })));
    },

    unschedule: async (key) => {
      const id = safeId(key);
      await reach(backend.exclusively(() => queue.removeJobScheduler(id)));
    },

    work: async (handlers, { concurrency }) => {
      if (worker !== undefined) throw new Error('this bus already works');
      worker = backend.openWorker(queueName, (job) => runJob(job, { jobs, handlers, log }), {
        concurrency,
        lockDuration: tuning.lockMs,
        stalledInterval: tuning.stalledCheckMs,
        maxStalledCount: MOST_RECOVERIES,
        onFailed: (job, error) => logFailure(job, { error, log }),
        onStalled: (jobId) => log.warn({ event: 'job.recovered', jobId }, 'a job was abandoned and runs again'),
      });
      await worker.waitUntilReady();
    },

    health: async () => {
      const kind = { backend: backend.kind };
      try {
        const counts = await soon(queue.getJobCounts('waiting', 'active', 'delayed', 'failed'), HEALTH_LIMIT_MS);
        const { waiting = 0, active = 0, delayed = 0, failed = 0 } = counts;
        return { ok: true, ...kind, waiting, active, delayed, failed };
      } catch (error) {
        return { ok: false, ...kind, problem: error instanceof Error ? error.message : String(error) };
      }
    },

    close: () => {
      closing ??= (async () => {
        await worker?.close();
        await queue.close();
        await backend.close();
      })();
      return closing;
    },
  };
}

type Running<Schemas extends JobSchemas> = { jobs: Schemas; handlers: JobHandlers<Schemas>; log: Logger };

/** The error table decides: what would fail again unchanged is not tried again. */
async function runJob<Schemas extends JobSchemas>(job: Job<unknown>, { jobs, handlers, log }: Running<Schemas>): Promise<void> {
  const id = job.id ?? '';
  try {
    const parsed = schemaOf(jobs, job.name).safeParse(job.data);
    if (!parsed.success) throw refused(job.name, parsed.error);
    const handle = handlers[job.name];
    const payload = parsed.data as z.output<Schemas[string]>;
    const running = { id, name: job.name, attempt: job.attemptsMade + 1, log: log.child({ jobId: id, job: job.name }) };
    await handle?.(payload, running);
  } catch (thrown) {
    const error = toAppError(thrown);
    if (ERROR_TABLE[error.code].retry) throw thrown;
    throw Object.assign(new UnrecoverableError(error.message), { cause: thrown });
  }
}

function logFailure(job: Job<unknown> | undefined, { error, log }: { error: Error; log: Logger }): void {
  const ids = { jobId: job?.id, job: job?.name, attempt: job?.attemptsMade };
  const isFinal = job === undefined || job.finishedOn !== undefined;
  if (isFinal) log.error({ event: 'job.failed', ...ids, error }, 'a job failed for good');
  else log.warn({ event: 'job.retried', ...ids, error }, 'a job failed and will be tried again');
}

/** An unknown name may be a newer program's: the job fails for now and waits for a worker that knows it. */
function schemaOf(jobs: JobSchemas, name: string): z.ZodType {
  const schema = Object.hasOwn(jobs, name) ? jobs[name] : undefined;
  if (schema === undefined) throw new AppError('UNAVAILABLE', `This program knows no job called ${name}`);
  return schema;
}

function refused(name: string, error: z.ZodError): AppError {
  const errors = error.issues.map((issue) => ({ path: issue.path.map(String).join('.'), message: issue.message }));
  return new AppError('BAD_INPUT', `The payload of the job ${name} does not fit its schema`, { cause: error, errors });
}

/** BullMQ reads a meaning into colons and into ids that are numbers. */
function safeId(id: string): string {
  return encodeURIComponent(id);
}

async function reach<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    throw new AppError('UNAVAILABLE', 'The job queue cannot be reached just now', { cause });
  }
}

async function soon<T>(work: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${limitMs} ms`)), limitMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
