import { type Deps, loseDeadSearches, runNextSearch, searchInThread } from '@karavan/usecases';

/** How often we look whether a search waits. */
const TICK_MS = 500;
/** Searches at a time in one process: each takes a core. */
const MOST_AT_ONCE = 2;

/** Carries out the long searches dispatchers ask for. The table is the queue and the lease, so several workers share it. */
export function startPlanSearches(deps: Deps): { close(): Promise<void> } {
  const ending = new AbortController();
  const running = new Set<Promise<unknown>>();
  let ticking: Promise<void> = Promise.resolve();
  let isTicking = false;

  async function tick(): Promise<void> {
    await loseDeadSearches(deps);
    if (running.size >= MOST_AT_ONCE || ending.signal.aborted) return;
    const run: Promise<unknown> = runNextSearch(deps, { search: searchInThread, signal: ending.signal })
      .catch((error: unknown) => deps.log.warn({ event: 'plan_search.not_run', error }))
      .finally(() => running.delete(run));
    running.add(run);
  }

  const timer = setInterval(() => {
    if (isTicking) return;
    isTicking = true;
    ticking = tick()
      .catch((error: unknown) => deps.log.warn({ event: 'plan_searches.not_listed', error })) // the next tick asks again
      .finally(() => {
        isTicking = false;
      });
  }, TICK_MS);

  return {
    async close() {
      clearInterval(timer);
      ending.abort(new Error('the program ends'));
      await ticking;
      await Promise.all(running);
    },
  };
}
