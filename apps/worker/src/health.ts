import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type PositionsTally, TALLY_FIGURES } from '@karavan/usecases';

export interface Health {
  /** where it answers; 0 where it does not */
  port: number;
  close(): Promise<void>;
}

interface HealthInput {
  port: number | undefined;
  tally: PositionsTally;
  /** what has to answer before the worker calls itself ready; a rejection says why not */
  readiness: Record<string, () => Promise<unknown>>;
}

/** What whoever runs the worker asks it: whether it lives, whether it can work, and its figures. */
export async function serveHealth(input: HealthInput): Promise<Health> {
  if (input.port === undefined) return { port: 0, close: async () => undefined };
  const answers: Record<string, (res: ServerResponse) => void | Promise<void>> = {
    '/healthz': (res) => sendJson(res, 200, { ok: true }),
    '/readyz': async (res) => {
      const checks = await checkAll(input.readiness);
      const ok = Object.values(checks).every((said) => said === 'ok');
      sendJson(res, ok ? 200 : 503, { ok, checks });
    },
    '/metrics': (res) => {
      res.setHeader('content-type', 'text/plain; version=0.0.4; charset=utf-8').end(metricsText(input.tally));
    },
  };
  const server = createServer((req, res) => {
    const path = (req.url ?? '').split('?')[0] ?? '';
    const answer = Object.hasOwn(answers, path) ? answers[path] : undefined;
    if (answer === undefined) sendJson(res, 404, { detail: 'There is nothing here.' });
    else if (req.method !== 'GET' && req.method !== 'HEAD') sendJson(res, 405, { detail: 'Only GET is answered here.' });
    else void answer(res);
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(input.port, () => resolve((server.address() as AddressInfo).port));
  });
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function sendJson(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function checkAll(readiness: HealthInput['readiness']): Promise<Record<string, string>> {
  const said = Object.entries(readiness).map(async ([name, check]): Promise<[string, string]> => {
    const problem = await check().then(
      () => 'ok',
      (error: unknown) => (error instanceof Error ? error.message : 'not reachable'),
    );
    return [name, problem];
  });
  return Object.fromEntries(await Promise.all(said));
}

const escaped = (value: string): string => value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

function series(name: string, labels: Record<string, string>, value: number): string {
  const named = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${name}${named.length === 0 ? '' : `{${named.join(',')}}`} ${value}`;
}

/** The text form of Prometheus: what came from devices, and what the process itself uses. */
function metricsText(tally: PositionsTally): string {
  const counted = TALLY_FIGURES.flatMap(({ counted: figure, name, help, isLevel }) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${isLevel ? 'gauge' : 'counter'}`,
    ...tally.read(figure).map(({ labels, value }) => series(name, labels, value)),
  ]);
  const { user, system } = process.cpuUsage();
  const own: [name: string, type: string, value: number][] = [
    ['process_cpu_seconds_total', 'counter', (user + system) / 1e6],
    ['process_resident_memory_bytes', 'gauge', process.memoryUsage.rss()],
    ['process_start_time_seconds', 'gauge', Math.round(performance.timeOrigin / 1000)],
  ];
  const lines = own.flatMap(([name, type, value]) => [`# TYPE ${name} ${type}`, series(name, {}, value)]);
  return `${[...counted, ...lines].join('\n')}\n`;
}
