import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Role } from '@karavan/contracts';
import { createLogger, startEmbeddedPostgres } from '@karavan/runtime';
import { companies, type Database, migrate, openDatabase, type Tx } from '@karavan/store';
import { ensureAccount } from '@karavan/usecases';
import { startProgram } from '../../support/program.ts';
import { stopWithBench } from './interrupted.ts';

export const PASSWORD = 'a long enough password';
const API = new URL('../../../apps/api/src/main.ts', import.meta.url);
const KARAVAN = new URL('../../../apps/karavan/src/main.ts', import.meta.url);

/** An empty installation on a PostgreSQL of its own, in the settings people get: everything reaches the disk. */
export interface Installation {
  databaseUrl: string;
  db: Database;
  companyId: string;
  /** an account that signs in with PASSWORD */
  addPerson(person: { email: string; role: Role; customerId: string | null }): Promise<void>;
  close(): Promise<void>;
}

export async function startInstallation(): Promise<Installation> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'karavan-bench-'));
  await chmod(dataDir, 0o711); // the server's user passes through
  const server = await startEmbeddedPostgres({ dataDir, log: createLogger({ level: 'warn', name: 'bench' }) });
  const stop = () => server.stop().finally(() => rm(dataDir, { recursive: true, force: true }));
  const stopped = stopWithBench(stop);
  await migrate(server.url);
  const db = openDatabase({ url: server.url, max: 4 });
  const { id: companyId } = await db.system((tx) => companies.insertOperator(tx, { name: 'ЦементТрест' }));
  return {
    databaseUrl: server.url,
    db,
    companyId,
    addPerson: (person) =>
      db.system((tx: Tx) => ensureAccount(tx, { ...person, companyId, password: PASSWORD, name: person.email, language: 'ru' })),
    async close() {
      await db.close();
      await stop();
      stopped();
    },
  };
}

export interface RunningProgram {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

/** Where the built page is; without it there is no pixel to wait for. */
export function builtPage(): string {
  const folder = fileURLToPath(new URL('../../../apps/web/dist', import.meta.url));
  if (!existsSync(path.join(folder, 'index.html'))) throw new Error('the page is not built; run `npm run build` first');
  return folder;
}

/** The API as a process of its own: what measures must not share its event loop. */
export const startApi = (installation: Installation, env: NodeJS.ProcessEnv = {}): Promise<RunningProgram> =>
  start({ file: API, args: [], env: { ...env, DATABASE_URL: installation.databaseUrl } });

/** The whole product as `npm start` runs it: API, page and worker in one process. */
export const startKaravan = (installation: Installation, env: NodeJS.ProcessEnv = {}): Promise<RunningProgram> =>
  start({ file: KARAVAN, args: ['start'], env: { ...env, DATABASE_URL: installation.databaseUrl } });

export async function start(input: { file: URL; args: readonly string[]; env: NodeJS.ProcessEnv }): Promise<RunningProgram> {
  const program = startProgram(input.file, input.args, {
    env: { PORT: '0', LOG_LEVEL: 'warn', NODE_ENV: 'production', ...input.env },
  });
  const end = () => {
    program.kill('SIGTERM');
    return program.exited;
  };
  const stopped = stopWithBench(end);
  const port = /:(\d+)/.exec(await program.line(/^ready /))?.[1];
  return {
    url: `http://127.0.0.1:${port}`,
    pid: program.pid,
    async stop() {
      await end();
      stopped();
      const said = program.log().trim();
      if (said !== '') process.stderr.write(`${said}\n`);
    },
  };
}
