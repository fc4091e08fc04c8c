import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Score } from './messages.ts';

/** The smallest honest fan-out: `ws`, the very one Socket.IO stands on, sends to everybody what it is given, as it is. */
interface BareSocket {
  send(data: Buffer, options: { binary: boolean }): void;
  once(event: 'close', listener: () => void): void;
}
interface BareServer {
  on(event: 'connection', listener: (socket: BareSocket, request: { url?: string }) => void): void;
}
const socketIo = createRequire(new URL('../../../apps/api/src/live/gateway.ts', import.meta.url)).resolve('socket.io');
const engine = createRequire(socketIo).resolve('engine.io');
const { WebSocketServer } = createRequire(engine)('ws') as {
  WebSocketServer: new (options: { server: ReturnType<typeof createServer>; perMessageDeflate: false }) => BareServer;
};

const audiences = new Map<string, Set<BareSocket>>();
const server = createServer();
new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket, { url = '/' }) => {
  const name = new URL(url, 'http://localhost').searchParams.get('audience') ?? '';
  const members = audiences.get(name) ?? new Set();
  audiences.set(name, members.add(socket));
  socket.once('close', () => members.delete(socket));
});

/** Each message is encoded once, and handed to `ws` once a socket. */
function send(audience: number, text: string): void {
  const data = Buffer.from(text);
  for (const socket of audiences.get(String(audience)) ?? []) socket.send(data, { binary: false });
}

let score: Score = [];
/** Plays the score at its own times. */
async function play(): Promise<void> {
  const beganAt = performance.now();
  for (const { afterMs, messages } of score) {
    await sleep(beganAt + afterMs - performance.now());
    for (const { audience, text } of messages) send(audience, text);
  }
}

process.on('message', (order: { score: Score } | 'play') => {
  if (order === 'play') void play().then(() => process.send?.('played'));
  else score = order.score;
});
process.once('SIGTERM', () => process.exit(0));
process.once('disconnect', () => process.exit(0));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
