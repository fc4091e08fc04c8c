import os from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { AppError, createLogger, systemClock } from '@karavan/runtime';
import { openDatabase } from '@karavan/store';
import type { Deps } from './deps.ts';
import { learnEtas } from './eta-learn.ts';
import { createParseThread } from './parse-in-thread.ts';
import { createPositionsTally } from './positions-tally.ts';
import { workOutAnew } from './report-anew.ts';
import { readAndSave } from './report-finish.ts';
import { createBackendPriority } from './report-priority.ts';
import type { ReportAnswer, ReportMessage, ReportThreadData } from './report-thread.ts';

/** Reports are saved one after another; the others are looks at the network and the model, and refusals. */
const CONNECTIONS = 4;
/** On a full machine this thread is the last to run, and a connection that stands may be seen late. */
const CONNECT_WITHIN_MS = 60_000;
/** On Linux a thread has a priority of its own: on a full machine questions are answered first. */
const NICE = 5;

const { databaseUrl, log: logging } = workerData as ReportThreadData;
const say = (answer: ReportAnswer) => parentPort?.postMessage(answer);
if (process.platform === 'linux') os.setPriority(NICE);

const log = createLogger(logging);
const deps: Deps = {
  db: openDatabase({
    url: databaseUrl,
    max: CONNECTIONS,
    connectWithinMs: CONNECT_WITHIN_MS,
    onError: (error) => log.warn({ event: 'database.connection_lost', error }),
  }),
  clock: systemClock,
  log,
  announce: () => say({ announce: true }),
  parseReport: createParseThread().parseReport,
  plan: () => Promise.reject(new Error('nothing is planned where reports are taken in')),
  tally: createPositionsTally(),
};

const lowerBackends = createBackendPriority(deps.db, { connections: CONNECTIONS, nice: NICE });

parentPort?.on('message', (message: ReportMessage) => {
  void run(message)
    .then(
      (value) => ({ id: message.id, value }),
      (error: unknown) => ({ id: message.id, ...told(error) }),
    )
    .then(say);
});

async function run(message: ReportMessage): Promise<number> {
  void lowerBackends().catch((error: unknown) => log.debug({ event: 'priority.not_lowered', error }));
  if (message.kind === 'learn') return learnEtas(deps);
  if (message.kind === 'anew') return workOutAnew(deps, message.input);
  await readAndSave(deps, message.input);
  return 1;
}

function told(error: unknown) {
  if (!(error instanceof AppError)) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    return { failed: { message, stack } };
  }
  const { code, message, reason, details, errors } = error;
  const cause = error.cause === undefined ? undefined : String(error.cause);
  return { refused: { code, message, reason, details, errors, cause } };
}
