import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../log.ts';
import { type Account, runAs } from './account.ts';
import type { Binaries } from './binaries.ts';
import { pidFileLines } from './leftover.ts';

export type Postmaster = { port: number; stop(): Promise<void> };

type Start = {
  binaries: Binaries;
  clusterDir: string;
  account: Account | undefined;
  logFile: string;
  settings: Record<string, string>;
  log: Logger;
  onDied: () => void;
};

const READY_LIMIT_MS = 60_000; // replaying the log after a crash takes its time
const FAST_LIMIT_MS = 5_000;
const LARGEST_LOG_BYTES = 10_000_000;
/** Passing troubles: the port was taken in between; sessions of a killed server have not noticed its death yet. */
const PASSING = /Address already in use|could not bind|pre-existing shared memory block/;
const MOST_ATTEMPTS = 20;

/** Modest in memory, safe on disk, heard on 127.0.0.1 only. */
function serverSettings(port: number): Record<string, string> {
  return {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '100',
    shared_buffers: '128MB',
    fsync: 'on',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    cluster_name: 'karavan',
  };
}

/** Starts the server on a free port and resolves once it takes connections. */
export async function startPostmaster(start: Start): Promise<Postmaster> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(start);
    } catch (error) {
      if (attempt === MOST_ATTEMPTS || !PASSING.test(String(error))) throw error;
      await delay(100);
    }
  }
}

async function startOnce({ binaries, clusterDir, account, logFile, settings, log, onDied }: Start): Promise<Postmaster> {
  const port = await freePort();
  const flags = Object.entries({ ...serverSettings(port), ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  await setAsideWhenLarge(logFile);
  // A file, not a pipe: a server that outlives a killed program must still be able to write its log.
  const output = await open(logFile, 'a');
  const { size: logStart } = await output.stat();
  const child = spawn(binaries.postgres, ['-D', clusterDir, ...flags], {
    ...runAs(account),
    stdio: ['ignore', output.fd, output.fd],
    // A session of its own: Ctrl+C in the terminal must reach our shutdown, which stops the database last.
    detached: true,
  });
  const spawned = once(child, 'spawn');
  await spawned.finally(() => output.close());
  await becomesReady(child, clusterDir).catch(async (cause) => {
    child.kill('SIGQUIT');
    const said = (await readFile(logFile)).subarray(logStart).toString().trim();
    throw new Error(`The database server did not start: ${said || String(cause)} (its log: ${logFile})`, { cause });
  });
  return supervise(child, { port, log, onDied });
}

/** Follows the status line that the server keeps in its pid file, as pg_ctl does. */
async function becomesReady(child: ChildProcess, clusterDir: string): Promise<void> {
  const until = Date.now() + READY_LIMIT_MS;
  for (;;) {
    const lines = await pidFileLines(clusterDir);
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') return;
    if (child.exitCode !== null || child.signalCode !== null) throw new Error('it ended at once');
    if (Date.now() > until) throw new Error(`it was not ready after ${READY_LIMIT_MS} ms`);
    await delay(10);
  }
}

function supervise(child: ChildProcess, { port, log, onDied }: { port: number; log: Logger; onDied: () => void }): Postmaster {
  let stopping: Promise<void> | undefined;
  const stopWithUs = () => child.kill('SIGINT');
  const exited = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      process.off('exit', stopWithUs);
      if (stopping === undefined) {
        log.error({ event: 'database.died', code, signal }, 'the database server ended by itself');
        onDied();
      }
      resolve();
    });
  });
  process.once('exit', stopWithUs);
  // The server alone is no reason for the program to stay.
  child.unref();

  async function stop(): Promise<void> {
    child.ref();
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGINT'); // "fast": sessions are ended, everything is written
    const impatient = setTimeout(() => {
      log.warn({ event: 'database.stop-forced' }, 'the database server is slow to stop; it will recover at its next start');
      child.kill('SIGQUIT');
    }, FAST_LIMIT_MS);
    await exited.finally(() => clearTimeout(impatient));
  }
  return {
    port,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port could be found on 127.0.0.1');
  return address.port;
}

async function setAsideWhenLarge(logFile: string): Promise<void> {
  const size = await stat(logFile).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LARGEST_LOG_BYTES) await rename(logFile, `${logFile}.1`);
}
