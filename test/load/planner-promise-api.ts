import type { PromiseReply } from '@karavan/contracts';
import pg from 'pg';
import { drawOrder, LINES, OBJECTIVES, SKUS, storedWorld, type World } from './planner-promise.ts';
import { type Figure, printQuantiles, quantile, say } from './support/figures.ts';
import { type HttpClient, openHttp, signIn } from './support/http.ts';
import { type Installation, startApi, startInstallation } from './support/installation.ts';

const LIMIT_MS = 150;
const ORDERS = 60;
const WARM_UP = 10;
const SKUS_AT_ONCE = 25_000;

/** The same orders over HTTP, all of it: 250 000 SKUs in PostgreSQL, asked for and promised within 150 ms. */
export async function benchPromiseApi(): Promise<Figure[]> {
  const installation = await startInstallation();
  try {
    const world = storedWorld(true);
    await store(installation, world);
    await installation.addPerson({ email: 'promiser@bench.example', role: 'dispatcher', customerId: null });
    const api = await startApi(installation);
    try {
      return await askAll(api.url, world);
    } finally {
      await api.stop();
    }
  } finally {
    await installation.close();
  }
}

/** Straight into the tables: 250 000 goods and their lots would take the API minutes. */
async function store({ databaseUrl, companyId }: Installation, world: World): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `INSERT INTO networks (company_id, version, saved_at, saved_by, data) VALUES ($1, 1, now(), 'bench', $2)`,
      [companyId, JSON.stringify(world.network)],
    );
    for (let from = 0; from < SKUS; from += SKUS_AT_ONCE) {
      const items = world.items.slice(from, from + SKUS_AT_ONCE);
      const rows = world.stockOf.slice(from, from + SKUS_AT_ONCE).flat();
      await client.query(`INSERT INTO items (company_id, sku, mass_kg) SELECT $1, * FROM unnest($2::text[], $3::float8[])`, [
        companyId,
        items.map(({ sku }) => sku),
        items.map(({ massKg }) => massKg),
      ]);
      await client.query(
        `INSERT INTO stock (company_id, sku, warehouse_id, available_from, quantity)
         SELECT $1, sku, place, at, quantity FROM unnest($2::text[], $3::text[], $4::timestamptz[], $5::bigint[]) AS r(sku, place, at, quantity)`,
        [
          companyId,
          rows.map(({ sku }) => sku),
          rows.map(({ warehouseId }) => warehouseId),
          rows.map(({ availableFrom }) => availableFrom ?? '-infinity'),
          rows.map(({ quantity }) => quantity),
        ],
      );
    }
    await client.query('VACUUM ANALYZE'); // as autovacuum does soon after so much was written
    const { rows } = await client.query<{ lots: string }>('SELECT count(*) AS lots FROM stock');
    say(`stored: ${SKUS} goods in ${rows[0]?.lots} lots`);
  } finally {
    await client.end();
  }
}

type Question = Omit<ReturnType<typeof drawOrder>, 'network'>;

async function askAll(url: string, world: World): Promise<Figure[]> {
  const client = openHttp({ url, connections: 1 });
  const others = openHttp({ url, connections: 1 });
  const headers = { authorization: `Bearer ${await signIn(client, 'promiser@bench.example')}` };
  const took = new Map<string, number[]>();
  const note = (what: string, ms: number) => took.set(what, [...(took.get(what) ?? []), ms]);
  for (let order = -WARM_UP; order < ORDERS; order++) {
    const { network: _, ...question } = drawOrder(world, { order, objective: OBJECTIVES[Math.abs(order) % 3] ?? 'fastest' });
    const asked = await ask(client, { path: '/api/v1/plan/promise', question, headers });
    const kept = await promise(client, { question, reply: asked.reply, headers });
    const nothing = await client.get('/healthz');
    // what somebody else waits who asks for something small while a plan is made
    const running = ask(client, { path: '/api/v1/plan/promise', question, headers });
    const beside = await others.get('/api/v1/network/stock?limit=1', headers);
    await running;
    if (order < 0) continue;
    note('asked', asked.ms);
    note('promised and reserved', kept);
    note('a request that asks nothing', nothing.ms);
    note('another request meanwhile', beside.ms);
  }
  client.close();
  others.close();
  say('');
  printQuantiles(`${LINES} lines over HTTP`, took);
  const emptyMs = quantile(took.get('a request that asks nothing') ?? [], 0.5);
  for (const what of ['asked', 'promised and reserved']) {
    const [half, most] = [0.5, 0.95].map((share) => (quantile(took.get(what) ?? [], share) / emptyMs).toFixed(0));
    say(`${what}: half of them ${half}, 95 of 100 at most ${most} times a request that asks nothing (${emptyMs.toFixed(1)} ms)`);
  }
  return ['asked', 'promised and reserved'].map((what) => ({
    promise: `promise over HTTP: 95 of 100 orders of ${LINES} lines, ${what}`,
    measured: quantile(took.get(what) ?? [], 0.95),
    limit: LIMIT_MS,
    unit: 'ms',
  }));
}

async function ask(
  client: HttpClient,
  { path, question, headers }: { path: string; question: Question; headers: Record<string, string> },
): Promise<{ ms: number; reply: PromiseReply }> {
  const { status, body, ms } = await client.post(path, question, headers);
  const reply = JSON.parse(body) as PromiseReply;
  if (status !== 200 || !reply.plan) throw new Error(`no plan but ${status} ${body.slice(0, 300)}`);
  return { ms, reply };
}

/** What is missing is not asked for: a promise is given for all of an order or not at all. Its goods are let go again. */
async function promise(
  client: HttpClient,
  { question, reply, headers }: { question: Question; reply: PromiseReply; headers: Record<string, string> },
): Promise<number> {
  const missing = new Map(reply.shortages.map((shortage) => [shortage.sku, shortage.missing]));
  const lines = question.lines
    .map(({ sku, quantity }) => ({ sku, quantity: quantity - (missing.get(sku) ?? 0) }))
    .filter(({ quantity }) => quantity > 0);
  const { status, body, ms } = await client.post('/api/v1/promises', { ...question, lines }, headers);
  if (status !== 201) throw new Error(`no promise but ${status} ${body.slice(0, 300)}`);
  const { id } = JSON.parse(body) as { id: string };
  const released = await client.delete(`/api/v1/promises/${id}`, headers);
  if (released.status !== 200) throw new Error(`not released but ${released.status} ${released.body.slice(0, 300)}`);
  return ms;
}
