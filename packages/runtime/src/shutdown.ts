import type { Logger } from './log.ts';

export type Shutdown = {
  /** Registers what has to be stopped. Steps run in reverse order: what was started last stops first. */
  onShutdown(name: string, stop: () => Promise<unknown> | unknown): void;
  /** Runs all steps once and ends the process; a second call waits for the first. */
  run(reason: string, exitCode?: number): Promise<void>;
};

type Options = {
  log: Logger;
  /** For everything together. A little under the 10 s that whoever sent the signal is told to wait. */
  limitMs?: number;
  /** For one step, so that a step that hangs does not take the turn of those after it (the database is the last). */
  stepLimitMs?: number;
  exit?: (code: number) => void;
  signals?: Pick<NodeJS.EventEmitter, 'on'>;
};

/**
 * The ordered end of a process. SIGTERM and SIGINT run every step and exit 0; a second signal exits 1 at once.
 * A step that throws or takes too long is logged and the next one runs; only the overall limit makes the exit code 1.
 * An exception nobody caught is logged and ends the process the same orderly way, with exit code 1.
 */
export function createShutdown(options: Options): Shutdown {
  const { log, limitMs = 9_500, stepLimitMs = 4_000, exit = process.exit, signals = process } = options;
  const steps: { name: string; stop: () => Promise<unknown> | unknown }[] = [];
  let running: Promise<void> | undefined;

  async function runSteps(exitCode: number): Promise<void> {
    const overall = setTimeout(() => {
      log.error({ event: 'shutdown.late', limitMs }, 'shutdown takes too long, leaving now');
      exit(1);
    }, limitMs);
    for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
      const { name, stop } = step;
      await within(stepLimitMs, stop).catch((error: unknown) =>
        log.error({ event: 'shutdown.step-failed', step: name, error }, `stopping ${name} failed`),
      );
    }
    clearTimeout(overall);
    log.info({ event: 'shutdown.done' }, 'stopped');
    exit(exitCode);
  }

  function run(reason: string, exitCode = 0): Promise<void> {
    if (running === undefined) {
      log.info({ event: 'shutdown.started', reason }, 'stopping');
      running = runSteps(exitCode);
    }
    return running;
  }

  let signalled = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    signals.on(signal, () => {
      const first = !signalled;
      signalled = true;
      if (first) return void run(signal);
      log.warn({ event: 'shutdown.forced', reason: signal }, 'second signal, leaving at once');
      exit(1);
    });
  }
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    signals.on(event, (error: unknown) => {
      log.fatal({ event: 'process.crashed', error }, 'an error nobody caught');
      void run(event, 1);
    });
  }

  return { onShutdown: (name, stop) => void steps.push({ name, stop }), run };
}

async function within(limitMs: number, work: () => Promise<unknown> | unknown): Promise<void> {
  const { promise: late, reject } = withResolvers();
  const timer = setTimeout(() => reject(new Error(`not finished after ${limitMs} ms`)), limitMs);
  try {
    await Promise.race([(async () => work())(), late]);
  } finally {
    clearTimeout(timer);
  }
}

function withResolvers(): { promise: Promise<never>; reject: (error: Error) => void } {
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<never>((_, rejectPromise) => {
    reject = rejectPromise;
  });
  return { promise, reject };
}
