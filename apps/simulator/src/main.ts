/**
 * Runs the demo world against any Karavan: KARAVAN_URL and KARAVAN_TOKEN (an admin's), optionally SIMULATOR_SEED. Prints
 * where the railway account is; its reports are taken by a source of kind `rzd` made with that address.
 */
import { createLogger, createShutdown } from '@karavan/runtime';
import { startSimulator } from './index.ts';

const { KARAVAN_URL, KARAVAN_TOKEN, SIMULATOR_SEED = '1' } = process.env;
const log = createLogger({ level: 'info', name: 'simulator' });
const shutdown = createShutdown({ log });

if (!KARAVAN_URL || !KARAVAN_TOKEN || !/^\d+$/.test(SIMULATOR_SEED)) {
  log.error(
    { event: 'simulator.not_configured' },
    'set KARAVAN_URL and KARAVAN_TOKEN; SIMULATOR_SEED, if set, is a whole number',
  );
  process.exit(1);
}

const simulator = await startSimulator({
  apiUrl: KARAVAN_URL,
  token: KARAVAN_TOKEN,
  seed: Number(SIMULATOR_SEED),
  startAt: new Date(),
  log,
});
shutdown.onShutdown('simulator', () => simulator.stop());
const { accountUrl, accountLogin, accountPassword } = simulator;
process.stdout.write(`${JSON.stringify({ accountUrl, accountLogin, accountPassword })}\n`);
