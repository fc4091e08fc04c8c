import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A device on a socket, as a test plays it. */
export interface DeviceClient {
  socket: Socket;
  send(bytes: Uint8Array | string): void;
  /** everything heard so far */
  heard(): Buffer;
  /** what was heard, once there are so many bytes of it; rejects when the line ends before */
  hear(length: number): Promise<Buffer>;
  /** resolves when the other side has ended the conversation */
  closed: Promise<unknown>;
}

export async function connectDevice(port: number): Promise<DeviceClient> {
  const socket = connect({ port, host: '127.0.0.1' });
  let heard = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    heard = Buffer.concat([heard, bytes]);
    socket.emit('heard');
  });
  socket.on('error', () => undefined); // told by `closed`
  const closed = new Promise((resolve) => socket.once('close', resolve)); // `once` would reject on an error before it
  await once(socket, 'connect');
  return {
    socket,
    send: (bytes) => void socket.write(bytes),
    heard: () => heard,
    async hear(length) {
      while (heard.length < length) {
        const ended = closed.then(() => {
          throw new Error(`the line ended after ${heard.length} of ${length} bytes: ${heard.toString('hex')}`);
        });
        await Promise.race([once(socket, 'heard'), heard.length < length ? ended : undefined]);
      }
      return heard;
    },
    closed,
  };
}
