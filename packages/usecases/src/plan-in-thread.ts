import { Worker } from 'node:worker_threads';
import type { Language } from '@karavan/contracts';
import { InputError, type Known, PLANS, type PlanName } from '@karavan/planner';

type Run<N extends PlanName> = (typeof PLANS)[N]['run'];
export interface PlanQuestion<N extends PlanName> {
  name: N;
  request: Parameters<Run<N>>[0];
  language: Language;
  /** the law and the vehicles of the company that asks, where they are not those that ship */
  known?: Known;
  /** of a promise: the plan alone, without the alternatives nobody will see */
  planAlone?: boolean;
}
/** @throws InputError for a request that cannot be answered */
export type PlanFunction = <N extends PlanName>(question: PlanQuestion<N>) => Promise<ReturnType<Run<N>>>;

export interface PlanMessage {
  id: number;
  name: PlanName;
  request: unknown;
  language: Language;
  known?: Known;
  planAlone?: boolean;
}
export interface PlanAnswer {
  id: number;
  reply?: unknown;
  refused?: { path: string; message: string }[];
  failed?: string;
}

export interface PlanThreads {
  plan: PlanFunction;
  close(): Promise<void>;
}

/** A search ends by its own count of steps; a thread that runs longer than this has gone wrong. */
const LIMIT_MS = 60_000;
const MEMORY_MB = 512;
/** What a search allocates is gone when it ends: with room for it, it is not looked through again and again meanwhile. */
const YOUNG_MB = 64;
/** These may search for seconds; the others take less than the way to a thread and back. */
const LONG: readonly PlanName[] = ['promise', 'split', 'placement', 'compartments', 'split-repairs', 'day-capacity'];

/** Plans beside the event loop, so that a long search delays nobody else; one thread for each kind of search, kept warm. */
export function createPlanThreads(): PlanThreads {
  const threads = new Map<PlanName, PlanThread>();
  return {
    async plan({ name, request, ...options }) {
      if (!LONG.includes(name)) return PLANS[name].run(request as never, options) as never;
      const thread = threads.get(name) ?? startPlanThread();
      threads.set(name, thread);
      return (await thread.ask({ name, request, ...options })) as never;
    },
    async close() {
      await Promise.all([...threads.values()].map((thread) => thread.close()));
    },
  };
}

interface PlanThread {
  ask(question: Omit<PlanMessage, 'id'>): Promise<unknown>;
  close(): Promise<void>;
}
interface Waiting {
  resolve: (reply: unknown) => void;
  reject: (error: unknown) => void;
  timer: NodeJS.Timeout;
}

function startPlanThread(): PlanThread {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let lastId = 0;

  function start(): Worker {
    const started = new Worker(new URL('./plan-worker.mjs', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    let cause: unknown;
    started.unref();
    started.on('message', settle);
    started.on('error', (error) => {
      cause = error; // `exit` follows and tells those who wait
    });
    started.on('exit', () => {
      if (worker === started) worker = undefined;
      for (const id of [...waiting.keys()]) end(id)?.reject(new Error('the thread that plans ended', { cause }));
    });
    return started;
  }

  function end(id: number): Waiting | undefined {
    const one = waiting.get(id);
    waiting.delete(id);
    clearTimeout(one?.timer);
    return one;
  }

  function settle({ id, reply, refused, failed }: PlanAnswer): void {
    const one = end(id);
    if (refused !== undefined) one?.reject(new InputError(refused));
    else if (failed !== undefined) one?.reject(new Error(`the planner failed: ${failed}`));
    else one?.resolve(reply);
  }

  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        worker ??= start();
        const running = worker;
        lastId += 1;
        const timer = setTimeout(() => void running.terminate(), LIMIT_MS);
        timer.unref();
        waiting.set(lastId, { resolve, reject, timer });
        running.postMessage({ id: lastId, ...question });
      }),
    async close() {
      await worker?.terminate();
    },
  };
}
