import { setTimeout as sleep } from 'node:timers/promises';
import { connectTrackers, disconnect, messageOf, type Tracker } from './ingest/devices.ts';
import { countRows, type Stage, setStage } from './ingest/stage.ts';
import { fixKey } from './positions/watchers.ts';
import { epochNow } from './support/clock.ts';
import { residentMb } from './support/cpu.ts';
import { type Figure, printQuantiles, quantile, say } from './support/figures.ts';

const TRACKERS = Number(process.env['FLEET_TRACKERS'] ?? 10_000);
const MINUTES = Number(process.env['FLEET_MINUTES'] ?? 2);
const EVERY_MS = 10_000;
const LIMIT_MS = 500;
/** Caches fill in the first half; in the second one memory may go up by this share. */
const FLAT = 1.15;

interface Sent {
  assetId: string;
  epochSeconds: number;
  sentAt: number;
  ackedAt: number | undefined;
}

/** Ten thousand trackers on lines of their own, each heard every ten seconds, and a page that watches them all. */
export async function benchFleet(): Promise<Figure[]> {
  const stage = await setStage({ trackers: TRACKERS });
  try {
    return await measure(stage);
  } finally {
    await stage.close();
  }
}

async function measure(stage: Stage): Promise<Figure[]> {
  const { installation, product, watcher } = stage;
  const assets = await installation.db.systemOnce((tx) =>
    tx.many<{ id: string; asset: string }>(`SELECT unique_id AS id, 'truck:' || vehicle_id AS asset FROM devices`),
  );
  const assetOf = new Map(assets.map(({ id, asset }) => [id, asset]));
  const trackers = await connectTrackers({ port: product.wialonPort, count: TRACKERS, hoursAgo: 0 });
  say(`${trackers.length} trackers are connected`);
  await drive(trackers, { ms: EVERY_MS, assetOf }); // the first message of each makes its marker
  const before = await countRows(installation.databaseUrl, 'positions');
  const memory: number[] = [];
  const watch = setInterval(() => void residentMb(product.pid).then((mb) => memory.push(mb)), 1_000);
  const sent = await drive(trackers, { ms: MINUTES * 60_000, assetOf });
  await sleep(3_000);
  clearInterval(watch);
  disconnect(trackers);
  const stored = (await countRows(installation.databaseUrl, 'positions')) - before;
  const acked = sent.filter(({ ackedAt }) => ackedAt !== undefined);
  const toSocket = acked.map(
    ({ assetId, epochSeconds, sentAt }) => (watcher.arrivals.get(fixKey(assetId, epochSeconds)) ?? Infinity) - sentAt,
  );
  say(`sent ${sent.length}, acknowledged ${acked.length}, stored ${stored}`);
  printQuantiles(
    'from sending',
    new Map([
      ['to the acknowledgement', acked.map(({ sentAt, ackedAt }) => (ackedAt ?? Infinity) - sentAt)],
      ['to the socket', toSocket],
    ]),
  );
  const half = Math.floor(memory.length / 2);
  const grown = Math.max(...memory.slice(half)) / Math.max(...memory.slice(0, half));
  say(
    `memory: ${memory.at(0)?.toFixed(0)} MB at first, ${memory.at(half)?.toFixed(0)} half-way, ${memory.at(-1)?.toFixed(0)} at the end`,
  );
  return [
    { promise: `${TRACKERS} trackers: sent and not stored`, measured: sent.length - stored, limit: 0, unit: '' },
    {
      promise: `${TRACKERS} trackers: to the socket, 95 of 100`,
      measured: quantile(toSocket, 0.95),
      limit: LIMIT_MS,
      unit: 'ms',
    },
    { promise: `${TRACKERS} trackers: memory of the second half to the first`, measured: grown, limit: FLAT, unit: '' },
  ];
}

/** Each tracker at its own moment of the ten seconds, whether or not it was answered. */
async function drive(
  trackers: readonly Tracker[],
  { ms, assetOf }: { ms: number; assetOf: ReadonlyMap<string, string> },
): Promise<Sent[]> {
  const sent: Sent[] = [];
  const beganAt = performance.now();
  const total = Math.floor((trackers.length * ms) / EVERY_MS);
  while (sent.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - beganAt) / ms) * total) + 1);
    while (sent.length < due) {
      const tracker = trackers[sent.length % trackers.length];
      if (tracker === undefined) throw new Error('there are no trackers');
      const sentAt = epochNow();
      tracker.seconds = Math.floor(sentAt / 1000) - 1; // `messageOf` goes on by a second
      const text = messageOf(tracker, 1);
      const one: Sent = {
        assetId: assetOf.get(tracker.uniqueId) ?? '',
        epochSeconds: tracker.seconds,
        sentAt,
        ackedAt: undefined,
      };
      tracker.onAnswer = () => {
        one.ackedAt ??= epochNow();
      };
      tracker.socket.write(text, 'latin1');
      sent.push(one);
    }
    await sleep(5);
  }
  await sleep(2_000);
  return sent;
}
