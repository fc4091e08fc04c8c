/** A program for embedded-postgres.db.test.ts: runs a database in the directory of its argument until it is told to stop. */
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { createLogger } from './log.ts';
import { createShutdown } from './shutdown.ts';

const [dataDir = '', how] = process.argv.slice(2);
const log = createLogger({ level: 'info', name: 'fixture' });
const { onShutdown } = createShutdown({ log });
const database = await startEmbeddedPostgres({ dataDir, log });
onShutdown('database', () => database.stop());
setInterval(() => {}, 1_000);
console.log(`url ${database.url}`);
if (how === 'leave') process.exit(3);
