import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';

/** A handler that does nothing, in the very Express that the API stands on: what HTTP itself costs. */
type App = RequestListener & { get(path: string, handler: (req: IncomingMessage, res: ServerResponse) => void): void };
const express = createRequire(new URL('../../../apps/api/src/app.ts', import.meta.url))('express') as () => App;

const app = express();
app.get('/', (_req, res) => {
  res.statusCode = 200;
  res.end();
});
const server = createServer(app).listen(0, '127.0.0.1', () => {
  process.stdout.write(`ready http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
process.once('SIGTERM', () => process.exit(0));
