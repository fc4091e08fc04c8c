import {
  type ClientEvents,
  LIVE_NAMESPACE,
  type ServerEvents,
  type Snapshot,
  type Watch,
  type WatchAck,
} from '@karavan/contracts';
import { io, type Socket } from 'socket.io-client';

export type LiveClient = Socket<ServerEvents, ClientEvents>;

export interface TestLive {
  socket: LiveClient;
  watch(request: Watch | Record<string, unknown>): Promise<WatchAck>;
  /** The next message that fits, or one that has already come and was not taken yet. */
  next<E extends keyof ServerEvents>(
    event: E,
    fits?: (payload: Parameters<ServerEvents[E]>[0]) => boolean,
  ): Promise<Parameters<ServerEvents[E]>[0]>;
  /** everything of one kind so far */
  all<E extends keyof ServerEvents>(event: E): Parameters<ServerEvents[E]>[0][];
  close(): void;
}

/** A live client for tests: what came is kept, and a test waits for what it wants. */
export function connectLive(url: string, auth: Record<string, string>): TestLive {
  const socket: LiveClient = io(`${url}${LIVE_NAMESPACE}`, {
    auth,
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
  });
  const came: { event: string; payload: unknown; taken: boolean }[] = [];
  const waiting = new Set<() => void>();
  socket.onAny((event: string, payload: unknown) => {
    came.push({ event, payload, taken: false });
    for (const look of waiting) look();
  });
  return {
    socket,
    watch: (request) => new Promise((resolve) => socket.emit('watch', request as Watch, resolve)),
    next: (event, fits = () => true) =>
      new Promise((resolve) => {
        const look = () => {
          const found = came.find((one) => !one.taken && one.event === event && fits(one.payload as never));
          if (found === undefined) return;
          found.taken = true;
          waiting.delete(look);
          resolve(found.payload as never);
        };
        waiting.add(look);
        look();
      }),
    all: (event) => came.filter((one) => one.event === event).map((one) => one.payload as never),
    close: () => socket.disconnect(),
  };
}

export const WORLD: Watch = { topic: 'fleet', bbox: [-180, -90, 180, 90], zoom: 4 };

/** Why the server did not let a client in. */
export function refusal(client: TestLive): Promise<Error & { data?: { status: number } }> {
  return new Promise((resolve) => client.socket.once('connect_error', resolve));
}

export const assetIds = (snapshot: Snapshot): string[] => snapshot.assets.map((asset) => asset.id);
