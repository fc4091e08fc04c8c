import type { Router } from '@karavan/contracts';
import { type Deps, refreshRoutes } from '@karavan/usecases';

/** How often trucks that nobody knows the way of are looked for. */
const TICK_MS = 30_000;

/** Asks the router for the ways of trucks under way; nothing without one. */
export function startRoutes(deps: Deps, router: Router | undefined): { close(): Promise<void> } {
  if (router === undefined) return { close: async () => undefined };
  const ends = new AbortController();
  let look: Promise<unknown> | undefined;
  const tick = () => {
    look ??= refreshRoutes(deps, router, ends.signal)
      .catch((error: unknown) => deps.log.warn({ event: 'routes.not_asked', error })) // the database is away; the next tick asks again
      .finally(() => {
        look = undefined;
      });
  };
  tick();
  const timer = setInterval(tick, TICK_MS);
  return {
    async close() {
      clearInterval(timer);
      ends.abort();
      await look;
    },
  };
}
