import pg from 'pg';
import { connectTrackers, disconnect, driveUnacknowledged } from './ingest/devices.ts';
import { driveHttp } from './ingest/http-drive.ts';
import { countRows, type Stage, setStage } from './ingest/stage.ts';
import { type Figure, quantile, say } from './support/figures.ts';
import { start } from './support/installation.ts';

const TRACKERS = 200;
const SECONDS = Number(process.env['INGEST_SECONDS'] ?? 5);
const ROUNDS = 3;
const A_PACKET = 10;
const BARE_HTTP = new URL('./ingest/bare-http.ts', import.meta.url);

/** Ten positions a packet beside a bare COPY of the same rows, and single HTTP positions beside a handler that does nothing. */
export async function benchIngestForms(): Promise<Figure[]> {
  const stage = await setStage({ trackers: TRACKERS });
  try {
    return [await compareWithCopy(stage), await compareWithHandler(stage)];
  } finally {
    await stage.close();
  }
}

async function compareWithCopy({ installation, product }: Stage): Promise<Figure> {
  const trackers = await connectTrackers({ port: product.wialonPort, count: TRACKERS, hoursAgo: 20 });
  await driveUnacknowledged(trackers, { seconds: 3, positions: A_PACKET });
  const [ours, copies]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = await countRows(installation.databaseUrl, 'positions');
    const drive = await driveUnacknowledged(trackers, { seconds: SECONDS, positions: A_PACKET });
    const stored = (await countRows(installation.databaseUrl, 'positions')) - before;
    if (stored < drive.acknowledged) throw new Error(`acknowledged ${drive.acknowledged}, stored ${stored}`);
    ours.push(stored / drive.seconds);
    copies.push(await copyRate(installation.databaseUrl));
    say(
      `packets of ${A_PACKET}: ${ours.at(-1)?.toFixed(0)} stored a second; COPY of the same rows: ${copies.at(-1)?.toFixed(0)}`,
    );
  }
  disconnect(trackers);
  const measured = (0.25 * quantile(copies, 0.5)) / quantile(ours, 0.5);
  return { promise: 'ingest: a quarter of a bare COPY, to packets of ten', measured, limit: 1, unit: '' };
}

/** The stored rows into an empty table of the same form, with the same indexes, by the server alone. */
async function copyRate(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const file = (await client.query<{ dir: string }>(`SELECT current_setting('data_directory') AS dir`)).rows[0]?.dir;
    await client.query(`COPY positions TO '${file}/bench-rows'`);
    await client.query('CREATE TABLE bench_copy (LIKE positions INCLUDING ALL)');
    const from = performance.now();
    const { rowCount } = await client.query(`COPY bench_copy FROM '${file}/bench-rows'`);
    const seconds = (performance.now() - from) / 1000;
    await client.query('DROP TABLE bench_copy');
    return (rowCount ?? 0) / seconds;
  } finally {
    await client.end();
  }
}

async function compareWithHandler({ product }: Stage): Promise<Figure> {
  const bare = await start({ file: BARE_HTTP, args: [], env: {} });
  try {
    const beganAt = Math.floor(Date.now() / 1000) - 10 * 3_600;
    const ours = (round: number, seconds: number) =>
      driveHttp({ url: product.url, path: '/api/v1/ingest/osmand', devices: 64, seconds, beganAt: beganAt + round * 3_600 });
    const nothing = (seconds: number) => driveHttp({ url: bare.url, path: '/', devices: 64, seconds, beganAt });
    await ours(0, 2);
    await nothing(2);
    const [stored, handled]: [number[], number[]] = [[], []];
    for (let round = 1; round <= ROUNDS; round += 1) {
      handled.push(await nothing(SECONDS));
      stored.push(await ours(round, SECONDS));
      say(`HTTP: ${stored.at(-1)?.toFixed(0)} stored a second; a handler that does nothing: ${handled.at(-1)?.toFixed(0)}`);
    }
    const measured = (0.6 * quantile(handled, 0.5)) / quantile(stored, 0.5);
    return { promise: 'ingest: 0.6 of an empty HTTP handler, to single positions', measured, limit: 1, unit: '' };
  } finally {
    await bare.stop();
  }
}
