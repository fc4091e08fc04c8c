import { sources } from '@karavan/store';
import { type Deps, runSource } from '@karavan/usecases';
import type { Readers } from './source-open.ts';

/** How often we look which sources are due. */
const TICK_MS = 500;

/**
 * Looks at every source of every company when its time has come. The table of sources is the schedule and the lease, so
 * several workers share it, and a change on the page is in force within a second. Each look is on its own: one that
 * hangs delays nobody else's.
 */
export function startSources(deps: Deps, readers: Readers): { close(): Promise<void> } {
  const ending = new AbortController();
  const running = new Map<string, Promise<unknown>>();
  let ticking: Promise<void> = Promise.resolve();
  let isTicking = false;

  async function tick(): Promise<void> {
    const due = await deps.db.systemOnce((tx) => sources.listDueSources(tx, deps.clock()));
    for (const { companyId, id } of due) {
      const key = `${companyId} ${id}`;
      if (running.has(key) || ending.signal.aborted) continue;
      const look = runSource(deps, { companyId, id, open: readers.open, signal: ending.signal })
        .catch((error: unknown) => deps.log.error({ event: 'source.not_run', source: id, error }))
        .finally(() => running.delete(key));
      running.set(key, look);
    }
  }

  const timer = setInterval(() => {
    if (isTicking) return;
    isTicking = true;
    ticking = tick()
      .catch((error: unknown) => deps.log.warn({ event: 'sources.not_listed', error })) // the database is away; the next tick asks again
      .finally(() => {
        isTicking = false;
      });
  }, TICK_MS);

  return {
    async close() {
      clearInterval(timer);
      ending.abort(new Error('the program ends'));
      await ticking;
      await Promise.all(running.values());
    },
  };
}
