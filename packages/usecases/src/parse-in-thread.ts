import { Worker } from 'node:worker_threads';
import type { ParsedReport } from '@karavan/contracts';
import { ReportError, type ReportErrorCode } from '@karavan/scraper-rzd';

export interface ParseThread {
  parseReport(bytes: Uint8Array): Promise<ParsedReport>;
  close(): Promise<void>;
}

interface Job {
  bytes: Uint8Array;
  resolve: (parsed: ParsedReport) => void;
  reject: (error: unknown) => void;
}
type Answer = { id: number; parsed?: ParsedReport; refusal?: { code: ReportErrorCode | null; message: string } };

/** A report no honest system sends would need more. */
const LIMIT_MS = 60_000;
const MEMORY_MB = 768;

/**
 * Parses reports beside the event loop, so that a long one delays nobody and a hostile one can only hurt its own
 * thread: out of memory or time it is ended, the file refused, and the next file gets a new thread.
 */
export function createParseThread(): ParseThread {
  let worker: Worker | undefined;
  let closing = false;
  let lastId = 0;
  const jobs = new Map<number, Job>();
  const waiting: Job[] = [];

  function start(): Worker {
    const started = new Worker(new URL('./parse-worker.ts', import.meta.url), {
      execArgv: ['--import', 'tsx'],
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    started.unref();
    started.on('message', settle);
    started.on('error', () => undefined); // out of memory; `exit` follows and tells the sender
    started.on('exit', () => {
      if (worker === started) worker = undefined;
      for (const [id, job] of jobs) {
        jobs.delete(id);
        job.reject(
          new ReportError(
            'TOO_LARGE',
            'The file could not be read within the limits of memory and time. Send it in smaller parts.',
          ),
        );
      }
      next();
    });
    return started;
  }

  function settle(answer: Answer): void {
    const job = jobs.get(answer.id);
    jobs.delete(answer.id);
    if (answer.parsed !== undefined) job?.resolve(answer.parsed);
    else if (answer.refusal?.code != null) job?.reject(new ReportError(answer.refusal.code, answer.refusal.message));
    else job?.reject(new Error(`the parser failed: ${answer.refusal?.message}`));
    next();
  }

  /** One file at a time: they share the thread's memory. */
  function next(): void {
    const job = jobs.size === 0 && !closing ? waiting.shift() : undefined;
    if (job === undefined) return;
    worker ??= start();
    const running = worker;
    lastId += 1;
    const id = lastId;
    jobs.set(id, job);
    running.postMessage({ id, bytes: job.bytes });
    const timer = setTimeout(() => jobs.has(id) && void running.terminate(), LIMIT_MS);
    timer.unref();
  }

  return {
    parseReport: (bytes) =>
      new Promise((resolve, reject) => {
        waiting.push({ bytes, resolve, reject });
        next();
      }),
    async close() {
      closing = true;
      await worker?.terminate();
    },
  };
}
