/** A program for shutdown.test.ts: it stays until it is told to stop. The argument says what its last step does. */
import { createLogger } from './log.ts';
import { createShutdown } from './shutdown.ts';

const { onShutdown } = createShutdown({ log: createLogger({ level: 'info', name: 'fixture' }) });
const stay = setInterval(() => {}, 1_000);
onShutdown('database', () => console.log('database stopped'));
onShutdown('server', () => {
  console.log('server stopping');
  if (process.argv[2] === 'hang') return new Promise(() => {});
  clearInterval(stay);
});
console.log('up');
