import { chmod, mkdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { chooseAccount } from './embedded-postgres/account.ts';
import { findBinaries } from './embedded-postgres/binaries.ts';
import { DATABASE, openCluster } from './embedded-postgres/cluster.ts';
import { holdDirectory } from './embedded-postgres/data-lock.ts';
import { clusterIn, reachableHome, recordedHome } from './embedded-postgres/home.ts';
import { stopLeftover } from './embedded-postgres/leftover.ts';
import { startPostmaster } from './embedded-postgres/postmaster.ts';
import type { Logger } from './log.ts';

export type EmbeddedPostgres = {
  /** Of the database `karavan`, password included; the port is another one at every start. */
  url: string;
  /** Stops the server after its sessions were ended and everything is on disk. */
  stop(): Promise<void>;
};

export type EmbeddedPostgresOptions = {
  dataDir: string;
  log: Logger;
  /** Server settings beside or instead of the usual ones, for instance a larger shared_buffers. */
  settings?: Record<string, string>;
  /** Where to put what the server's user cannot reach in its own place; by default below /var/lib. */
  shelves?: readonly string[];
  /** The PostgreSQL programs; by default those of the npm package. */
  nativeDir?: string;
  /** The server ended without being asked to: nothing can be kept any more, so the program should end and be started again. */
  onDied?: () => void;
};

/**
 * A real PostgreSQL of the program's own, with everything it keeps in `dataDir`: `postgres/` the cluster,
 * `postgres.password`, `postgres.log`, a lock while it runs, and `postgres.location` when the cluster had to live elsewhere.
 *
 * Also runs as root (the server gets a user of its own), finds its way after `kill -9`, and never lets two programs
 * share a directory.
 *
 * @throws AppError CONFLICT when another program holds `dataDir`; Error with what would help otherwise.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  if (process.platform === 'win32') throw new Error('The embedded database needs Linux or macOS. Set DATABASE_URL.');
  const dataDir = await makeDirectory(options.dataDir);
  const held: { release(): Promise<void> }[] = [];
  const hold = async (dir: string) => void held.push(await holdDirectory(dir));
  const release = async () => {
    for (let lock = held.pop(); lock !== undefined; lock = held.pop()) await lock.release();
  };
  try {
    const { url, stop } = await start({ ...options, dataDir }, hold);
    return { url, stop: () => stop().finally(release) };
  } catch (error) {
    await release();
    throw error;
  }
}

/** Nothing is touched before it is held: first the data directory, then the home of the cluster where that is another. */
async function start(options: EmbeddedPostgresOptions, hold: (dir: string) => Promise<void>): Promise<EmbeddedPostgres> {
  const { dataDir, log, shelves, nativeDir, settings = {}, onDied = () => undefined } = options;
  await hold(dataDir);
  const recorded = await recordedHome(dataDir);
  if (recorded !== dataDir) await hold(recorded);
  await stopLeftover(clusterIn(recorded), log);

  const account = await chooseAccount(clusterIn(recorded), log);
  const binaries = await findBinaries({ dataDir, account, nativeDir, shelves });
  const home = await reachableHome({ dataDir, home: recorded, account, shelves, log });
  if (home !== recorded) await hold(home);

  const clusterDir = clusterIn(home);
  const passwordFile = path.join(dataDir, 'postgres.password');
  const { password } = await openCluster({ clusterDir, passwordFile, account, binaries, log });
  const logFile = path.join(dataDir, 'postgres.log');
  const { port, stop } = await startPostmaster({ binaries, clusterDir, account, logFile, settings, log, onDied });
  log.info({ event: 'database.started', port, clusterDir }, 'the database server takes connections');
  return { url: `postgres://${DATABASE}:${password}@127.0.0.1:${port}/${DATABASE}`, stop };
}

/** Makes the directory if need be and resolves links, so that one directory has one name. */
async function makeDirectory(dataDir: string): Promise<string> {
  const made = await mkdir(dataDir, { recursive: true });
  // Ours to decide only where we made it: others, the server's user among them, may pass through but not look around.
  if (made !== undefined && process.getuid?.() === 0) await chmod(dataDir, 0o711);
  return realpath(dataDir);
}
