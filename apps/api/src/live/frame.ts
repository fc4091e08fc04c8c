import { LIVE_NAMESPACE, type ServerEvents } from '@karavan/contracts';

/** A message that is encoded once and sent to many, as it is. */
export interface Frame {
  /** the Socket.IO packet, for a client on long polling */
  text: string;
  /** what Engine.IO is given with it: the finished WebSocket frame, in one piece, so that one message is one write */
  options: { compress: false; wsPreEncodedFrame: [Buffer] };
}

/** Socket.IO's EVENT, and Engine.IO's MESSAGE before it on a WebSocket. */
const EVENT = '2';
const MESSAGE = '4';
/** RFC 6455: the last (and only) piece of a text */
const FINAL_TEXT = 0x81;

/** @param json the event's only argument, encoded already */
export function encodeFrame(event: keyof ServerEvents, json: string): Frame {
  const text = `${EVENT}${LIVE_NAMESPACE},["${event}",${json}]`;
  return { text, options: { compress: false, wsPreEncodedFrame: [webSocketFrame(MESSAGE + text)] } };
}

/** A server's frame is not masked; its length takes 7, 16 or 64 bits. */
function webSocketFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const start = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(start + length);
  frame[0] = FINAL_TEXT;
  if (start === 2) frame[1] = length;
  else if (start === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, start);
  return frame;
}
