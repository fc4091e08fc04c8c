import { AppError } from '@karavan/runtime';
import pg from 'pg';

/** Instants leave the database as ISO strings in UTC, big integers as numbers: the entities speak so. */
const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => new Date(text).toISOString());
types.setTypeParser(pg.types.builtins.INT8, (text) => Number(text));

/** What a query may see: one company, and within it one customer only or everything. */
export interface Scope {
  companyId: string;
  customerId: string | null;
}

/** A running transaction. Rows come back as the caller declares them; every statement binds its values. */
export interface Tx {
  many<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  one<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row | undefined>;
}

/**
 * All run `work` again, from its beginning and at most twice more, when PostgreSQL ended the transaction in favour of
 * another one (deadlock, serialization). So `work` touches nothing but the database, or starts anew each time: no
 * message sent, no counter raised, no array outside it appended to.
 *
 * @throws AppError UNAVAILABLE when the database does not answer or the connection was lost — after a lost COMMIT nobody
 * knows whether it counted; BAD_INPUT when a value cannot be stored; what `work` threw otherwise
 */
export interface Database {
  /** Runs `work` in one transaction that sees only what `scope` may see: row-level security holds, whatever the SQL says. */
  scoped<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Runs `work` as the owner of the tables, across companies: sign-in, device lookup and the live tail, nothing else. */
  system<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Like `system` for a single statement, which is a transaction by itself: half of the messages. */
  systemOnce<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
  readonly url: string;
}

type Begin = (client: pg.PoolClient) => Promise<unknown>;

/** A free connection or a new one is there within this time, or the caller hears that the database is away. */
const CONNECT_WITHIN_MS = 5000;
const ATTEMPTS = 3;
/** deadlock_detected, serialization_failure */
const LOST_TO_ANOTHER = new Set<string | undefined>(['40P01', '40001']);

export function openDatabase(options: {
  url: string;
  max?: number;
  /** how long to wait for a connection; longer where nobody waits for the answer */
  connectWithinMs?: number;
  onError?: (error: Error) => void;
}): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max ?? 16,
    types,
    keepAlive: true,
    connectionTimeoutMillis: options.connectWithinMs ?? CONNECT_WITHIN_MS,
  });
  pool.on('error', (error) => options.onError?.(error)); // an idle connection broke: the pool opens another when asked

  const transaction = <T>(begin: Begin, work: (tx: Tx) => Promise<T>): Promise<T> => tryAgain(() => attemptOnce(begin, work));

  const attemptOnce = <T>(begin: Begin, work: (tx: Tx) => Promise<T>): Promise<T> =>
    withClient(async (client) => {
      try {
        await begin(client);
        const result = await work(asTx(client));
        await client.query('COMMIT');
        return result;
      } catch (error) {
        await client.query('ROLLBACK').catch((cause: Error) => client.emit('error', cause));
        throw error;
      }
    });

  const systemOnce = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => tryAgain(() => withClient((client) => work(asTx(client))));

  async function withClient<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    let broken: Error | undefined;
    const lost = (error: Error) => {
      broken = error; // the pool listens only to idle connections; unheard, this event would end the process
      options.onError?.(error);
    };
    client.on('error', lost);
    try {
      return await work(client);
    } finally {
      client.off('error', lost);
      client.release(broken);
    }
  }

  return {
    url: options.url,
    scoped: (scope, work) => transaction((client) => beginScoped(client, scope), work),
    system: (work) => transaction((client) => client.query('BEGIN'), work),
    systemOnce,
    close: () => pool.end(),
  };
}

/** What PostgreSQL ended in favour of another transaction begins anew. */
async function tryAgain<T>(attempt: () => Promise<T>): Promise<T> {
  for (let left = ATTEMPTS - 1; ; left -= 1)
    try {
      return await attempt();
    } catch (error) {
      if (left === 0 || !LOST_TO_ANOTHER.has(codeOf(error))) throw toStoreError(error);
    }
}

/** SQLSTATE classes 08 and 57P0x, too many connections, and the codes of the operating system */
const AWAY_CODE = /^(08...|57P0.|53300|ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
/** what pg and its pool say without a code */
const AWAY_TEXT = /^(Connection terminated|timeout e|Client has encountered a connection error|Client was closed)/;

/** What PostgreSQL, its driver or the operating system calls an error. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** What a caller can act on: the database is away, or a value does not fit. The rest stays what it is. */
function toStoreError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof AppError) return error;
  const code = codeOf(error);
  if (code === undefined ? AWAY_TEXT.test(error.message) : AWAY_CODE.test(code))
    return new AppError('UNAVAILABLE', 'The database does not answer; try again.', { cause: error });
  if (code !== undefined && /^22...$/.test(code))
    return new AppError('BAD_INPUT', 'A value cannot be stored: it is too large or holds characters that are not allowed.', {
      cause: error,
    });
  return error;
}

/** The policies make planning dearer than running; look-ups go by index whatever the values are, so one plan serves all. */
const PLAN_ONCE = `set_config('plan_cache_mode', 'force_generic_plan', true)`;

/** One message there and one back; the settings end with the transaction. */
async function beginScoped(client: pg.PoolClient, scope: Scope): Promise<void> {
  const [company, customer] = [scope.companyId, scope.customerId ?? ''].map((id) => client.escapeLiteral(id));
  await client.query(`BEGIN; SELECT set_config('role', 'karavan_app', true), set_config('karavan.company_id', ${company}, true),
    set_config('karavan.customer_id', ${customer}, true), ${PLAN_ONCE}`);
}

/** The statements of this process by their text: PostgreSQL plans each once a connection, not once a call. */
const prepared = new Map<string, string>();

function nameOf(sql: string): string {
  const name = prepared.get(sql) ?? `karavan_${prepared.size + 1}`;
  prepared.set(sql, name);
  return name;
}

function asTx(client: pg.PoolClient): Tx {
  const run = async <Row extends object>(sql: string, values: readonly unknown[] = []) =>
    (await client.query<Row>({ name: nameOf(sql), text: sql, values: values as unknown[] })).rows;
  return { many: run, one: async (sql, values) => (await run<never>(sql, values))[0] };
}

/** Many rows as one bound value: `SELECT … FROM jsonb_to_recordset($1::jsonb) AS r(…)`. */
export function asRecordset(rows: readonly object[]): string {
  return JSON.stringify(rows);
}

/**
 * The next number in the order of everything live. Take it as late as possible: from here to commit every other
 * writer of live rows waits, which is what lets a reader trust that nothing below a seen revision is still to come.
 */
export async function takeRevision(tx: Tx): Promise<number> {
  const row = await tx.one<{ revision: number }>('SELECT karavan_next_revision() AS revision');
  if (row === undefined) throw new Error('the revision counter gave nothing');
  return row.revision;
}
