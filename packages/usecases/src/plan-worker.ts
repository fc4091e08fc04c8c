import { parentPort } from 'node:worker_threads';
import { InputError, PLANS } from '@karavan/planner';
import type { PlanAnswer, PlanMessage } from './plan-in-thread.ts';

/** Runs in a thread of its own; one message in, one message out. */
parentPort?.on('message', (message: PlanMessage) => parentPort?.postMessage(answer(message)));

function answer({ id, name, request, ...options }: PlanMessage): PlanAnswer {
  try {
    return { id, reply: PLANS[name].run(request as never, options) };
  } catch (error) {
    if (error instanceof InputError) return { id, refused: [...error.errors] };
    return { id, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
