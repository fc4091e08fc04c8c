import { Worker } from 'node:worker_threads';
import { AppError, type ErrorCode, type FieldError, type LogLevel } from '@karavan/runtime';
import type { Anew, Finish, ReportThread } from './report-task.ts';

export type ReportTask = { kind: 'finish'; input: Finish } | { kind: 'anew'; input: Anew } | { kind: 'learn' };
export type ReportMessage = ReportTask & { id: number };
export interface ReportThreadData {
  databaseUrl: string;
  log: { level: LogLevel; name: string };
}

/** What the thread says: that something live was committed, or how a task ended. Errors lose their class on the way. */
export type ReportAnswer =
  | { announce: true }
  | { id: number; value: number }
  | { id: number; failed: { message: string; stack: string | undefined } }
  | { id: number; refused: Refusal };
export interface Refusal {
  code: ErrorCode;
  message: string;
  reason: string | undefined;
  details: Record<string, unknown> | undefined;
  errors: readonly FieldError[] | undefined;
  /** what it came from, in words */
  cause: string | undefined;
}

interface Task {
  resolve: (value: number) => void;
  reject: (error: unknown) => void;
}

/** A report of the greatest size that is let in needs a third of it. */
const MEMORY_MB = 1024;

/**
 * Takes reports in on a thread: a hundred that come at once, or one of ten thousand wagons, keep nobody waiting for an
 * answer. It is started by the first task; one that ends of itself fails its tasks, and the next task has a new one.
 */
export function createReportThread(options: ReportThreadData & { announce: () => void }): ReportThread {
  const { announce, ...workerData } = options;
  const tasks = new Map<number, Task>();
  let worker: Worker | undefined;
  let lastId = 0;

  function start(): Worker {
    const started = new Worker(new URL('./report-worker.mjs', import.meta.url), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    let cause: unknown;
    started.on('message', (answer: ReportAnswer) => ('announce' in answer ? announce() : settle(answer)));
    started.on('error', (error) => {
      cause = error; // `exit` follows and tells those who wait
    });
    started.on('exit', () => {
      if (worker === started) worker = undefined;
      for (const id of [...tasks.keys()]) end(id)?.reject(new Error('the thread that takes reports in ended', { cause }));
    });
    return started;
  }

  /** The thread keeps the program alive as long as somebody waits for it. */
  function end(id: number): Task | undefined {
    const task = tasks.get(id);
    tasks.delete(id);
    if (tasks.size === 0) worker?.unref();
    return task;
  }

  function settle(answer: Exclude<ReportAnswer, { announce: true }>): void {
    const task = end(answer.id);
    if ('value' in answer) task?.resolve(answer.value);
    else if ('refused' in answer) task?.reject(toAppError(answer.refused));
    else task?.reject(Object.assign(new Error(answer.failed.message), { stack: answer.failed.stack }));
  }

  const run = (task: ReportTask): Promise<number> =>
    new Promise((resolve, reject) => {
      worker ??= start();
      worker.ref();
      lastId += 1;
      tasks.set(lastId, { resolve, reject });
      worker.postMessage({ ...task, id: lastId } satisfies ReportMessage);
    });

  return {
    finish: async (input) => void (await run({ kind: 'finish', input })),
    workOutAnew: (input) => run({ kind: 'anew', input }),
    learn: () => run({ kind: 'learn' }),
    async close() {
      await worker?.terminate();
    },
  };
}

function toAppError({ code, message, reason, details, errors, cause }: Refusal): AppError {
  return new AppError(code, message, {
    ...(cause === undefined ? {} : { cause: new Error(cause) }),
    ...(reason === undefined ? {} : { reason }),
    ...(details === undefined ? {} : { details }),
    ...(errors === undefined ? {} : { errors }),
  });
}
