/** Waits between attempts, in seconds; after the last one a message is given up and waits for a person. */
const WAITS_S = [10, 30, 120, 600, 1800, 3600, 3 * 3600, 8 * 3600];

/** When a message that has failed so often is tried again; undefined: never by itself. */
export function nextAttempt(attempts: number, now: Date): Date | undefined {
  const wait = WAITS_S[attempts - 1];
  return wait === undefined ? undefined : new Date(now.getTime() + wait * 1000);
}
