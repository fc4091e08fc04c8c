import { useEffect, useEffectEvent, useRef } from 'react';
import { useSearchParams } from 'react-router';
import { serverNow } from '../../format/clock.ts';
import {
  formatAt,
  knownThen,
  parseAt,
  type Replay,
  type ReplaySubject,
  replay,
  replaySubject,
  stretchAround,
} from '../../live/replay.ts';

/** While it plays, the address follows so often; it is exact whenever the replay rests. */
const WRITE_MS = 2000;
const REST_MS = 250;

/** `?at=` opens the past, its absence ends it, `&known=then` leaves out what came in later; where the replay has come to is written back, so that any moment can be sent to somebody. */
export function useReplayInAddress(): void {
  const [search, setSearch] = useSearchParams();
  const asked = search.get('at');
  const written = useRef<string | null>(null);

  useEffect(() => {
    if (asked !== null && asked === written.current) return; // our own words, which come back after the replay has gone on
    written.current = null;
    const atMs = parseAt(asked, serverNow());
    const state = replay.get();
    if (atMs === null) replay.set(null);
    else if (state === null) replay.set({ ...started(atMs), speed: 10 });
    else if (formatAt(state.atMs) !== formatAt(atMs) && !state.isPlaying) replay.set(within(state, atMs));
  }, [asked]);
  useEffect(() => () => replay.set(null), []);
  const isKnownThen = search.get('known') === 'then';
  useEffect(() => knownThen.set(isKnownThen), [isKnownThen]);

  // the trail of one truck is its own scrubber
  useEffect(
    () =>
      replaySubject.subscribe(() => {
        const state = replay.get();
        if (state !== null) replay.set(within(state, state.atMs));
      }),
    [],
  );

  const write = useEffectEvent((state: Replay) => {
    const at = formatAt(state.atMs);
    if (asked === null || at === asked) return;
    written.current = at;
    setSearch(
      (before) => {
        before.set('at', at);
        return before;
      },
      { replace: true },
    );
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = replay.subscribe((state) => {
      if (state === null) return;
      timer ??= setTimeout(
        () => {
          timer = undefined;
          const last = replay.get();
          if (last) write(last);
        },
        state.isPlaying ? WRITE_MS : REST_MS,
      );
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, []);
}

function started(atMs: number): Omit<Replay, 'speed'> {
  return { atMs, ...stretch(atMs), isPlaying: false };
}

/** The same replay at another moment, its scrubber moved only where the moment lies outside of it. */
function within(state: Replay, atMs: number): Replay {
  const subject = replaySubject.get();
  const isInside = atMs >= state.fromMs && atMs <= state.toMs;
  return { ...state, atMs, ...(isTrail(subject) || !isInside ? stretch(atMs) : {}) };
}

function stretch(atMs: number): { fromMs: number; toMs: number } {
  const subject = replaySubject.get();
  if (isTrail(subject) && atMs >= subject.fromMs && atMs <= subject.toMs) return { fromMs: subject.fromMs, toMs: subject.toMs };
  return stretchAround(atMs, serverNow());
}

const isTrail = (subject: ReplaySubject | 'loading' | null): subject is ReplaySubject =>
  subject !== null && subject !== 'loading';
