import { once } from 'node:events';
import { createServer } from 'node:net';
import { devices, openDatabase, type Tx, vehicles } from '@karavan/store';
import { openWatcher, type Watcher } from '../positions/watchers.ts';
import { parentOf } from '../support/cpu.ts';
import { openHttp, signIn } from '../support/http.ts';
import { type Installation, type RunningProgram, start, startInstallation, startKaravan } from '../support/installation.ts';
import { trackerId } from './devices.ts';

const YARDSTICK = new URL('./yardstick.ts', import.meta.url);
const EMAIL = 'dispatcher@bench.example';
/** Of every five trucks one carries a shipment, of a large fleet the first two hundred of these. */
const CARRYING = 5;
const MOST_CARRYING = 1_000;

/** The whole product and the yardstick beside it, each with a database of its own on one PostgreSQL. */
export interface Stage {
  installation: Installation;
  product: RunningProgram & { wialonPort: number };
  yardstick: { port: number; pid: number; databaseUrl: string };
  postgresPid: number;
  watcher: Watcher;
  close(): Promise<void>;
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

/** Registered trucks, every fifth of them on a shipment, and one open page that watches the whole fleet. */
export async function setStage(input: { trackers: number }): Promise<Stage> {
  const installation = await startInstallation();
  const closing: (() => Promise<void>)[] = [installation.close];
  const close = async () => {
    for (const end of closing.reverse()) await end();
  };
  try {
    await installation.addPerson({ email: EMAIL, role: 'dispatcher', customerId: null });
    const backend = await installation.db.systemOnce((tx) => tx.one<{ pid: number }>('SELECT pg_backend_pid() AS pid'));
    const postgresPid = await parentOf(backend?.pid ?? 0);
    const wialonPort = await freePort();
    const product = await startKaravan(installation, { WIALON_PORT: String(wialonPort) });
    closing.push(product.stop);
    const yardstick = await startYardstick(installation);
    closing.push(yardstick.stop);
    const client = openHttp({ url: product.url, connections: 4 });
    const token = await signIn(client, EMAIL);
    const plates = await storeFleet(installation, input.trackers);
    await shipOnTrucks(client, { token, plates });
    client.close();
    const watcher = await openWatcher({ url: product.url, token });
    closing.push(async () => watcher.close());
    return {
      installation,
      product: { ...product, wialonPort },
      yardstick,
      postgresPid,
      watcher,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startYardstick(installation: Installation) {
  await installation.db.systemOnce((tx) => tx.many('CREATE DATABASE yardstick'));
  const url = new URL(installation.databaseUrl);
  url.pathname = '/yardstick';
  const program = await start({ file: YARDSTICK, args: [], env: { DATABASE_URL: url.href } });
  return { ...program, port: Number(new URL(program.url).port), databaseUrl: url.href };
}

async function storeFleet({ db, companyId }: Installation, trackers: number): Promise<string[]> {
  return db.system(async (tx: Tx) => {
    const plates: string[] = [];
    for (let index = 0; index < trackers; index += 1) {
      const plate = `А${String(index % 1000).padStart(3, '0')}ВС${100 + Math.floor(index / 1000)}`;
      const { vehicle } = await vehicles.saveVehicle(tx, companyId, { plate });
      await devices.adoptDevice(tx, { companyId, uniqueId: trackerId(index), vehicleId: vehicle.id });
      plates.push(plate);
    }
    return plates;
  });
}

async function shipOnTrucks(
  client: ReturnType<typeof openHttp>,
  { token, plates }: { token: string; plates: readonly string[] },
): Promise<void> {
  const authorization = `Bearer ${token}`;
  const post = async (path: string, body: unknown) => {
    const reply = await client.post(path, body, { authorization });
    if (reply.status !== 201) throw new Error(`${path}: ${reply.status} ${reply.body}`);
    return JSON.parse(reply.body) as { id: string };
  };
  const customer = await post('/api/v1/companies', { name: 'СтройБетон' });
  for (const [index, plate] of plates.slice(0, MOST_CARRYING).entries()) {
    if (index % CARRYING !== 0) continue;
    await post('/api/v1/shipments', {
      customerId: customer.id,
      orderNumber: String(20_000 + index),
      product: 'Цемент',
      massKg: 27_000,
      origin: { name: 'Завод', lat: 50, lon: 20 },
      destination: { name: 'Стройка', lat: 55, lon: 80 },
      legs: [{ mode: 'road', trips: [{ plate, massKg: 27_000 }] }],
    });
  }
}

/** How many rows a database holds, as SQL counts them. */
export async function countRows(databaseUrl: string, table: 'positions' | 'yard_positions'): Promise<number> {
  const db = openDatabase({ url: databaseUrl, max: 1 });
  try {
    const row = await db.systemOnce((tx) => tx.one<{ rows: number }>(`SELECT count(*) AS rows FROM ${table}`));
    return row?.rows ?? 0;
  } finally {
    await db.close();
  }
}
