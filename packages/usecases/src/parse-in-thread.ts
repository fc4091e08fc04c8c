import { Worker } from 'node:worker_threads';
import {
  type CandidateColumn,
  type ParseOptions,
  type ReadReport,
  ReportError,
  type ReportErrorCode,
} from '@karavan/scraper-rzd';

export interface ParseThread {
  parseReport(bytes: Uint8Array, options?: ParseOptions): Promise<ReadReport>;
  close(): Promise<void>;
}

interface Job {
  bytes: Uint8Array;
  options: ParseOptions;
  resolve: (parsed: ReadReport) => void;
  reject: (error: unknown) => void;
}
/** What the thread answers: errors lose their class on the way. */
export interface Answer {
  id: number;
  parsed?: ReadReport;
  refusal?: {
    code: ReportErrorCode | null;
    message: string;
    headers: readonly string[];
    candidateColumns: readonly CandidateColumn[];
  };
}

/** A report no honest system sends would need more. */
const LIMIT_MS = 180_000;
const MEMORY_MB = 768;

/**
 * Parses reports beside the event loop, so that a long one delays nobody and a hostile one can only hurt its own
 * thread: out of memory or time it is ended, the file refused, and the next file gets a new thread.
 */
export function createParseThread(): ParseThread {
  let worker: Worker | undefined;
  let closing = false;
  /** the thread that was ended for taking too long */
  let late: Worker | undefined;
  let lastId = 0;
  const jobs = new Map<number, Job>();
  const waiting: Job[] = [];

  function start(): Worker {
    const started = new Worker(new URL('./parse-worker.mjs', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    started.unref();
    started.on('message', settle);
    let cause: unknown;
    started.on('error', (error) => {
      cause = error; // `exit` follows and tells the sender
    });
    started.on('exit', () => {
      if (worker === started) worker = undefined;
      const reason = endOf({ cause, late: late === started });
      for (const [id, job] of jobs) {
        jobs.delete(id);
        job.reject(reason);
      }
      next();
    });
    return started;
  }

  function settle(answer: Answer): void {
    const job = jobs.get(answer.id);
    jobs.delete(answer.id);
    if (answer.parsed !== undefined) job?.resolve(answer.parsed);
    else if (answer.refusal?.code != null) {
      const { code, message, headers, candidateColumns } = answer.refusal;
      job?.reject(new ReportError(code, message, { headers, candidateColumns }));
    } else job?.reject(new Error(`the parser failed: ${answer.refusal?.message}`));
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
    running.postMessage({ id, bytes: job.bytes, options: job.options });
    const timer = setTimeout(() => {
      if (!jobs.has(id)) return;
      late = running;
      void running.terminate();
    }, LIMIT_MS);
    timer.unref();
  }

  return {
    parseReport: (bytes, options = {}) =>
      new Promise((resolve, reject) => {
        waiting.push({ bytes, options, resolve, reject });
        next();
      }),
    async close() {
      closing = true;
      await worker?.terminate();
    },
  };
}

/** Only the file's own weight is the file's fault; a thread that ended otherwise leaves the file to be read again. */
function endOf(input: { cause: unknown; late: boolean }): Error {
  const heavy =
    input.late || (input.cause instanceof Error && 'code' in input.cause && input.cause.code === 'ERR_WORKER_OUT_OF_MEMORY');
  if (heavy)
    return new ReportError(
      'TOO_LARGE',
      'The file could not be read within the limits of memory and time. Send it in smaller parts.',
    );
  return new Error('the thread that reads reports ended', { cause: input.cause });
}
