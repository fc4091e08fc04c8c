import { type Deps, runLayoutRuns } from '@karavan/usecases';

const TICK_MS = 1_000;
/** Whoever took the answer begins at once; what still waits after so long has lost him. */
const WAITED_MS = 5_000;

/** Goes on with the reports of corrected layouts where the program that began died. The table is the queue and the lease. */
export function startLayoutRuns(deps: Deps, signal: AbortSignal): { close(): Promise<void> } {
  let look: Promise<unknown> | undefined;
  const timer = setInterval(() => {
    look ??= runLayoutRuns(deps, { waitedMs: WAITED_MS, signal })
      .catch((error: unknown) => deps.log.warn({ event: 'layout_runs.not_looked_for', error })) // the database is away; the next tick asks again
      .finally(() => {
        look = undefined;
      });
  }, TICK_MS);
  return {
    async close() {
      clearInterval(timer);
      await look;
    },
  };
}
