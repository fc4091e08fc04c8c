import type { Server as HttpServer } from 'node:http';
import { type ClientEvents, LIVE_NAMESPACE, type Problem, type ServerEvents, Watch, type WatchAck } from '@karavan/contracts';
import { AppError, badInput, toProblem } from '@karavan/runtime';
import { shipments } from '@karavan/store';
import type { Deps } from '@karavan/usecases';
import { type Namespace, Server, type Socket } from 'socket.io';
import { isUuid } from '../http/guard.ts';
import { isForeignOrigin } from '../http/session.ts';
import { decodeCursor } from './cursor.ts';
import { createFeed, type Feed } from './feed.ts';
import type { Frame } from './frame.ts';
import { createHub } from './hub.ts';
import { createSender } from './sender.ts';
import { createSnapshotLoader, type SnapshotLoader, type Target } from './snapshot.ts';
import { startTail } from './tail.ts';
import { findViewer, stillValid, type Viewer } from './viewer.ts';

type SocketData = { viewer: Viewer; feed: Feed; queue: WatchQueue; send: (frame: Frame) => void };
type LiveSocket = Socket<ClientEvents, ServerEvents, Record<string, never>, SocketData>;
type LiveNamespace = Namespace<ClientEvents, ServerEvents, Record<string, never>, SocketData>;

export interface Gateway {
  /** Committed news may be there: look. */
  wake(): void;
  connected(): number;
  close(): Promise<void>;
}

/** A sign-out, an expired session or share link ends an open socket within this time. */
const RECHECK_MS = 30_000;
/** Watches of one socket that may wait while another is answered. */
const MOST_WAITING = 20;

/** The Socket.IO side: authenticates, answers `watch` with a snapshot, and passes on what the tail finds. */
export async function startGateway(input: { server: HttpServer; deps: Deps }): Promise<Gateway> {
  const { deps } = input;
  const io = new Server<Record<string, never>, Record<string, never>, Record<string, never>, SocketData>(input.server, {
    maxHttpBufferSize: 64 * 1024,
    serveClient: false,
  });
  const namespace: LiveNamespace = io.of(LIVE_NAMESPACE);
  const load = createSnapshotLoader(deps);
  const hub = createHub({ upTo: () => tail.upTo() });
  const tail = await startTail({ db: deps.db, log: deps.log, onChanges: (changes) => hub.take(changes, deps.clock()) });

  namespace.use(async (socket, next) => {
    try {
      if (isSentByForeignPage(socket)) throw new AppError('FORBIDDEN', 'This connection comes from a page of another site.');
      const viewer = await findViewer(deps, credentialsOf(socket));
      if (viewer === undefined) throw new AppError('UNAUTHENTICATED', 'Sign in first, or open a share link that has not ended.');
      socket.data = {
        viewer,
        send: createSender(socket.conn),
        queue: createWatchQueue((job) => answer({ deps, socket, load }, job)),
        feed: createFeed({ viewer, hub, member: { send: (frame) => socket.data.send(frame) } }),
      };
      next();
    } catch (error) {
      next(Object.assign(new Error('not signed in'), { data: toProblem(error, LIVE_NAMESPACE) }));
    }
  });
  namespace.on('connection', (socket) => {
    socket.on('watch', (request, ack) => onWatch(deps, { socket, request, ack }));
    socket.on('disconnect', () => {
      socket.data.queue.clear();
      socket.data.feed.close();
    });
  });
  const recheck = setInterval(() => void recheckAll(deps, namespace), RECHECK_MS);

  return {
    wake: tail.wake,
    connected: () => namespace.sockets.size,
    async close() {
      clearInterval(recheck);
      await tail.close();
      await io.close();
    },
  };
}

const credentialsOf = (socket: LiveSocket) => ({ auth: socket.handshake.auth, cookie: socket.handshake.headers.cookie });

/** Only the cookie is sent by a browser without being asked; a token or a share link is in the hands of the page. */
function isSentByForeignPage(socket: LiveSocket): boolean {
  const { auth, headers } = socket.handshake;
  const isByCookie = typeof auth['share'] !== 'string' && (typeof auth['token'] !== 'string' || auth['token'] === '');
  return isByCookie && headers.cookie !== undefined && isForeignOrigin(headers);
}

/** Who was given other rights is sent away too, and comes back under them. */
async function recheckAll(deps: Deps, namespace: LiveNamespace): Promise<void> {
  const open = [...namespace.sockets.values()].map((socket) => ({
    socket,
    viewer: socket.data.viewer,
    handshake: credentialsOf(socket),
  }));
  const valid = new Set(await stillValid(deps, open).catch(() => open)); // database away: keep
  for (const one of open) if (!valid.has(one)) one.socket.disconnect(true);
}

