import { randomBytes } from 'node:crypto';
import { cp, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from '../log.ts';
import { type Account, canEnter } from './account.ts';
import { findShelf } from './shelf.ts';

/** The file in the data directory that says where the database really is, when it is not there. */
const RECORD = 'postgres.location';
const CLUSTER = 'postgres';

/** The directory recorded as the home of this data directory's cluster, or the data directory itself. */
export async function recordedHome(dataDir: string): Promise<string> {
  const record = await readFile(path.join(dataDir, RECORD), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return dataDir;
    throw error;
  });
  const home = record.trim();
  if (await isDirectory(home)) return home;
  throw new Error(
    `The database of ${dataDir} should be in ${home} (says ${RECORD}), but that is gone. Restore a backup: ` +
      `remove ${RECORD} to begin with an empty database.`,
  );
}

async function isDirectory(dir: string): Promise<boolean> {
  return stat(dir).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

export function clusterIn(home: string): string {
  return path.join(home, CLUSTER);
}

type Request = {
  dataDir: string;
  /** As recorded: the data directory itself, or a home on the shelf. */
  home: string;
  account: Account | undefined;
  shelves: readonly string[] | undefined;
  log: Logger;
};

/**
 * Makes sure that the server's user can reach the home of the cluster. If it cannot, a home is made on the shelf and
 * recorded in the data directory, and a cluster that was there before moves to it. Recorded first, moved second: cut
 * short in between, the next start finds the record and moves.
 */
export async function reachableHome(request: Request): Promise<string> {
  const { dataDir, home, account } = request;
  const reachable = account === undefined || (await canEnter(account, home));
  if (!reachable && home !== dataDir) throw new Error(`The database server's user cannot enter ${home} any more.`);
  const target = reachable || account === undefined ? home : await makeHome(request, account);
  if (target !== dataDir && !(await isDirectory(clusterIn(target)))) await move(clusterIn(dataDir), clusterIn(target));
  return target;
}

async function makeHome({ dataDir, shelves, log }: Request, account: Account): Promise<string> {
  const home = path.join(await findShelf(account, shelves), `data-${randomBytes(6).toString('hex')}`);
  await mkdir(home, { mode: 0o711 });
  await writeFile(path.join(dataDir, RECORD), `${home}\n`, { flush: true });
  log.warn(
    { event: 'database.moved', from: dataDir, to: home },
    `the database server's user cannot enter ${dataDir}, so the database lives in ${home}`,
  );
  return home;
}

async function move(from: string, to: string): Promise<void> {
  if (!(await isDirectory(from))) return;
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    // Another file system: copied under a passing name, so that a copy cut short is never taken for the whole.
    const copy = `${to}.copy`;
    await rm(copy, { recursive: true, force: true });
    await cp(from, copy, { recursive: true, preserveTimestamps: true });
    await rename(copy, to);
    await rm(from, { recursive: true });
  }
}
