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

export interface Database {
  /** Runs `work` in one transaction that sees only what `scope` may see: row-level security holds, whatever the SQL says. */
  scoped<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Runs `work` as the owner of the tables, across companies: sign-in, device lookup and the live tail, nothing else. */
  system<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
  readonly url: string;
}

export function openDatabase(options: { url: string; max?: number; onError?: (error: Error) => void }): Database {
  const pool = new pg.Pool({ connectionString: options.url, max: options.max ?? 16, types });
  pool.on('error', (error) => options.onError?.(error)); // an idle connection broke: the pool opens another when asked

  async function transaction<T>(begin: (client: pg.PoolClient) => Promise<unknown>, work: (tx: Tx) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await begin(client);
      const result = await work(asTx(client));
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((cause: Error) => {
        broken = cause;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  return {
    url: options.url,
    scoped: (scope, work) => transaction((client) => beginScoped(client, scope), work),
    system: (work) => transaction((client) => client.query('BEGIN'), work),
    close: () => pool.end(),
  };
}

async function beginScoped(client: pg.PoolClient, scope: Scope): Promise<void> {
  // Both go out in one packet; the settings end with the transaction.
  const begun = client.query('BEGIN');
  const settings = client.query({
    name: 'scope',
    text: `SELECT set_config('role', 'karavan_app', true), set_config('karavan.company_id', $1, true), set_config('karavan.customer_id', $2, true)`,
    values: [scope.companyId, scope.customerId ?? ''],
  });
  await begun;
  await settings;
}

function asTx(client: pg.PoolClient): Tx {
  const run = async <Row extends object>(sql: string, values: readonly unknown[] = []) =>
    (await client.query<Row>(sql, values as unknown[])).rows;
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
