import type { Server as HttpServer } from 'node:http';
import {
  type AssetState,
  type ClientEvents,
  LIVE_NAMESPACE,
  type Problem,
  type ServerEvents,
  Watch,
  type WatchAck,
} from '@karavan/contracts';
import { AppError, badInput, toProblem } from '@karavan/runtime';
import { assets, events, live, shipments } from '@karavan/store';
import { assetView, type Deps } from '@karavan/usecases';
import { type Namespace, Server, type Socket } from 'socket.io';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { createFeed, type Feed } from './feed.ts';
import { startTail } from './tail.ts';
import { findViewer, type Viewer } from './viewer.ts';

type SocketData = { viewer: Viewer; feed: Feed; watched: boolean };
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
/** More missed events than this and the client is better off with a full snapshot and the timeline. */
const MISSED_EVENTS = 1000;

/** The Socket.IO side: authenticates, answers `watch` with a snapshot, and passes on what the tail finds. */
export async function startGateway(input: { server: HttpServer; deps: Deps }): Promise<Gateway> {
  const { deps } = input;
  const io = new Server<Record<string, never>, Record<string, never>, Record<string, never>, SocketData>(input.server, {
    maxHttpBufferSize: 64 * 1024,
    serveClient: false,
  });
  const namespace: LiveNamespace = io.of(LIVE_NAMESPACE);
  const tail = await startTail({
    db: deps.db,
    log: deps.log,
    onChanges: (changes) => {
      const now = deps.clock();
      for (const socket of namespace.sockets.values()) socket.data.feed.take(changes, now);
    },
  });

  namespace.use(async (socket, next) => {
    try {
      const viewer = await findViewer(deps, credentialsOf(socket));
      if (viewer === undefined) throw new AppError('UNAUTHENTICATED', 'Sign in first, or open a share link that has not ended.');
      socket.data = {
        viewer,
        watched: false,
        feed: createFeed({ viewer, outlet: { emit: (event, ...payload) => void socket.emit(event, ...payload) } }),
      };
      next();
    } catch (error) {
      next(Object.assign(new Error('not signed in'), { data: toProblem(error, LIVE_NAMESPACE) }));
    }
  });
  namespace.on('connection', (socket) => {
    socket.on('watch', (request, ack) => void onWatch(deps, { socket, request, ack }));
    socket.on('disconnect', () => socket.data.feed.close());
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

async function recheckAll(deps: Deps, namespace: LiveNamespace): Promise<void> {
  for (const socket of namespace.sockets.values()) {
    const viewer = await findViewer(deps, credentialsOf(socket)).catch(() => socket.data.viewer); // database away: keep
    if (viewer === undefined) socket.disconnect(true);
  }
}

async function onWatch(deps: Deps, input: { socket: LiveSocket; request: unknown; ack: unknown }): Promise<void> {
  const reply = (answer: WatchAck) => typeof input.ack === 'function' && input.ack(answer);
  try {
    const parsed = Watch.safeParse(input.request);
    if (!parsed.success) throw badInput(parsed.error);
    const target = await allow(deps, input.socket.data.viewer, parsed.data);
    reply({ ok: true });
    await sendSnapshot(deps, { socket: input.socket, target, since: decodeCursor(parsed.data.since) });
  } catch (error) {
    const problem = toProblem(error, LIVE_NAMESPACE) as Problem;
    if (problem.status >= 500) deps.log.error({ event: 'live.watch_failed', error });
    reply({ ok: false, problem });
  }
}

type Target = { bbox: [number, number, number, number] } | { shipmentId: string };

/** @throws AppError when the viewer may not watch this; a foreign shipment answers as one that does not exist */
async function allow(deps: Deps, viewer: Viewer, watch: Watch): Promise<Target> {
  if (watch.topic === 'share') {
    if (viewer.kind !== 'share') throw new AppError('FORBIDDEN', 'This topic is for share links.');
    return { shipmentId: viewer.shipmentId };
  }
  if (viewer.kind === 'share') throw new AppError('FORBIDDEN', 'A share link shows its own shipment and nothing else.');
  if (watch.topic === 'fleet') return { bbox: watch.bbox };
  const found =
    /^[0-9a-f-]{36}$/i.test(watch.id) && (await deps.db.scoped(viewer.scope, (tx) => shipments.findShipment(tx, watch.id)));
  if (!found) throw new AppError('NOT_FOUND', 'There is no such shipment.');
  return { shipmentId: watch.id };
}

async function sendSnapshot(deps: Deps, input: { socket: LiveSocket; target: Target; since: number | undefined }): Promise<void> {
  const { socket, target } = input;
  const { viewer, feed } = socket.data;
  const adds = feed.watchesMoreThan(target);
  feed.hold(); // before the revision is read: what is committed from now on waits in the feed
  if ('bbox' in target) feed.watchFleet(target.bbox);
  else feed.watchShipment(target.shipmentId);
  // Only the first watch of a connection resumes; a later one asks for another part of the world and gets all of it.
  const wanted = socket.data.watched ? undefined : input.since;
  socket.data.watched = true;
  const cursor = await deps.db.system(live.newestRevision);
  const missed = await loadMissed(deps, { viewer, target, since: wanted, upTo: cursor });
  const filter = 'bbox' in target ? { bbox: target.bbox } : { shipmentId: target.shipmentId };
  // Resuming, everything that changed counts, wherever it is now: it may have left the box the client shows.
  const query = missed === undefined ? { filter } : { filter: 'bbox' in target ? { bbox: WORLD } : filter, since: missed.since };
  const records = await deps.db.scoped(viewer.scope, (tx) => assets.listAssets(tx, query));
  const shown = records.map((record) => narrow(assetView(record, deps.clock()), viewer));
  const partial = adds || missed !== undefined;
  socket.emit('snapshot', { cursor: encodeCursor(cursor), assets: shown, ...(partial ? { partial: true } : {}) });
  for (const event of missed?.events ?? []) socket.emit('event', event);
  for (const state of missed?.shipments ?? []) socket.emit('shipment', state);
  feed.release({ cursor, shown, replaces: !partial });
}

const WORLD = [-180, -90, 180, 90] as const;

/** A share link never names another shipment on the same truck. */
const narrow = (asset: AssetState, viewer: Viewer): AssetState =>
  viewer.kind === 'share' ? { ...asset, shipmentIds: asset.shipmentIds.filter((id) => id === viewer.shipmentId) } : asset;

async function loadMissed(deps: Deps, input: { viewer: Viewer; target: Target; since: number | undefined; upTo: number }) {
  const { since, upTo, target, viewer } = input;
  if (since === undefined || since > upTo) return undefined; // no cursor, or one of another database
  const only = 'shipmentId' in target ? { shipmentId: target.shipmentId } : {};
  const query = { since, upTo, limit: MISSED_EVENTS + 1, ...only };
  const missed = await deps.db.scoped(viewer.scope, (tx) => events.listEventsSince(tx, query));
  if (missed.length > MISSED_EVENTS) return undefined;
  return { since, events: missed, shipments: await deps.db.scoped(viewer.scope, (tx) => live.listShipmentsSince(tx, query)) };
}
