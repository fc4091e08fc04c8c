import { useSyncExternalStore } from 'react';

/** Ages are told against the server's clock: a laptop that runs ten minutes fast must not make fresh cargo look old. */
let offsetMs = 0;

/** Call with the `Date` header of any reply. Replies are whole seconds, so small differences are not believed. */
export function learnServerTime(dateHeader: string | null, localNow: number): void {
  if (!dateHeader) return;
  const measured = Date.parse(dateHeader) + 500 - localNow;
  if (Number.isFinite(measured)) offsetMs = Math.abs(measured) < 2000 ? 0 : measured;
}

export function serverNow(): number {
  return Date.now() + offsetMs;
}

/** Re-renders on every tick of the period; the value is the server's time, cut to the period. */
export function useNow(periodMs: number): number {
  return useSyncExternalStore(
    (notify) => {
      const timer = setInterval(notify, Math.min(periodMs, 5000));
      return () => clearInterval(timer);
    },
    () => Math.floor(serverNow() / periodMs) * periodMs,
  );
}
