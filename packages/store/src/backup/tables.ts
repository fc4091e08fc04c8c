import type pg from 'pg';

export interface TableColumns {
  name: string;
  /** those that hold what was put in; generated ones are made again */
  columns: string[];
}

/** They say where the schema stands and who is signed in; neither belongs to the data. */
const LEFT_OUT = ['schema_migrations', 'sessions'];

/** The tables of the product, each after those it refers to. */
export async function listTables(client: pg.Client): Promise<TableColumns[]> {
  const { rows } = await client.query<TableColumns>(
    `SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) FILTER (WHERE a.attgenerated = '') AS columns
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> ALL ($1)
     GROUP BY c.relname ORDER BY c.relname`,
    [LEFT_OUT],
  );
  const { rows: references } = await client.query<{ table: string; needs: string }>(
    `SELECT conrelid::regclass::text AS "table", confrelid::regclass::text AS needs
     FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND conrelid <> confrelid`,
  );
  return inOrder(rows, references);
}

/** @throws Error when tables refer to each other in a circle: then no order would do */
function inOrder(tables: readonly TableColumns[], references: readonly { table: string; needs: string }[]): TableColumns[] {
  const ordered: TableColumns[] = [];
  let waiting = [...tables];
  while (waiting.length > 0) {
    const open = new Set(waiting.map(({ name }) => name));
    const blocked = new Set(references.filter(({ needs }) => open.has(needs)).map(({ table }) => table));
    const free = waiting.filter(({ name }) => !blocked.has(name));
    if (free.length === 0) throw new Error(`tables refer to each other in a circle: ${[...open].join(', ')}`);
    ordered.push(...free);
    waiting = waiting.filter(({ name }) => blocked.has(name));
  }
  return ordered;
}

export interface SequenceValue {
  name: string;
  value: number;
}

/** How far each sequence has counted; those that never gave a number are left out. */
export async function listSequences(client: pg.Client): Promise<SequenceValue[]> {
  const { rows } = await client.query<{ name: string; value: string }>(
    `SELECT sequencename::text AS name, last_value::text AS value FROM pg_sequences
     WHERE schemaname = 'public' AND last_value IS NOT NULL ORDER BY 1`,
  );
  return rows.map(({ name, value }) => ({ name, value: Number(value) }));
}
