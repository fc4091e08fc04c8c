import type { Decoded } from './reading.ts';

/** One answered piece of a conversation, in the order it came. */
export interface DeviceMessage extends Decoded {
  /** Goes out when every reading of this message is committed, and not before. Empty: nothing is answered. */
  reply: Uint8Array;
}

/** Why we end a conversation: it makes no sense to us, or it will not fit. */
export type CloseReason = 'garbage' | 'oversized' | 'refused';

export interface Step<State> {
  state: State;
  messages: DeviceMessage[];
  /** Close once the replies are out. */
  close?: CloseReason;
}

/**
 * A protocol as a pure state machine: no socket, no clock, no database. `onBytes` takes any piece of the stream, split
 * or joined as TCP likes, and never throws; a state is never changed, the next one is a new value.
 */
export interface DeviceProtocol<State> {
  name: 'wialon' | 'egts' | 'teltonika';
  start: State;
  onBytes(state: State, bytes: Uint8Array, now: Date): Step<State>;
  /** Whom we talk to, once it said so: one device has one conversation, the newest. */
  deviceOf(state: State): string | undefined;
}
