import { AppError } from '@karavan/runtime';
import { type Backend, openBackend } from './backend.ts';
import type { Bus, BusOptions, BusTuning, JobSchemas } from './jobs.ts';
import { logFailure, parsePayload, runJob } from './run-job.ts';

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

  return {
    add: async (name, payload, { jobId, delayMs } = {}) => {
      parsePayload(jobs, { name, data: payload });
      const job = await reach(
        queue.add(name, payload, {
          ...(jobId === undefined ? {} : { jobId: safeId(`${name}.${jobId}`) }),
          ...(delayMs === undefined ? {} : { delay: delayMs }),
        }),
      );
      return job.id ?? '';
    },

    schedule: async (name, payload, { everyMs, key }) => {
      parsePayload(jobs, { name, data: payload });
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
