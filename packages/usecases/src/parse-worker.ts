import { parentPort } from 'node:worker_threads';
import { type ParseOptions, parseReport, ReportError } from '@karavan/scraper-rzd';
import type { Answer } from './parse-in-thread.ts';

/** Runs in a thread of its own; one message in, one message out. */
parentPort?.on('message', ({ id, bytes, options }: { id: number; bytes: Uint8Array; options: ParseOptions }) => {
  parentPort?.postMessage(answer(id, () => parseReport(bytes, options)));
});

function answer(id: number, parse: () => Answer['parsed'] & {}): Answer {
  try {
    return { id, parsed: parse() };
  } catch (error) {
    const { code, headers, candidateColumns } =
      error instanceof ReportError ? error : { code: null, headers: [], candidateColumns: [] };
    const message = error instanceof Error ? error.message : String(error);
    return { id, refusal: { code, message, headers, candidateColumns } };
  }
}
