import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Clock, Logger } from '@karavan/runtime';
import type { CloseReason, DeviceMessage, DeviceProtocol, Step } from '@karavan/telematics';
import type { PositionsIntake, PositionsTally } from '@karavan/usecases';
import type { ListenerLimits } from './limits.ts';

/** Why a conversation ended: what the protocol says, what the clock says, or what happened to the line. */
export type EndReason = CloseReason | 'silent' | 'idle' | 'replaced' | 'not_stored' | 'failed' | 'stopping' | 'left' | 'reset';

export interface ConnectionContext<State> {
  protocol: DeviceProtocol<State>;
  intake: PositionsIntake;
  tally: PositionsTally;
  log: Logger;
  clock: Clock;
  limits: ListenerLimits;
  /** a device made itself known on this connection; `connection.device` is still who it was before */
  onDevice(uniqueId: string, connection: Connection): void;
  onClosed(connection: Connection): void;
}

export interface Connection {
  /** who is on the other end, once known */
  device: string | undefined;
  /** its device has come again on another line: of this one less patience is asked */
  replace(): void;
  /** ends the conversation after what is being committed has been acknowledged */
  finish(reason: EndReason): Promise<void>;
  /** looks at the clock: a silent or idle connection ends */
  check(nowMs: number): void;
  destroy(): void;
}

/**
 * One device on one socket. While its messages are being committed nothing more is read from it, so that what waits is
 * never more than one piece of the stream; the replies go out in order, each after the commit of its message.
 */
export function serveConnection<State>(socket: Socket, context: ConnectionContext<State>): Connection {
  const { protocol, tally, limits } = context;
  const labels = { protocol: protocol.name };
  let state = protocol.start;
  let working: Promise<void> = Promise.resolve();
  let reason: EndReason | undefined;
  let hasSpoken = false;
  let isReplaced = false;
  let heardMs = performance.now();

  const connection: Connection = {
    device: undefined,
    replace() {
      isReplaced = true;
    },
    async finish(because) {
      reason ??= because;
      socket.pause();
      await working;
      if (!socket.destroyed) socket.destroySoon();
    },
    check(nowMs) {
      const silence = nowMs - heardMs;
      const [patience, because] = patienceNow();
      if (silence > patience) {
        reason ??= because;
        socket.destroy();
      } else if (reason !== undefined && silence > limits.graceMs) socket.destroy(); // it does not read what we say to it
    },
    destroy: () => void socket.destroy(),
  };

  tally.count('deviceConnections', labels);
  socket.on('data', (bytes) => {
    if (hasSpoken) heardMs = performance.now();
    const step = advance(bytes);
    state = step.state;
    const device = protocol.deviceOf(state);
    if (device !== undefined && device !== connection.device) {
      context.onDevice(device, connection);
      connection.device = device;
    }
    if (step.messages.length === 0 && step.close === undefined) return;
    if (step.messages.some(({ readings, rejects }) => readings.length > 0 || rejects.length === 0)) {
      hasSpoken = true;
      heardMs = performance.now();
    }
    socket.pause();
    working = answer(step).finally(() => {
      if (reason === undefined) socket.resume();
    });
  });
  // The device has said its last word, yet may wait for our answer to it.
  socket.on('end', () => void connection.finish('left'));
  socket.on('error', () => {
    reason ??= 'reset';
  });
  socket.on('close', () => {
    tally.count('deviceConnections', labels, -1);
    tally.count('deviceClosed', { ...labels, reason: reason ?? 'left' });
    context.onClosed(connection);
  });

  function patienceNow(): [ms: number, because: EndReason] {
    if (!hasSpoken) return [limits.loginMs, 'silent'];
    return isReplaced ? [Math.min(limits.replacedMs, limits.idleMs), 'replaced'] : [limits.idleMs, 'idle'];
  }

  /** The protocols do not throw; should one, its device is the only one to notice. */
  function advance(bytes: Uint8Array): Step<State> {
    try {
      return protocol.onBytes(state, bytes, context.clock());
    } catch (error) {
      context.log.error({ event: 'device.protocol_failed', ...labels, device: connection.device, error });
      end('failed');
      return { state, messages: [] };
    }
  }

  async function answer({ messages, close }: Step<State>): Promise<void> {
    const commits = messages.map((message) => commit(message));
    const replies: Uint8Array[] = [];
    for (const [index, message] of messages.entries()) {
      if (!(await commits[index])) {
        reason ??= 'not_stored';
        break;
      }
      if (message.reply.length > 0) replies.push(message.reply);
    }
    if (replies.length > 0) await send(Buffer.concat(replies));
    if (reason === 'not_stored' || close !== undefined) end(close ?? 'not_stored');
  }

  /** False where it was not committed: then it is not acknowledged, nor is what came after it, and all of it comes again. */
  async function commit({ readings, rejects }: DeviceMessage): Promise<boolean> {
    tally.count('deviceMessages', labels);
    if (rejects.length > 0) {
      tally.count('deviceRejects', labels, rejects.length);
      context.log.debug({ event: 'device.rejects', ...labels, device: connection.device, rejects: rejects.slice(0, 20) });
    }
    if (readings.length === 0) return true;
    return context.intake.takeAll(readings).then(
      () => true,
      () => false, // the intake has logged why
    );
  }

  async function send(bytes: Uint8Array): Promise<void> {
    if (!socket.writable || socket.write(bytes)) return;
    const done = new AbortController();
    const events = ['drain', 'close'].map((event) => once(socket, event, { signal: done.signal }));
    await Promise.race(events).catch(() => undefined); // an error is followed by `close`
    done.abort();
  }

  function end(because: EndReason): void {
    reason ??= because;
    if (!socket.destroyed) socket.destroySoon();
  }

  return connection;
}
