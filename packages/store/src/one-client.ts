import pg from 'pg';

/** A connection of its own for as long as `work` takes; a lost one fails the statement under way, or the next. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined); // unheard, it would end the process
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
