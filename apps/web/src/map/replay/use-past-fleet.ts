import { useEffect, useRef, useState } from 'react';
import { call } from '../../api/client.ts';
import type { Bbox } from '../../live/connect.ts';
import { FleetStore } from '../../live/fleet-store.ts';
import { useLive } from '../../live/live-context.tsx';
import { knownThen, replay, replaySubject } from '../../live/replay.ts';
import { useValue } from '../../ui/value-store.ts';
import { boxToWatch, isToBeWatched } from '../watched-box.ts';
import { byLastOperation } from './past-wagons.ts';
import { subjectAt } from './place-subject.ts';

/** The world's time between two questions while the past plays: trackers do not speak more often. */
const FRAME_MS = 5000;
const AGAIN_MS = 2000;
/** A larger fleet is asked for only as far as it is in sight. */
const LARGE = 3000;

export type PastState = 'loading' | 'shown' | 'failed';

/** Puts the fleet of the moment looked at on the map: one truck by its trail, or everything by asking the server. */
export function usePastFleet(): PastState {
  const { controller } = useLive();
  const isPast = useValue(replay) !== null;
  const subject = useValue(replaySubject);
  const past = useRef<FleetStore | null>(null);
  const [state, setState] = useState<PastState>('loading');

  useEffect(() => {
    if (!isPast) return;
    past.current ??= new FleetStore();
    const store = past.current;
    controller.past.set(store);
    return () => {
      controller.past.set(null);
      past.current = null;
    };
  }, [isPast, controller]);

  useEffect(() => {
    if (!isPast || !subject || subject === 'loading') return;
    const place = () => {
      const now = replay.get();
      if (now && past.current) past.current.show(subjectAt(subject, now.atMs));
    };
    place();
    setState('shown');
    return replay.subscribe(place);
  }, [isPast, subject]);

  useEffect(() => {
    if (!isPast || subject !== null) return;
    const asking = new AskingFleet({
      take: (assets) => past.current?.show(assets.map(byLastOperation)),
      tell: setState,
      view: () => controller.view.get(),
    });
    const look = () => asking.look();
    const stops = [replay.subscribe(look), controller.view.subscribe(look), knownThen.subscribe(look)];
    asking.look();
    return () => {
      asking.end();
      for (const stop of stops) stop();
    };
  }, [isPast, subject, controller]);
  return state;
}

type Assets = Parameters<FleetStore['show']>[0];
type Sight = { getWest(): number; getSouth(): number; getEast(): number; getNorth(): number } | null;

/** One question at a time; the newest moment wins, and what was missed meanwhile is nobody's loss. */
class AskingFleet {
  readonly #input: { take: (assets: Assets) => void; tell: (state: PastState) => void; view: () => Sight };
  #shown: { atMs: number; bbox: Bbox | null; isKnownThen: boolean } | null = null;
  #isAsking = false;
  #isLarge = false;
  #isOver = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(input: { take: (assets: Assets) => void; tell: (state: PastState) => void; view: () => Sight }) {
    this.#input = input;
  }

  end(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  look(): void {
    const state = replay.get();
    if (this.#isOver || this.#isAsking || this.#timer !== undefined || state === null) return;
    const bbox = this.#box();
    const step = state.isPlaying ? Math.max(FRAME_MS, state.speed * 1000) : 1;
    const isNear = this.#shown !== null && Math.abs(state.atMs - this.#shown.atMs) < step;
    const isKnownThen = knownThen.get();
    if (isNear && this.#shown?.bbox === bbox && this.#shown.isKnownThen === isKnownThen) return;
    void this.#ask({ atMs: state.atMs, bbox, isKnownThen });
  }

  /** Of a large fleet, the part in sight: the same object while the sight stays within it. */
  #box(): Bbox | null {
    if (!this.#isLarge) return null;
    const view = this.#input.view();
    if (view === null) return this.#shown?.bbox ?? null;
    const sight: Bbox = [view.getWest(), view.getSouth(), view.getEast(), view.getNorth()];
    const held = this.#shown?.bbox ?? null;
    return isToBeWatched(held && { bbox: held, zoom: 0 }, { bbox: sight, zoom: 0 }) ? boxToWatch(sight) : held;
  }

  async #ask(asked: { atMs: number; bbox: Bbox | null; isKnownThen: boolean }): Promise<void> {
    const { atMs, bbox, isKnownThen } = asked;
    this.#isAsking = true;
    let delayMs = 0;
    try {
      const box = bbox?.map((degrees) => degrees.toFixed(4)).join(',');
      const reply = await call('getFleetAt', {
        query: { at: new Date(atMs).toISOString(), bbox: box, ...(isKnownThen ? { knownThen: 'true' } : {}) },
      });
      if (this.#isOver) return;
      this.#shown = asked;
      this.#isLarge ||= reply.assets.length > LARGE;
      this.#input.take(reply.assets);
      this.#input.tell('shown');
    } catch (error) {
      console.warn('The fleet of that moment did not load', error);
      if (this.#isOver) return;
      this.#input.tell('failed');
      delayMs = AGAIN_MS;
    } finally {
      this.#isAsking = false;
    }
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.look();
    }, delayMs);
  }
}
