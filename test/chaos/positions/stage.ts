import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLogger, type EmbeddedPostgres, startEmbeddedPostgres } from '@karavan/runtime';
import { companies, migrate, openDatabase } from '@karavan/store';
import { type Program, startProgram } from '../../support/program.ts';
import { openGate } from './gate.ts';

const WORKER = new URL('../../../apps/worker/src/main.ts', import.meta.url);

/** A worker with a port for trackers and a database of its own, each of which may go and come back. */
export interface ChaosStage {
  wialonPort: number;
  stopDatabase(): Promise<void>;
  startDatabase(): Promise<void>;
  killWorker(): Promise<void>;
  startWorker(): Promise<void>;
  /** how often each moment of each device is stored, as `device instant` */
  stored(): Promise<Map<string, number>>;
  close(): Promise<void>;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return port;
}

export async function setChaosStage(): Promise<ChaosStage> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'karavan-chaos-'));
  await chmod(dataDir, 0o711); // the server's user passes through
  const log = createLogger({ level: 'silent', name: 'chaos' });
  const gate = await openGate();
  const wialonPort = await freePort();
  let database: EmbeddedPostgres | undefined;
  let worker: Program | undefined;

  const stage: ChaosStage = {
    wialonPort,
    async startDatabase() {
      database = await startEmbeddedPostgres({ dataDir, log });
      gate.lead(Number(new URL(database.url).port));
    },
    async stopDatabase() {
      gate.lead(undefined);
      await database?.stop();
      database = undefined;
    },
    async startWorker() {
      const url = new URL(database?.url ?? '');
      url.port = String(gate.port);
      worker = startProgram(WORKER, [], {
        env: { DATABASE_URL: url.href, WIALON_PORT: String(wialonPort), LOG_LEVEL: 'fatal' },
      });
      await worker.line(/^ready /);
    },
    async killWorker() {
      worker?.kill('SIGKILL');
      await worker?.exited;
      worker = undefined;
    },
    async stored() {
      const db = openDatabase({ url: database?.url ?? '', max: 1 });
      try {
        const rows = await db.systemOnce((tx) =>
          tx.many<{ device_id: string; at: string; n: number }>(
            'SELECT device_id, fixed_at AS at, count(*)::int AS n FROM positions WHERE filtered IS NULL GROUP BY 1, 2',
          ),
        );
        return new Map(rows.map(({ device_id, at, n }) => [`${device_id} ${at}`, n]));
      } finally {
        await db.close();
      }
    },
    async close() {
      await stage.killWorker();
      await stage.stopDatabase();
      await gate.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  try {
    await stage.startDatabase();
    await prepare((database as EmbeddedPostgres | undefined)?.url ?? '');
    await stage.startWorker();
    return stage;
  } catch (error) {
    await stage.close();
    throw error;
  }
}

async function prepare(url: string): Promise<void> {
  await migrate(url);
  const db = openDatabase({ url, max: 1 });
  await db.system((tx) => companies.insertOperator(tx, { name: 'ЦементТрест' }));
  await db.close();
}
