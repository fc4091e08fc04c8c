/** Runs at once when it has rested so long, else once when it has: the last call is never lost. */
export function atMostEvery(ms: number, run: () => void): () => void {
  let ranAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  const runNow = () => {
    timer = undefined;
    ranAt = performance.now();
    run();
  };
  return () => {
    if (timer !== undefined) return;
    const restMs = ranAt + ms - performance.now();
    if (restMs <= 0) runNow();
    else timer = setTimeout(runNow, restMs);
  };
}
