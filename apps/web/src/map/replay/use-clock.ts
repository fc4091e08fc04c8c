import { useEffect } from 'react';
import { advanced, replay } from '../../live/replay.ts';
import { wantsNoMotion } from '../../ui/media.ts';
import { useValue } from '../../ui/value-store.ts';

/** For who wants no motion the past goes on in steps. */
const STEP_MS = 1000;
/** A hidden tab or a slow frame is not made up for. */
const LONGEST_FRAME_MS = 1000;

/** Lets the time of the replay pass while it plays. */
export function useReplayClock(): void {
  const isPlaying = useValue(replay)?.isPlaying ?? false;
  useEffect(() => {
    if (!isPlaying) return;
    let last = performance.now();
    let frame = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const next = () => {
      if (wantsNoMotion()) timer = setTimeout(tick, STEP_MS);
      else frame = requestAnimationFrame(tick);
    };
    const tick = () => {
      const now = performance.now();
      const state = replay.get();
      if (state) replay.set(advanced(state, Math.min(now - last, LONGEST_FRAME_MS)));
      last = now;
      next();
    };
    next();
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [isPlaying]);
}
