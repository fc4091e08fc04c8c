import {
  type BackendFactory,
  createPostgresBackend,
  createRedisBackend,
  type IQueueBackend,
  type Job,
  type PostgresConnectionOptions,
  type Processor,
  type Queue,
  type QueueOptions,
  runMigrations,
  type Worker,
  type WorkerOptions,
  withBackend,
} from 'bullmq';
import pg from 'pg';

export type BackendOptions = { databaseUrl: string; redisUrl?: string | undefined };
type OnError = (error: Error) => void;

type JobQueue = Pick<
  Queue<unknown, unknown>,
  'add' | 'upsertJobScheduler' | 'removeJobScheduler' | 'getJobCounts' | 'waitUntilReady' | 'close'
>;
type JobWorker = Pick<Worker<unknown, unknown>, 'waitUntilReady' | 'close'>;
type WorkerSettings = Omit<WorkerOptions, 'connection'> & {
  onFailed: (job: Job<unknown> | undefined, error: Error) => void;
  onStalled: (jobId: string) => void;
};

/** BullMQ on whatever keeps its jobs. This file chooses; nobody else knows. */
export type Backend = {
  kind: 'postgres' | 'redis';
  openQueue(name: string, options: Omit<QueueOptions, 'connection'>): JobQueue;
  openWorker(name: string, process: Processor<unknown, unknown>, settings: WorkerSettings): JobWorker;
  /** Runs one at a time what several processes might do at once. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

const SCHEMA = 'bullmq';
const KEY_PREFIX = 'karavan';
const LOCK = 'karavan.schedules';
/** One slot is for LISTEN; the rest are short queries. Small, for every process has such a pool beside its own. */
const MOST_CONNECTIONS = 6;

/** Opens the jobs on Redis when there is a `redisUrl`, else in the schema `bullmq` of the database, created if missing. */
export function openBackend(options: BackendOptions, onError: OnError): Promise<Backend> {
  return options.redisUrl === undefined ? openPostgres(options.databaseUrl, onError) : openRedis(options.redisUrl, onError);
}

async function openPostgres(databaseUrl: string, onError: OnError): Promise<Backend> {
  // One pool for queue and worker: left to itself BullMQ opens one for each.
  const pool = new pg.Pool({
    connectionString: withSearchPath(databaseUrl),
    max: MOST_CONNECTIONS,
    keepAlive: true,
    application_name: 'karavan-jobs',
  });
  pool.on('error', onError);
  try {
    await whileHolding(pool, onError, (client) => runMigrations(client, SCHEMA));
  } catch (error) {
    await pool.end();
    throw error;
  }
  // A pg.Pool is what BullMQ asks for; its own minimal type of one does not quite agree with @types/pg.
  const connection = pool as unknown as PostgresConnectionOptions;
  return bind(createPostgresBackend, {
    kind: 'postgres',
    producer: connection,
    worker: connection,
    onError,
    exclusively: oneAtATime(pool, onError),
    close: () => pool.end(),
  });
}

/**
 * BullMQ's functions for schedules read and then write without a lock: two processes that start together would leave
 * two jobs. Only one call per process asks for the lock, so that callers in a queue do not use up the pool they need.
 */
function oneAtATime(pool: pg.Pool, onError: OnError): Backend['exclusively'] {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(() => whileLocked(pool, onError, work));
    last = turn.catch(() => {});
    return turn;
  };
}

function whileLocked<T>(pool: pg.Pool, onError: OnError, work: () => Promise<T>): Promise<T> {
  return whileHolding(pool, onError, async (client) => {
    await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [LOCK]);
    const result = await work();
    await client.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [LOCK]);
    return result;
  });
}

/** The pool hears only the errors of idle connections; one that breaks in our hands would end the process. */
async function whileHolding<T>(pool: pg.Pool, onError: OnError, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken = true;
  client.on('error', onError);
  try {
    const result = await work(client);
    broken = false;
    return result;
  } finally {
    client.off('error', onError);
    // A connection that failed may still hold the lock: it must not go back to the pool.
    client.release(broken);
  }
}

/** BullMQ's statements name no schema. An `options` the url already carries is kept. */
function withSearchPath(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  const options = [url.searchParams.get('options'), `-c search_path=${SCHEMA}`];
  url.searchParams.set('options', options.filter((option) => option !== null).join(' '));
  return url.href;
}

async function openRedis(url: string, onError: OnError): Promise<Backend> {
  return bind(createRedisBackend, {
    kind: 'redis',
    // Whoever adds a job is told soon that Redis is away; a worker waits for it as long as it takes.
    producer: { url, maxRetriesPerRequest: 2 },
    worker: { url, maxRetriesPerRequest: null },
    onError,
    // BullMQ's scripts on Redis are atomic by themselves.
    exclusively: (work) => work(),
    close: async () => {},
  });
}

type Connections<C> = Pick<Backend, 'kind' | 'exclusively' | 'close'> & { producer: C; worker: C; onError: OnError };

function bind<B extends IQueueBackend, C>(factory: BackendFactory<B, C>, connections: Connections<C>): Backend {
  const { kind, producer, worker: consumer, onError, exclusively, close } = connections;
  const { Queue, Worker } = withBackend(factory);
  return {
    kind,
    openQueue: (name, options) => {
      const queue = new Queue<unknown, unknown>(name, { ...options, connection: producer, prefix: KEY_PREFIX });
      queue.on('error', onError);
      return queue;
    },
    openWorker: (name, process, { onFailed, onStalled, ...options }) => {
      const worker = new Worker<unknown, unknown>(name, process, { ...options, connection: consumer, prefix: KEY_PREFIX });
      worker.on('error', onError).on('failed', onFailed).on('stalled', onStalled);
      return worker;
    },
    exclusively,
    close,
  };
}
