import { parentPort } from 'node:worker_threads';
import { InputError, searchSplit } from '@karavan/planner';
import type { SearchAnswer, SearchMessage } from './plan-search-thread.ts';

/** Runs in a thread of its own, for one question. */
const tell = (answer: SearchAnswer): void => parentPort?.postMessage(answer);

parentPort?.once('message', ({ request, known, language, seconds, stop }: SearchMessage) => {
  const budget = {
    now: () => performance.now(),
    limitMs: seconds * 1000,
    isStopped: () => Atomics.load(stop, 0) !== 0,
    steps: Number.POSITIVE_INFINITY,
  };
  try {
    const onProgress = (progress: Extract<SearchAnswer, { kind: 'progress' }>['progress']) =>
      tell({ kind: 'progress', progress });
    tell({ kind: 'reply', reply: searchSplit(request, { language, known, budget, onProgress }) });
  } catch (error) {
    if (error instanceof InputError) tell({ kind: 'refused', errors: [...error.errors] });
    else tell({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
