import { Worker } from 'node:worker_threads';
import type { Language, PlanSearchProgress, SplitReply, SplitRequest } from '@karavan/contracts';
import { InputError, type Known } from '@karavan/planner';
import type { RunSearch } from './plan-search-run.ts';

export interface SearchMessage {
  request: SplitRequest;
  known: Known;
  language: Language;
  seconds: number;
  /** one cell: not 0 means stop */
  stop: Int32Array<SharedArrayBuffer>;
}
export type SearchAnswer =
  | { kind: 'progress'; progress: PlanSearchProgress }
  | { kind: 'reply'; reply: SplitReply }
  | { kind: 'refused'; errors: { path: string; message: string }[] }
  | { kind: 'failed'; message: string };

/** Past its seconds a search ends by itself within one step of it; a thread that runs so much longer has gone wrong. */
const GRACE_MS = 30_000;
const MEMORY_MB = 512;

/** A thread for each search: it ends with it, and nothing else waits for it. */
export const searchInThread: RunSearch = ({ signal, onProgress, ...question }) => {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const thread = new Worker(new URL('./plan-search-worker.mjs', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  const halt = () => Atomics.store(stop, 0, 1);
  const limit = setTimeout(() => void thread.terminate(), question.seconds * 1000 + GRACE_MS);
  signal.addEventListener('abort', halt);
  if (signal.aborted) halt();
  const answered = new Promise<SplitReply>((resolve, reject) => {
    thread.on('message', (answer: SearchAnswer) => {
      if (answer.kind === 'progress') return onProgress(answer.progress);
      if (answer.kind === 'reply') resolve(answer.reply);
      else reject(answer.kind === 'refused' ? new InputError(answer.errors) : new Error(answer.message));
    });
    thread.on('error', reject);
    thread.on('exit', () => reject(new Error('the thread that searched ended')));
  });
  thread.postMessage({ ...question, stop } satisfies SearchMessage);
  return answered.finally(() => {
    clearTimeout(limit);
    signal.removeEventListener('abort', halt);
    void thread.terminate();
  });
};
