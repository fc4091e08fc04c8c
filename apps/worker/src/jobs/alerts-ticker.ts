import { type Deps, tickAlerts } from '@karavan/usecases';

/** How often time alone may make an alert. */
const TICK_MS = 15_000;

/** Looks at what time brings about; every worker asks, and one at a time looks at a company. */
export function startAlerts(deps: Deps): { close(): Promise<void> } {
  let look: Promise<unknown> | undefined;
  const tick = () => {
    look ??= tickAlerts(deps)
      .catch((error: unknown) => deps.log.warn({ event: 'alerts.not_looked_at', error })) // the database is away; the next tick looks again
      .finally(() => {
        look = undefined;
      });
  };
  tick();
  const timer = setInterval(tick, TICK_MS);
  return {
    async close() {
      clearInterval(timer);
      await look;
    },
  };
}
