import { readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@karavan/store';

/** Looked for again after so long: connections come and go. */
const EVERY_MS = 30_000;
/** Without special rights the kernel takes one such change in a tenth of a second, from anybody. */
const SESSION_WAIT_MS = 150;
const SESSION_ATTEMPTS = 5;
const LOCAL = new Set(['localhost', '127.0.0.1', '[::1]', '::1', '']);

/**
 * Lowers the priority of the database's processes behind the connections of a pool that keeps nobody waiting, so that the
 * others answer first on a full machine. That is possible on Linux, for a database on this machine that runs under our
 * own user, as the embedded one does; anywhere else this does nothing.
 */
export function createBackendPriority(db: Database, { connections, nice }: { connections: number; nice: number }) {
  const lowered = new Set<number>();
  let isPossible = process.platform === 'linux' && LOCAL.has(new URL(db.url).hostname);
  let nextMs = Number.NEGATIVE_INFINITY;
  return async (): Promise<void> => {
    if (!isPossible || performance.now() < nextMs) return;
    nextMs = performance.now() + EVERY_MS;
    const asked = Array.from({ length: connections }, () =>
      db.systemOnce((tx) => tx.one<{ pid: number }>('SELECT pg_backend_pid() AS pid')),
    );
    for (const { pid } of (await Promise.all(asked)).flatMap((row) => row ?? [])) {
      if (lowered.has(pid)) continue;
      lowered.add(pid);
      isPossible &&= await lower(pid, nice);
    }
  };
}

/** False where it is another's process, or none of a database: its numbers are not those of this machine. */
async function lower(pid: number, nice: number): Promise<boolean> {
  try {
    if (!(await readFile(`/proc/${pid}/comm`, 'utf8')).startsWith('postgres')) return false;
    os.setPriority(pid, nice);
    await lowerSession(pid, nice);
    return true;
  } catch {
    return false;
  }
}

/**
 * Where the kernel shares a machine out by sessions (`sched_autogroup`), a priority counts within a session only, and each
 * process of PostgreSQL is one of its own. So the session is lowered as well, where that is possible and it is nobody else's.
 */
async function lowerSession(pid: number, nice: number): Promise<void> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1');
  const session = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3]);
  if (session !== pid) return;
  for (let attempt = 1; attempt <= SESSION_ATTEMPTS; attempt += 1)
    try {
      return await writeFile(`/proc/${pid}/autogroup`, `${nice}`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return; // a kernel without it, or not ours to say
      await sleep(SESSION_WAIT_MS);
    }
}
