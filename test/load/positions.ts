import { setTimeout as sleep } from 'node:timers/promises';
import { devices, type Tx, vehicles } from '@karavan/store';
import { isInSight, makeFleet, type Truck, VIEW } from './positions/fleet.ts';
import { drive, ONE_ROUND_SECONDS, type Sent } from './positions/traffic.ts';
import { fixKey, openWatcher, type Watcher } from './positions/watchers.ts';
import { epochNow } from './support/clock.ts';
import { type Figure, printQuantiles, quantile, say } from './support/figures.ts';
import { openHttp, signIn } from './support/http.ts';
import { builtPage, type Installation, startApi, startInstallation } from './support/installation.ts';
import { openPage, type Sight } from './support/page.ts';
import { createRandom } from './support/random.ts';

const SECONDS = 60;
const SOCKETS = 50;
const LIMIT_MS = 1_000;
/** Of every five trucks one carries a shipment. */
const CARRYING = 5;
const EMAIL = 'dispatcher@bench.example';

/** From the tracker to the eye: 200 positions a second, 50 open connections, one page in a browser. */
export async function benchPositions(): Promise<Figure[]> {
  const page = builtPage();
  const installation = await startInstallation();
  try {
    await installation.addPerson({ email: EMAIL, role: 'dispatcher', customerId: null });
    const fleet = makeFleet(createRandom(1));
    await storeFleet(installation, fleet);
    const api = await startApi(installation, { WEB_ROOT: page });
    try {
      return await measure({ installation, fleet, url: api.url });
    } finally {
      await api.stop();
    }
  } finally {
    await installation.close();
  }
}

interface Stage {
  installation: Installation;
  fleet: Truck[];
  url: string;
}

async function measure(stage: Stage): Promise<Figure[]> {
  const { fleet, url } = stage;
  const startedAt = epochNow();
  const before = await drive({ url, fleet, seconds: ONE_ROUND_SECONDS, startedAt });
  await shipOnTrucks(stage);
  const client = openHttp({ url, connections: 1 });
  const token = await signIn(client, EMAIL);
  client.close();
  const page = await openPage({ url, email: EMAIL, view: `${VIEW.zoom}/${VIEW.lat}/${VIEW.lon}` });
  const watchers = await Promise.all(Array.from({ length: SOCKETS }, () => openWatcher({ url, token })));
  try {
    const inSight = fleet.filter(isInSight).map(({ assetId }) => assetId);
    await page.drawn(inSight);
    await page.watch(inSight);
    const sent = await drive({ url, fleet, seconds: SECONDS, startedAt });
    await sleep(5_000); // the last ones arrive and are painted
    say(`${sent.length} positions in ${SECONDS} s from ${fleet.length} trucks, ${SOCKETS} sockets and 1 page watching`);
    const sights = await page.sights();
    return [...socketFigures(sent, watchers), ...pageFigures(sent, sights), await lossFigure(stage, [...before, ...sent])];
  } finally {
    for (const watcher of watchers) watcher.close();
    await page.close();
  }
}

async function storeFleet({ db, companyId }: Installation, fleet: Truck[]): Promise<void> {
  await db.system(async (tx: Tx) => {
    for (const truck of fleet) {
      const { vehicle } = await vehicles.saveVehicle(tx, companyId, { plate: truck.plate });
      truck.assetId = `truck:${vehicle.id}`;
      await devices.adoptDevice(tx, { companyId, uniqueId: truck.uniqueId, vehicleId: vehicle.id });
    }
  });
}

/** A position of a truck under way also moves its trip and its shipment. */
async function shipOnTrucks({ url, fleet }: Stage): Promise<void> {
  const client = openHttp({ url, connections: 4 });
  const authorization = `Bearer ${await signIn(client, EMAIL)}`;
  const post = async (path: string, body: unknown) => {
    const reply = await client.post(path, body, { authorization });
    if (reply.status !== 201) throw new Error(`${path}: ${reply.status} ${reply.body}`);
    return JSON.parse(reply.body) as { id: string };
  };
  const customer = await post('/api/v1/companies', { name: 'СтройБетон' });
  for (const [index, truck] of fleet.entries()) {
    if (index % CARRYING !== 0) continue;
    await post('/api/v1/shipments', {
      customerId: customer.id,
      orderNumber: String(20_000 + index),
      product: 'Цемент',
      massKg: 27_000,
      origin: { name: 'Завод', lat: truck.lat, lon: truck.lon },
      destination: { name: 'Стройка', lat: truck.lat, lon: truck.lon + (truck.courseDeg === 90 ? 2 : -2) },
      legs: [{ mode: 'road', trips: [{ plate: truck.plate, massKg: 27_000 }] }],
    });
  }
  client.close();
}

/** A fix that never arrived counts as infinitely late. */
function socketFigures(sent: readonly Sent[], watchers: readonly Watcher[]): Figure[] {
  const acked = sent.flatMap(({ sentAt, ackedAt }) => (ackedAt === undefined ? [] : [ackedAt - sentAt]));
  const late = watchers.flatMap(({ arrivals }) =>
    sent.map(({ truck, epochSeconds, sentAt }) => (arrivals.get(fixKey(truck.assetId, epochSeconds)) ?? Infinity) - sentAt),
  );
  say(`never arrived at a socket: ${late.filter((ms) => ms === Infinity).length} of ${late.length}`);
  printQuantiles(
    'from sending',
    new Map([
      ['to the acknowledgement', acked],
      ['to each socket', late],
    ]),
  );
  return [
    { promise: 'positions: to each of 50 sockets, 95 of 100', measured: quantile(late, 0.95), limit: LIMIT_MS, unit: 'ms' },
  ];
}

function pageFigures(sent: readonly Sent[], sights: Readonly<Record<string, Sight[]>>): Figure[] {
  const moved: number[] = [];
  const there: number[] = [];
  for (const { truck, epochSeconds, lat, lon, sentAt } of sent) {
    if (!isInSight(truck)) continue;
    const sight = sights[truck.assetId]?.find(({ fixAt }) => Date.parse(fixAt) === epochSeconds * 1000);
    const isThere = sight !== undefined && Math.hypot(sight.lat - lat, sight.lon - lon) < 1e-6;
    moved.push((sight?.movedAt ?? Infinity) - sentAt);
    there.push((isThere ? sight.thereAt : Infinity) - sentAt);
  }
  printQuantiles(
    'from sending',
    new Map([
      ['to the first painted step', moved],
      ['to the marker at the place', there],
    ]),
  );
  return [
    { promise: 'positions: marker begins to move, 95 of 100', measured: quantile(moved, 0.95), limit: LIMIT_MS, unit: 'ms' },
    { promise: 'positions: marker at its place, 95 of 100', measured: quantile(there, 0.95), limit: LIMIT_MS, unit: 'ms' },
  ];
}

async function lossFigure({ installation }: Stage, sent: readonly Sent[]): Promise<Figure> {
  const rows = await installation.db.system((tx) =>
    tx.many<{ device_id: string; at: number }>('SELECT device_id, extract(epoch FROM fixed_at)::bigint AS at FROM positions'),
  );
  const stored = new Set(rows.map(({ device_id, at }) => fixKey(device_id, at)));
  const acked = sent.filter(({ ackedAt }) => ackedAt !== undefined);
  const lost = acked.filter(({ truck, epochSeconds }) => !stored.has(fixKey(truck.uniqueId, epochSeconds)));
  say(`acknowledged ${acked.length} of ${sent.length} sent, stored ${rows.length}`);
  return { promise: 'positions: acknowledged and not stored', measured: lost.length, limit: 0, unit: '' };
}
