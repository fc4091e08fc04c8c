import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import { ValueStore } from './value-store.ts';

/** True while a part of the page cannot be fetched; what waits for it says so. */
export const partsMissing = new ValueStore(false);

const RETRY_MS = 4000;
/** Failures with a server that answers mean an old page after an update: reloading it helps, once. */
const RELOAD_AFTER = 3;
const RELOADED = 'karavan.reloaded';

interface World {
  /** resolves when it is worth trying again: the network is back, somebody asks, or some seconds have passed */
  wait: () => Promise<void>;
  /** mends what a failed attempt left behind */
  mend: () => Promise<void>;
  /** whether the server answers at all */
  isReachable: () => Promise<boolean>;
  /** reloads the page, unless that was tried a moment ago; false then */
  reload: () => boolean;
}

/** Loads a part of the page, again and again while there is no network; rejects only when a reload has not helped either. */
export async function loadPersistently<T>(load: () => Promise<T>, world: World = browser): Promise<T> {
  for (let failures = 1; ; failures++) {
    try {
      const part = await load();
      if (failures > 1) await world.mend();
      partsMissing.set(false);
      return part;
    } catch (error) {
      console.warn('A part of the page did not load', error);
      partsMissing.set(true);
      if (failures >= RELOAD_AFTER && (await world.isReachable()) && !world.reload()) {
        partsMissing.set(false);
        throw error;
      }
      await world.wait();
    }
  }
}

interface Known {
  load: () => Promise<unknown>;
  forStaff: boolean;
}
const known: Known[] = [];

/** A page fetched when first needed that survives a lost network. */
export function lazyPage<P>(
  load: () => Promise<{ default: ComponentType<P> }>,
  { forStaff = false }: { forStaff?: boolean } = {},
): LazyExoticComponent<ComponentType<P>> {
  known.push({ load, forStaff });
  return lazy(() => loadPersistently(load));
}

const impatient = new Set<() => void>();
/** Try now rather than in some seconds. */
export function retryParts(): void {
  for (const go of impatient) go();
}

const browser: World = {
  wait: () =>
    new Promise((resolve) => {
      const go = () => {
        clearTimeout(timer);
        removeEventListener('online', go);
        impatient.delete(go);
        resolve();
      };
      const timer = setTimeout(go, RETRY_MS);
      addEventListener('online', go);
      impatient.add(go);
    }),
  // a style sheet that failed is not asked for a second time by the bundler: ask for it here
  mend: async () => {
    const failed = [...document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')].filter(
      (link) => link.sheet === null,
    );
    await Promise.all(
      failed.map(
        (link) =>
          new Promise((done) => {
            const fresh = link.cloneNode() as HTMLLinkElement;
            fresh.addEventListener('load', done);
            fresh.addEventListener('error', done);
            link.replaceWith(fresh);
          }),
      ),
    );
  },
  isReachable: () =>
    fetch('/api/v1/config', { cache: 'no-store' }).then(
      (reply) => reply.ok,
      () => false,
    ),
  reload: () => {
    const last = Number(sessionStorage.getItem(RELOADED) ?? 0);
    if (Date.now() - last < 60_000) return false;
    sessionStorage.setItem(RELOADED, String(Date.now()));
    location.reload();
    return true;
  },
};

/** Fetches the pages one by one when the browser has nothing better to do, so that a lost network finds them there. */
export function preloadWhenIdle(isStaff: boolean): () => void {
  let stopped = false;
  const preload = async () => {
    for (const { load, forStaff } of known) {
      if (forStaff && !isStaff) continue;
      await idle();
      if (stopped) return;
      await load().catch(() => undefined); // whoever needs it asks again
    }
  };
  const timer = setTimeout(() => void preload(), 3000);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

/** Safari has no idle callback. */
function idle(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(() => resolve(), { timeout: 5000 });
    else setTimeout(resolve, 200);
  });
}
