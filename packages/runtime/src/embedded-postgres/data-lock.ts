import { randomBytes } from 'node:crypto';
import { type FileHandle, link, open, rename, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import path from 'node:path';
import { AppError } from '../app-error.ts';

const NAME = 'postgres.lock';
/** Socket addresses hold about 108 bytes, some systems less. */
const LONGEST_ADDRESS = 100;
const ANSWER_LIMIT_MS = 1_000;
const MOST_ATTEMPTS = 5;

/**
 * Holds a directory for this process alone. The lock is a listening unix socket: it dies with the process however that
 * ends, is not fooled by a process id that was given out again, and is seen from another container on the same volume.
 *
 * @throws AppError CONFLICT when another process holds the directory; it is not disturbed.
 */
export async function holdDirectory(dir: string): Promise<{ release(): Promise<void> }> {
  const handle = await open(dir, 'r');
  const server = createServer((socket) => socket.on('error', () => {}).end(`${process.pid}\n`));
  try {
    const mine = `${NAME}.${process.pid}-${randomBytes(4).toString('hex')}`;
    await listen(server, address(handle, { dir, name: mine }));
    await claim(handle, { dir, name: mine });
  } catch (error) {
    server.close();
    await handle.close();
    throw error;
  }
  server.unref();
  return {
    release: async () => {
      await rm(path.join(dir, NAME), { force: true });
      await new Promise((resolve) => server.close(resolve));
      await handle.close();
    },
  };
}

/** Gives our socket the name of the lock. Linking never replaces, so of several at once only one gets it. */
async function claim(handle: FileHandle, { dir, name }: { dir: string; name: string }): Promise<void> {
  const own = path.join(dir, name);
  const lock = path.join(dir, NAME);
  try {
    for (let attempt = 1; ; attempt++) {
      try {
        return await link(own, lock);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt === MOST_ATTEMPTS) throw error;
      }
      const holder = await askHolder(address(handle, { dir, name: NAME }));
      if (holder !== undefined) throw heldBy(holder, dir);
      await removeStale(handle, { dir, name: `${name}.stale` });
    }
  } finally {
    await rm(own, { force: true });
  }
}

/** Sets the dead lock aside and looks again, for it may have been replaced by a living one since it was asked. */
async function removeStale(handle: FileHandle, { dir, name }: { dir: string; name: string }): Promise<void> {
  const aside = path.join(dir, name);
  const moved = await rename(path.join(dir, NAME), aside).then(
    () => true,
    () => false,
  );
  if (!moved) return;
  const holder = await askHolder(address(handle, { dir, name }));
  if (holder !== undefined) await link(aside, path.join(dir, NAME)).catch(() => {});
  await rm(aside, { force: true });
  if (holder !== undefined) throw heldBy(holder, dir);
}

function listen(server: Server, at: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(at, () => resolve());
  });
}

/** What the holder says of itself, or undefined when nobody listens any more. */
function askHolder(at: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(at);
    // A holder too busy to answer is a holder all the same.
    const done = () => resolve(answer.trim() || 'of unknown number');
    socket.setTimeout(ANSWER_LIMIT_MS, () => socket.destroy());
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('close', done);
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') resolve(undefined);
    });
  });
}

function heldBy(holder: string, dir: string): AppError {
  return new AppError(
    'CONFLICT',
    `Another program (process ${holder}) already runs on the data directory ${dir}. ` +
      'Stop it first, or give this one a DATA_DIR of its own.',
    { details: { dir, holder } },
  );
}

/** The path of a socket; a long one is reached through our open handle of the directory, which Linux offers as a short path. */
function address(handle: FileHandle, { dir, name }: { dir: string; name: string }): string {
  const plain = path.join(dir, name);
  if (Buffer.byteLength(plain) <= LONGEST_ADDRESS || process.platform !== 'linux') return plain;
  return `/proc/self/fd/${handle.fd}/${name}`;
}
