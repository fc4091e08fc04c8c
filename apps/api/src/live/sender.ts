import type { Socket } from 'socket.io';
import type { Frame } from './frame.ts';

/** A page that does not read is cut off when so much waits for it; it comes back and resumes. */
const MOST_WAITING_BYTES = 64 * 1024 * 1024;

/**
 * Sends finished frames, past Socket.IO's encoder, which would do the same work once a socket. Where the connection has
 * been a WebSocket from its beginning and Engine.IO has nothing waiting, a frame goes straight to the wire: Engine.IO
 * writes whole frames only, so the order and the stream stay right. Everybody else gets it through Engine.IO.
 */
export function createSender(conn: Socket['conn']): (frame: Frame) => void {
  const wire = conn.transport.name === 'websocket' ? conn.request.socket : undefined;
  return ({ text, options }) => {
    if (conn.readyState !== 'open') return;
    if (wire === undefined || !conn.transport.writable) conn.write(text, options);
    else if (wire.writableLength > MOST_WAITING_BYTES) conn.close(true);
    else wire.write(options.wsPreEncodedFrame[0]);
  };
}
