import { parentPort } from 'node:worker_threads';
import { parseReport, ReportError } from '@karavan/scraper-rzd';

/** Runs in a thread of its own; one message in, one message out. */
parentPort?.on('message', ({ id, bytes }: { id: number; bytes: Uint8Array }) => {
  try {
    parentPort?.postMessage({ id, parsed: parseReport(bytes) });
  } catch (error) {
    const refusal =
      error instanceof ReportError ? { code: error.code, message: error.message } : { code: null, message: String(error) };
    parentPort?.postMessage({ id, refusal });
  }
});
