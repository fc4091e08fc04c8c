import { randomBytes } from 'node:crypto';
import { type FileHandle, open, readdir, rename, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../app-error.ts';

const PREFIX = 'postgres.lock.';
/** Of a socket that does not listen yet and would pass for dead. */
const UNFINISHED = '.new';
/** Socket addresses hold about 108 bytes, some systems less. */
const LONGEST_ADDRESS = 100;
const ANSWER_LIMIT_MS = 1_000;

type Place = { dir: string; handle: FileHandle; name: string };
/** `state` is what the other said: it `tries` or it `holds`; or what its silence says. */
type Answer = { state: string; pid: string };

/**
 * Holds a directory for this process alone. The lock is a listening unix socket: it dies with the process however that
 * ends, is not fooled by a process id that was given out again, and is seen from another container on the same volume.
 *
 * Sockets that are left behind cannot be replaced in one step, so each process has a name of its own instead: it shows
 * itself first and looks around second, and of two that do so at once at least one sees the other.
 *
 * @throws AppError CONFLICT when another process holds the directory; it is not disturbed.
 */
export async function holdDirectory(dir: string): Promise<{ release(): Promise<void> }> {
  const handle = await open(dir, 'r');
  const name = `${PREFIX}${process.pid}-${randomBytes(8).toString('hex')}`;
  let state = 'tries';
  const server = createServer((socket) => socket.on('error', () => {}).end(`${state} ${process.pid}\n`));
  const release = async () => {
    await rm(path.join(dir, name), { force: true });
    if (server.listening) await new Promise((resolve) => server.close(resolve));
    await handle.close();
  };
  try {
    await listen(server, addressOf({ dir, handle, name: name + UNFINISHED }));
    await rename(path.join(dir, name + UNFINISHED), path.join(dir, name));
    await outlast({ dir, handle, name });
    state = 'holds';
    server.unref();
    return { release };
  } catch (error) {
    await release();
    throw error;
  }
}

/**
 * Returns when nobody else is there. Whoever holds, or tries under a lower name, has precedence; one that tries under a
 * higher name may have looked around before we came, so its decision is waited for. Sockets of the dead are removed.
 */
async function outlast({ dir, handle, name }: Place): Promise<void> {
  for (let undecided = true; undecided; ) {
    undecided = false;
    for (const other of await readdir(dir)) {
      if (!other.startsWith(PREFIX) || other.endsWith(UNFINISHED) || other === name) continue;
      const answer = await ask(addressOf({ dir, handle, name: other }));
      if (answer === undefined) await rm(path.join(dir, other), { force: true });
      else if (answer.state === 'leaves' || (answer.state === 'tries' && name < other)) undecided = true;
      else throw heldBy(answer, dir);
    }
    if (undecided) await delay(10);
  }
}

function listen(server: Server, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(address, () => resolve());
  });
}

/** What the process behind a socket says of itself, or undefined when there is none any more. */
function ask(address: string): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    let said = '';
    // A connection closed without a word: it ends just now. One too busy to say a word is there all the same.
    let silent = { state: 'leaves', pid: '' };
    const socket = connect(address);
    socket.setTimeout(ANSWER_LIMIT_MS, () => {
      silent = { state: 'holds', pid: 'of unknown number' };
      socket.destroy();
    });
    socket.on('data', (chunk) => {
      said += chunk.toString();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') resolve(undefined);
      else if (error.code !== 'ECONNRESET') silent = { state: 'holds', pid: 'of unknown number' };
    });
    socket.on('close', () => {
      const [, state, pid] = /^(\w+) (\d+)/.exec(said) ?? [];
      resolve(state === undefined || pid === undefined ? silent : { state, pid });
    });
  });
}

function heldBy({ pid }: Answer, dir: string): AppError {
  return new AppError(
    'CONFLICT',
    `Another program (process ${pid}) already runs on the data directory ${dir}. ` +
      'Stop it first, or give this one a DATA_DIR of its own.',
    { details: { dir, holder: pid } },
  );
}

/** The path of a socket; a long one is reached through our open handle of the directory, which Linux offers as a short path. */
function addressOf({ dir, handle, name }: Place): string {
  const plain = path.join(dir, name);
  if (Buffer.byteLength(plain) <= LONGEST_ADDRESS || process.platform !== 'linux') return plain;
  return `/proc/self/fd/${handle.fd}/${name}`;
}
