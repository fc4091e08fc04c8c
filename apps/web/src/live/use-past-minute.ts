import { useSyncExternalStore } from 'react';
import { replay } from './replay.ts';

const MINUTE_MS = 60_000;

/** The minute of the past that is looked at; null in the present. For what need not be drawn anew with every frame. */
export function usePastMinute(): number | null {
  return useSyncExternalStore(replay.subscribe, () => {
    const state = replay.get();
    return state && Math.floor(state.atMs / MINUTE_MS) * MINUTE_MS;
  });
}
