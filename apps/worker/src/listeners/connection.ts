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

/** A device that sends usual messages is not asked to make room for others. */
const USUAL_BYTES = 65_536;

/** What is answered to the first so many messages, at once. */
function wordsOf(messages: readonly DeviceMessage[], count: number): Uint8Array {
  const [first] = messages;
  if (count === 1 && first !== undefined) return first.reply;
  return Buffer.concat(messages.slice(0, count).map(({ reply }) => reply));
}

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
  const countMessage = tally.counter('deviceMessages', labels);
  let state = protocol.start;
  let isWorking = false;
  /** who waits for what is being committed to be answered */
  let onRest: (() => void) | undefined;
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
      if (isWorking)
        await new Promise<void>((resolve) => {
          const before = onRest;
          onRest = () => {
            before?.();
            resolve();
          };
        });
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
    answer(step);
  }

  function goOn(): void {
    isWorking = false;
    onRest?.();
    onRest = undefined;
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

  /** Answers all of a step, in order, once all of it is settled. */
  function answer(step: Step<State>): void {
    const { messages } = step;
    const [first] = messages;
    if (first === undefined || messages.length === 1) {
      if (first === undefined) reply(step, 0);
      else commit(first, (isStored) => reply(step, isStored ? 1 : 0));
      return;
    }
    let open = messages.length;
    /** neither the first that was not committed nor what came after it is acknowledged: all of that comes again */
    let stored = messages.length;
    for (const [index, message] of messages.entries())
      commit(message, (isStored) => {
        if (!isStored) stored = Math.min(stored, index);
        open -= 1;
        if (open === 0) reply(step, stored);
      });
  }

  function reply({ messages, close }: Step<State>, stored: number): void {
    if (stored < messages.length) reason ??= 'not_stored';
    const words = wordsOf(messages, stored);
    const leave = () => {
      if (reason === 'not_stored' || close !== undefined) end(close ?? 'not_stored');
      goOn();
    };
    if (words.length === 0) leave();
    else send(words, leave);
  }

  /** Says whether it was committed. */
  function commit({ readings, rejects }: DeviceMessage, onSettled: (isStored: boolean) => void): void {
    countMessage();
    if (rejects.length > 0) {
      tally.count('deviceRejects', labels, rejects.length);
      context.log.debug({ event: 'device.rejects', ...labels, device: connection.device, rejects: rejects.slice(0, 20) });
    }
    if (readings.length === 0) onSettled(true);
    else context.intake.hand(readings, onSettled);
  }

  /** Goes on when the device reads what it is told, or is gone. */
  function send(bytes: Uint8Array, onSent: () => void): void {
    if (!socket.writable || socket.write(bytes)) {
      onSent();
      return;
    }
    const done = () => {
      socket.off('drain', done).off('close', done);
      onSent();
    };
    socket.on('drain', done).on('close', done);
  }

  function end(because: EndReason): void {
    reason ??= because;
    if (!socket.destroyed) socket.destroySoon();
  }

  return connection;
}
