import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Clock, Logger } from '@karavan/runtime';
import type { CloseReason, DeviceMessage, DeviceProtocol, Step } from '@karavan/telematics';
import type { PositionsIntake, PositionsTally } from '@karavan/usecases';
import type { ListenerLimits } from './limits.ts';

/** Why a conversation ended: what the protocol says, what the clock or the memory says, or what happened to the line. */
export type EndReason =
  | CloseReason
  | 'silent'
  | 'idle'
  | 'replaced'
  | 'slow'
  | 'crowded'
  | 'not_stored'
  | 'failed'
  | 'stopping'
  | 'left'
  | 'reset';

/** Every protocol keeps what is not a whole message yet. */
export type DeviceState = { pending: { length: number } };

const isStored = () => true;
const isNotStored = () => false; // the intake has logged why

/** A device that sends usual messages is not asked to make room for others. */
const USUAL_BYTES = 65_536;

export interface ConnectionContext<State extends DeviceState> {
  protocol: DeviceProtocol<State>;
  intake: PositionsIntake;
  tally: PositionsTally;
  log: Logger;
  clock: Clock;
  limits: ListenerLimits;
  /** bytes of unfinished messages on all lines of the port */
  pending: { bytes: number };
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
 * One device on one socket. While its messages are being committed no more than one piece of the stream is read from it and
 * waits; the replies go out in order, each after the commit of its message.
 */
export function serveConnection<State extends DeviceState>(socket: Socket, context: ConnectionContext<State>): Connection {
  const { protocol, tally, limits } = context;
  const labels = { protocol: protocol.name };
  let state = protocol.start;
  let working: Promise<void> = Promise.resolve();
  let isWorking = false;
  /** came while its last message was being committed */
  let held: Uint8Array | undefined;
  let reason: EndReason | undefined;
  let hasSpoken = false;
  let isReplaced = false;
  let heardMs = performance.now();
  /** since when a message is unfinished */
  let begunMs: number | undefined;

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
      } else if (begunMs !== undefined && nowMs - begunMs > limits.messageMs) {
        reason ??= 'slow';
        socket.destroy();
      } else if (reason !== undefined && silence > limits.graceMs) socket.destroy(); // it does not read what we say to it
    },
    destroy: () => void socket.destroy(),
  };

  tally.count('deviceConnections', labels);
  socket.on('data', (bytes) => {
    if (hasSpoken) heardMs = performance.now();
    if (isWorking) {
      held = bytes; // after a pause there comes no second one
      socket.pause();
    } else take(bytes);
  });
  // The device has said its last word, yet may wait for our answer to it.
  socket.on('end', () => void connection.finish('left'));
  socket.on('error', () => {
    reason ??= 'reset';
  });
  socket.on('close', () => {
    context.pending.bytes -= state.pending.length;
    state = protocol.start;
    tally.count('deviceConnections', labels, -1);
    tally.count('deviceClosed', { ...labels, reason: reason ?? 'left' });
    context.onClosed(connection);
  });

  function keep(step: Step<State>): void {
    const { length } = step.state.pending;
    context.pending.bytes += length - state.pending.length;
    state = step.state;
    if (length === 0) begunMs = undefined;
    else if (begunMs === undefined || step.messages.length > 0) begunMs = performance.now();
    if (length <= USUAL_BYTES || context.pending.bytes <= limits.pendingBytes) return;
    reason ??= 'crowded';
    socket.destroy();
  }

  function take(bytes: Uint8Array): void {
    const step = advance(bytes);
    keep(step);
    const device = protocol.deviceOf(step.state);
    if (device !== undefined && device !== connection.device) {
      context.onDevice(device, connection);
      connection.device = device;
    }
    if (step.messages.length === 0 && step.close === undefined) return;
    if (step.messages.some(({ readings, rejects }) => readings.length > 0 || rejects.length === 0)) {
      hasSpoken = true;
      heardMs = performance.now();
    }
    isWorking = true;
    working = answer(step);
  }

  function goOn(): void {
    isWorking = false;
    if (reason !== undefined || held === undefined) return;
    const bytes = held;
    held = undefined;
    socket.resume();
    take(bytes);
  }

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

  async function answer(step: Step<State>): Promise<void> {
    try {
      await answerAll(step);
    } finally {
      goOn();
    }
  }

  async function answerAll({ messages, close }: Step<State>): Promise<void> {
    const commits = messages.map((message) => commit(message));
    const replies: Uint8Array[] = [];
    for (const [index, message] of messages.entries()) {
      if (!(await commits[index])) {
        reason ??= 'not_stored';
        break;
      }
      if (message.reply.length > 0) replies.push(message.reply);
    }
    const [first, ...more] = replies;
    if (first !== undefined) await send(more.length === 0 ? first : Buffer.concat(replies));
    if (reason === 'not_stored' || close !== undefined) end(close ?? 'not_stored');
  }

  /** False where it was not committed: then it is not acknowledged, nor is what came after it, and all of it comes again. */
  function commit({ readings, rejects }: DeviceMessage): Promise<boolean> | true {
    tally.count('deviceMessages', labels);
    if (rejects.length > 0) {
      tally.count('deviceRejects', labels, rejects.length);
      context.log.debug({ event: 'device.rejects', ...labels, device: connection.device, rejects: rejects.slice(0, 20) });
    }
    if (readings.length === 0) return true;
    return context.intake.takeAll(readings).then(isStored, isNotStored);
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
