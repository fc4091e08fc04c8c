import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from '../log.ts';
import { isServerOf, waitUntilGone } from './processes.ts';

const STOP_LIMIT_MS = 5_000;

/**
 * Clears the way after a program that was killed: a server it left running on this cluster is stopped cleanly, and a
 * pid file that no server stands behind is removed. Call it only while holding the directory.
 */
export async function stopLeftover(clusterDir: string, log: Logger): Promise<void> {
  const pid = Number((await pidFileLines(clusterDir))[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  if (!(await isServerOf(pid, clusterDir))) {
    log.warn({ event: 'database.pid-file-stale', serverPid: pid }, 'removed the pid file of a database server that is gone');
    await rm(path.join(clusterDir, 'postmaster.pid'), { force: true });
    return;
  }
  log.warn(
    { event: 'database.leftover-stopped', serverPid: pid },
    'stopping a database server left by a program that was killed',
  );
  process.kill(pid, 'SIGINT');
  if (await waitUntilGone(pid, STOP_LIMIT_MS)) return;
  process.kill(pid, 'SIGQUIT');
  if (await waitUntilGone(pid, STOP_LIMIT_MS)) return;
  throw new Error(`The database server left running on ${clusterDir} (process ${pid}) does not stop; end it by hand.`);
}

/** The lines the server keeps about itself: process id, cluster, start, port, … and on the eighth whether it is ready. */
export async function pidFileLines(clusterDir: string): Promise<string[]> {
  const text = await readFile(path.join(clusterDir, 'postmaster.pid'), 'utf8').catch(() => '');
  return text.split('\n');
}
