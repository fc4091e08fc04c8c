import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLogger, type EmbeddedPostgres, startEmbeddedPostgres } from '@karavan/runtime';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Answers with the url of the PostgreSQL server of this run, `/template` with a database to copy; the first question makes it. */
    databaseDesk: string;
  }
}

/**
 * One PostgreSQL for the whole run, started when the first test asks for it: a run of unit tests alone never pays.
 * With TEST_DATABASE_URL that server is used instead; its user must be allowed to create databases.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let starting: Promise<Server> | undefined;
  let making: Promise<Template> | undefined;
  const desk = createServer((request, response) => {
    starting ??= startServer();
    const server = starting;
    if (request.url === '/template') making ??= server.then(makeTemplate);
    const answer = request.url === '/template' ? making?.then(({ name }) => name) : server.then(({ url }) => url);
    answer?.then(
      (text) => response.end(text),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => desk.listen(0, '127.0.0.1', resolve));
  project.provide('databaseDesk', `http://127.0.0.1:${(desk.address() as AddressInfo).port}`);

  return async () => {
    desk.close();
    const template = await making?.catch(() => undefined);
    await template?.drop();
    const server = await starting?.catch(() => undefined);
    await server?.stop();
  };
}

type Template = { name: string; drop(): Promise<void> };
type Server = Pick<EmbeddedPostgres, 'url' | 'stop'>;

/** Loads the product only when a test needs its tables. */
async function makeTemplate(server: Server): Promise<Template> {
  const { createTemplate } = await import('./template.ts');
  return createTemplate(server.url);
}

async function startServer(): Promise<Server> {
  const { TEST_DATABASE_URL } = process.env;
  if (TEST_DATABASE_URL) return { url: TEST_DATABASE_URL, stop: async () => {} };

  const dataDir = await mkdtemp(path.join(tmpdir(), 'karavan-test-'));
  await chmod(dataDir, 0o711); // the server's user passes through, as in a data directory of the program's own making
  const server = await startEmbeddedPostgres({
    dataDir,
    log: createLogger({ level: 'error', name: 'test' }),
    // The data is thrown away after the run, so nothing has to reach the disk.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' },
  });
  return { url: server.url, stop: () => server.stop().finally(() => rm(dataDir, { recursive: true })) };
}
