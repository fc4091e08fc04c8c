import { connectTrackers, disconnect, driveUnacknowledged, type Tracker } from './ingest/devices.ts';
import { countRows, type Stage, setStage } from './ingest/stage.ts';
import { cpuMsOf } from './support/cpu.ts';
import { type Figure, printQuantiles, quantile, say } from './support/figures.ts';

const TRACKERS = 200;
const ROUNDS = 3;
const SECONDS = Number(process.env['INGEST_SECONDS'] ?? 5);
const WARM_UP_SECONDS = 3;
const LEAST_PER_SECOND = 10_000;
const MOST_CPU_MS = 60;

interface Run {
  perSecond: number;
  cpuMsPerThousand: number;
  ackMs: number[];
}
interface Side {
  name: string;
  trackers: Tracker[];
  pid: number;
  postgresPid: number;
  count: () => Promise<number>;
}

/**
 * 200 trackers with one unacknowledged message each: what is stored a second by everything that the product does with a
 * position, beside the smallest honest ingest in the same minutes on the same PostgreSQL.
 */
export async function benchIngest(): Promise<Figure[]> {
  const stage = await setStage({ trackers: TRACKERS });
  try {
    const product = await sideOf(stage, 'product');
    const yardstick = await sideOf(stage, 'yardstick');
    const figures = await compare(product, yardstick);
    for (const side of [product, yardstick]) disconnect(side.trackers);
    return figures;
  } finally {
    await stage.close();
  }
}

async function sideOf(stage: Stage, name: 'product' | 'yardstick'): Promise<Side> {
  const { product, yardstick, installation, postgresPid } = stage;
  const isProduct = name === 'product';
  const port = isProduct ? product.wialonPort : yardstick.port;
  return {
    name,
    trackers: await connectTrackers({ port, count: TRACKERS, hoursAgo: 20 }),
    pid: isProduct ? product.pid : yardstick.pid,
    postgresPid,
    count: () =>
      isProduct ? countRows(installation.databaseUrl, 'positions') : countRows(yardstick.databaseUrl, 'yard_positions'),
  };
}

async function compare(product: Side, yardstick: Side): Promise<Figure[]> {
  for (const side of [yardstick, product]) await driveUnacknowledged(side.trackers, { seconds: WARM_UP_SECONDS, positions: 1 });
  const runs = new Map<Side, Run[]>([
    [yardstick, []],
    [product, []],
  ]);
  for (let round = 0; round < ROUNDS; round += 1) for (const [side, list] of runs) list.push(await runOnce(side));
  const rate = (side: Side) => quantile(runs.get(side)?.map(({ perSecond }) => perSecond) ?? [], 0.5);
  const cpu = (side: Side) => quantile(runs.get(side)?.map(({ cpuMsPerThousand }) => cpuMsPerThousand) ?? [], 0.5);
  printQuantiles(
    'to the acknowledgement',
    new Map([...runs].map(([side, list]) => [side.name, list.flatMap((run) => run.ackMs)])),
  );
  say(`the product stores ${(rate(product) / rate(yardstick)).toFixed(2)} of what the yardstick stores`);
  return [
    {
      promise: 'ingest: half of the yardstick, to the product',
      measured: rate(yardstick) / 2 / rate(product),
      limit: 1,
      unit: '',
    },
    {
      promise: `ingest: ${LEAST_PER_SECOND} stored, in`,
      measured: (LEAST_PER_SECOND / rate(product)) * 1000,
      limit: 1000,
      unit: 'ms',
    },
    { promise: 'ingest: CPU of 1000 positions, process and database', measured: cpu(product), limit: MOST_CPU_MS, unit: 'ms' },
  ];
}

/** Counted by SQL before and after: what was acknowledged and is not there would be worse than slow. */
async function runOnce(side: Side): Promise<Run> {
  const storedBefore = await side.count();
  const cpu = () => Promise.all([cpuMsOf([side.pid]), cpuMsOf([side.postgresPid])]);
  const [processBefore, databaseBefore] = await cpu();
  const drive = await driveUnacknowledged(side.trackers, { seconds: SECONDS, positions: 1 });
  const [processAfter, databaseAfter] = await cpu();
  const stored = (await side.count()) - storedBefore;
  if (stored < drive.acknowledged) throw new Error(`${side.name}: acknowledged ${drive.acknowledged}, stored ${stored}`);
  const [inProcess, inDatabase] = [processAfter - processBefore, databaseAfter - databaseBefore].map(
    (ms) => ms / (stored / 1000),
  );
  const cpuMsPerThousand = (inProcess ?? Number.NaN) + (inDatabase ?? Number.NaN);
  const run = { perSecond: stored / drive.seconds, cpuMsPerThousand, ackMs: drive.ackMs };
  say(
    `${side.name}: ${run.perSecond.toFixed(0)} stored a second; CPU of 1000: process ${inProcess?.toFixed(1)} ms, database ${inDatabase?.toFixed(1)} ms`,
  );
  return run;
}
