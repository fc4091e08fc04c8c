import { type ClientEvents, LIVE_NAMESPACE, type PositionTuple, type ServerEvents } from '@karavan/contracts';
import { io, type Socket } from 'socket.io-client';
import { epochNow } from '../support/clock.ts';

/** Arrivals of one fix at one socket, as epoch ms, by `asset@second`. */
export interface Watcher {
  arrivals: ReadonlyMap<string, number>;
  close(): void;
}

export const fixKey = (assetId: string, epochSeconds: number): string => `${assetId}@${epochSeconds}`;

/** A client that watches the whole fleet, as an open page does; resolves when it has the snapshot. */
export function openWatcher(input: { url: string; token: string }): Promise<Watcher> {
  const socket: Socket<ServerEvents, ClientEvents> = io(`${input.url}${LIVE_NAMESPACE}`, {
    auth: { token: input.token },
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
  });
  const arrivals = new Map<string, number>();
  const note = (assetId: string, epochSeconds: number, at: number) => {
    const key = fixKey(assetId, epochSeconds);
    if (!arrivals.has(key)) arrivals.set(key, at);
  };
  socket.on('positions', ({ items }) => {
    const at = epochNow();
    for (const [assetId, , , , , epochSeconds] of items satisfies PositionTuple[]) note(assetId, epochSeconds, at);
  });
  return new Promise((resolve, reject) => {
    socket.once('connect_error', reject);
    socket.once('disconnect', (reason) => reject(new Error(`the live connection ended: ${reason}`)));
    socket.once('snapshot', () => resolve({ arrivals, close: () => socket.disconnect() }));
    socket.emit('watch', { topic: 'fleet', bbox: [-180, -90, 180, 90], zoom: 5 }, (reply) => {
      if (!reply.ok) reject(new Error(reply.problem.detail));
    });
  });
}
