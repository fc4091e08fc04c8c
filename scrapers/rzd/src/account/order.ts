/** Ordering a report and waiting until it is made. */
import { setTimeout as sleep } from 'node:timers/promises';
import { MAX_REPORT_BYTES } from '../parse/limits.ts';
import type { HttpReply } from './http.ts';
import { fieldOf } from './replies.ts';
import { expectOk, type Session } from './session.ts';
import { SourceError } from './source-error.ts';

export const REPORTS_PATH = '/api/v1/services/asoup/reports';
/** service 226 is the dislocation of the wagons the account may see, ordered by wagon number */
const ORDER = { params: { receivers: [], cars: [], senders: [], foreign: { id: '01' }, sort_field: 'NOM_VAG', service_id: 226 } };
/** questions in a row that may fail before the wait is given up */
const MAX_FAILED_POLLS = 3;

/** Orders the report; its id. Throws SourceError. */
export async function orderReport(session: Session, signal: AbortSignal | undefined): Promise<string> {
  const reply = await session.request(REPORTS_PATH, { method: 'POST', json: ORDER, signal });
  expectOk(reply, REPORTS_PATH);
  const id = fieldOf(reply, 'id');
  if (id === undefined || !/^[\w-]{1,64}$/.test(id))
    throw new SourceError('BAD_REPLY', 'The railway account took the order and named no report.');
  return id;
}

interface Wait {
  pollMs: number;
  maxWaitMs: number;
  signal: AbortSignal | undefined;
}

/** The reply that says so; some accounts put the whole report into it. Throws SourceError. */
export async function waitUntilDone(session: Session, id: string, { pollMs, maxWaitMs, signal }: Wait): Promise<HttpReply> {
  const path = `${REPORTS_PATH}/${id}?id=${id}&minimal=true`;
  const startedMs = performance.now();
  for (let failed = 0; ; ) {
    try {
      const reply = await session.request(path, { maxBytes: MAX_REPORT_BYTES, signal });
      expectOk(reply, path);
      const status = fieldOf(reply, 'status');
      if (status === 'done') return reply;
      if (status === 'error' || status === 'failed')
        throw new SourceError('REPORT_FAILED', 'The railway account could not make the report.');
      failed = 0;
    } catch (error) {
      failed += 1;
      if (!isPassing(error) || failed > MAX_FAILED_POLLS) throw error;
    }
    if (performance.now() - startedMs + pollMs > maxWaitMs) {
      throw new SourceError('TIMEOUT', `The railway account did not finish the report within ${maxWaitMs} ms.`);
    }
    await pause(pollMs, signal);
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof SourceError && (error.code === 'UNREACHABLE' || error.code === 'TIMEOUT');
}

/** An abort is thrown as the signal's own reason. */
async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(ms, undefined, signal ? { signal } : {});
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