interface WatchJob {
  watch: Watch;
  reply(answer: WatchAck): void;
}

interface WatchQueue {
  /** @throws AppError TOO_MANY when too much is waiting already */
  add(job: WatchJob): void;
  clear(): void;
}

/**
 * One watch of a socket at a time: two at once would share one feed's hold. Of the fleet watches that wait only the
 * latest counts (the map has moved on), the others are answered with ok; it resumes from where the first of them would
 * have. `run` never rejects.
 */
function createWatchQueue(run: (job: WatchJob) => Promise<void>): WatchQueue {
  const waiting: WatchJob[] = [];
  let isRunning = false;

  async function drain(): Promise<void> {
    isRunning = true;
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) await run(job);
    isRunning = false;
  }

  return {
    add(job) {
      const stale = job.watch.topic === 'fleet' ? waiting.findIndex(({ watch }) => watch.topic === 'fleet') : -1;
      const [before] = stale >= 0 ? waiting.splice(stale, 1) : [];
      before?.reply({ ok: true });
      if (waiting.length >= MOST_WAITING)
        throw new AppError('TOO_MANY', `More than ${MOST_WAITING} watches are waiting; wait for their answers.`);
      const since = before?.watch.since ?? job.watch.since;
      waiting.push(since === undefined ? job : { ...job, watch: { ...job.watch, since } });
      if (!isRunning) void drain();
    },
    clear: () => {
      waiting.length = 0;
    },
  };
}

function onWatch(deps: Deps, input: { socket: LiveSocket; request: unknown; ack: unknown }): void {
  const reply = (answer: WatchAck) => void (typeof input.ack === 'function' && input.ack(answer));
  try {
    const parsed = Watch.safeParse(input.request);
    if (!parsed.success) throw badInput(parsed.error);
    input.socket.data.queue.add({ watch: parsed.data, reply });
  } catch (error) {
    reply({ ok: false, problem: problemOf(deps, error) });
  }
}

/** Refusals are answered. Once ok was said the feed is on hold: what fails then ends the socket, and the client comes back. */
async function answer(
  { deps, socket, load }: { deps: Deps; socket: LiveSocket; load: SnapshotLoader },
  { watch, reply }: WatchJob,
): Promise<void> {
  let target: Target;
  try {
    target = await allow(deps, socket.data.viewer, watch);
  } catch (error) {
    reply({ ok: false, problem: problemOf(deps, error) });
    return;
  }
  reply({ ok: true });
  try {
    await sendSnapshot(socket, { target, since: decodeCursor(watch.since), load });
  } catch (error) {
    deps.log.error({ event: 'live.snapshot_failed', error });
    socket.disconnect(true);
  }
}

function problemOf(deps: Deps, error: unknown): Problem {
  const problem = toProblem(error, LIVE_NAMESPACE) as Problem;
  if (problem.status >= 500) deps.log.error({ event: 'live.watch_failed', error });
  return problem;
}

/** @throws AppError when the viewer may not watch this; a foreign shipment answers as one that does not exist */
async function allow(deps: Deps, viewer: Viewer, watch: Watch): Promise<Target> {
  if (watch.topic === 'share') {
    if (viewer.kind !== 'share') throw new AppError('FORBIDDEN', 'This topic is for share links.');
    return { shipmentId: viewer.shipmentId };
  }
  if (viewer.kind === 'share') throw new AppError('FORBIDDEN', 'A share link shows its own shipment and nothing else.');
  if (watch.topic === 'fleet') return { bbox: watch.bbox };
  const found = isUuid(watch.id) && (await deps.db.scoped(viewer.scope, (tx) => shipments.findShipment(tx, watch.id)));
  if (!found) throw new AppError('NOT_FOUND', 'There is no such shipment.');
  return { shipmentId: watch.id };
}

async function sendSnapshot(
  socket: LiveSocket,
  input: { target: Target; since: number | undefined; load: SnapshotLoader },
): Promise<void> {
  const { target, load } = input;
  const { viewer, feed } = socket.data;
  const adds = feed.watchesMoreThan(target);
  feed.hold({ keeps: adds }); // before the revision is read: what is committed from now on waits in the feed
  const missable = input.since === undefined ? undefined : feed.canHaveMissed(target);
  const resume = missable && input.since !== undefined ? { ...missable, since: input.since } : undefined;
  if ('bbox' in target) feed.watchFleet(target.bbox);
  else feed.watchShipment(target.shipmentId);
  feed.release(await load({ viewer, target, resume, adds }));
}
