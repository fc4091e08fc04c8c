/**
 * Reserving, cancelling, accepting, stock and routes that move, all at once, while the program is killed at moments nobody chose:
 * `node --import @karavan/typescript test/chaos/reservations.ts [operations] [workers] [kills] [seed]`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Figure, isKept, printFigures, say } from '../load/support/figures.ts';
import { type Installation, PASSWORD, startInstallation } from '../load/support/installation.ts';
import { createRandom } from '../load/support/random.ts';
import { eventually } from '../support/eventually.ts';
import { type Program, startProgram } from '../support/program.ts';
import { countDeadlocks, countFaults, watchReservations } from './reservations/ledger.ts';
import { type Ask, type Known, knowNothing, stockUp, work } from './reservations/mix.ts';
import { judge } from './reservations/verdict.ts';

const KARAVAN = new URL('../../apps/karavan/src/main.ts', import.meta.url);
const EMAIL = 'dispatcher@chaos.example';
/** promises are looked at again once a minute */
const QUIET_WITHIN_MS = 300_000;

interface Running {
  program: Program;
  url: string;
}

async function startProduct({ databaseUrl }: Installation): Promise<Running> {
  const env = { PORT: '0', LOG_LEVEL: 'warn', NODE_ENV: 'production', DATABASE_URL: databaseUrl };
  const program = startProgram(KARAVAN, ['start'], { env });
  const port = /:(\d+)/.exec(await program.line(/^ready /))?.[1];
  return { program, url: `http://127.0.0.1:${port}/api/v1` };
}

async function run([operations, workers, kills, seed]: [number, number, number, number]): Promise<Figure[]> {
  const installation = await startInstallation();
  try {
    await installation.addPerson({ email: EMAIL, role: 'dispatcher', customerId: null });
    await watchReservations(installation.db);
    let running = await startProduct(installation);
    let token = '';
    const ask: Ask = async (method, path, body) => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
      const reply = await fetch(running.url + path, {
        method,
        headers,
        ...(method === 'POST' ? { body: JSON.stringify(body) } : {}),
      });
      return { status: reply.status, body: await reply.json() };
    };
    token = ((await ask('POST', '/auth/login', { email: EMAIL, password: PASSWORD })).body as { token: string }).token;
    await stockUp(ask);
    const known = knowNothing();
    const random = createRandom(seed);
    const working = Promise.all(
      Array.from({ length: workers }, () => work({ ask, known, random: random.unit }, Math.ceil(operations / workers))),
    );
    for (let kill = 1; kill <= kills; kill++) {
      await untilDone(known, (operations * (kill - 0.5 * random.unit())) / (kills + 1));
      running.program.kill('SIGKILL');
      await running.program.exited;
      running = await startProduct(installation);
      say(`killed and started again, ${kill} of ${kills}; ${countOf(known)} operations so far`);
    }
    await working;
    const settled = async () =>
      (await countFaults(installation.db))['promises that nobody has looked at again'] === 0 || undefined;
    await eventually('every promise to be looked at again', settled, QUIET_WITHIN_MS);
    say(`${JSON.stringify(known.operations)}; ${known.unanswered} times nobody answered; ${known.given.size} promises given`);
    for (const wrong of known.wrong.slice(0, 5)) say(wrong);
    const faults = {
      ...(await judge(installation.db, known)),
      'deadlocks PostgreSQL ended': await countDeadlocks(installation.db),
    };
    running.program.kill('SIGTERM');
    await running.program.exited;
    return Object.entries(faults).map(([promise, measured]) => ({ promise, measured, limit: 0, unit: '' }));
  } finally {
    await installation.close();
  }
}

const countOf = (known: Known) => Object.values(known.operations).reduce((sum, count) => sum + count, 0);

async function untilDone(known: Known, operations: number): Promise<void> {
  while (countOf(known) < operations) await sleep(20);
}

const [operations = 4000, workers = 50, kills = 4, seed = 1] = process.argv.slice(2).map(Number);
const figures = await run([operations, workers, kills, seed]);
printFigures(figures);
if (!figures.every(isKept)) process.exitCode = 1;
