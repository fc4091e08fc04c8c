type Stop = () => Promise<unknown>;

const running = new Set<Stop>();

/** What is to be stopped when somebody ends the bench half-way. Gives a way to say that it has stopped by itself. */
export function stopWithBench(stop: Stop): () => void {
  running.add(stop);
  return () => running.delete(stop);
}

/** Ctrl+C and SIGTERM leave no server behind: the last started goes first. */
export function stopOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void stopAll().finally(() => process.exit(130)));
}

async function stopAll(): Promise<void> {
  for (const stop of [...running].reverse())
    await stop().catch((error: unknown) => process.stderr.write(`could not be stopped: ${String(error)}\n`));
}
