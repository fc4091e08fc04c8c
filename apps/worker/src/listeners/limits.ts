/** How much a listener puts up with. */
export interface ListenerLimits {
  /** whoever has not said a whole message after this long is sent away */
  loginMs: number;
  /** a device that says nothing for so long is gone, whatever TCP believes */
  idleMs: number;
  /** the same for a line whose device has come again on another one, so that this one is most likely dead */
  replacedMs: number;
  /** a message that was begun is whole after so long, however its bytes trickle in */
  messageMs: number;
  /** unfinished messages of all devices of a port take no more memory than this together */
  pendingBytes: number;
  /** how often the clock is looked at */
  sweepMs: number;
  maxConnections: number;
  /** for what is being committed when the listener closes */
  graceMs: number;
}

export const LIMITS: ListenerLimits = {
  loginMs: 120_000,
  idleMs: 1_800_000,
  replacedMs: 60_000,
  messageMs: 600_000,
  pendingBytes: 128 * 1024 * 1024,
  sweepMs: 5_000,
  maxConnections: 10_000,
  graceMs: 3_000,
};
