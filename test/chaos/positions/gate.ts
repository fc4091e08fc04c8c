import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A door to a server that may go away and come back elsewhere: whoever stands before it knows one address. */
export interface Gate {
  port: number;
  /** Lets through to this port from now on; nobody while undefined, and who is inside is thrown out. */
  lead(to: number | undefined): void;
  close(): Promise<void>;
}

export async function openGate(): Promise<Gate> {
  let target: number | undefined;
  const inside = new Set<Socket>();
  const server = createServer((socket) => {
    if (target === undefined) {
      socket.destroy();
      return;
    }
    const onward = connect({ port: target, host: '127.0.0.1' });
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      inside.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        inside.delete(one);
        other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const throwOut = () => {
    for (const socket of inside) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    lead(to) {
      target = to;
      throwOut();
    },
    async close() {
      throwOut();
      server.close();
      await once(server, 'close');
    },
  };
}
