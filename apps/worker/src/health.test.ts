import { createPositionsTally } from '@karavan/usecases';
import { afterEach, expect, it } from 'vitest';
import { type Health, serveHealth } from './health.ts';

let health: Health | undefined;
afterEach(() => health?.close());

async function ask(readiness: Record<string, () => Promise<unknown>> = {}) {
  const tally = createPositionsTally();
  tally.count('positions', { protocol: 'wialon', filtered: 'no' }, 3);
  tally.count('deviceClosed', { protocol: 'wialon', reason: 'a "quoted" \\ reason' });
  health = await serveHealth({ port: 0, tally, readiness });
  const { port } = health;
  return (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init);
}

it('lives, is ready, and says why when it is not', async () => {
  const get = await ask({ database: async () => 1, queue: () => Promise.reject(new Error('redis is away')) });
  expect(await (await get('/healthz')).json()).toEqual({ ok: true });
  const ready = await get('/readyz');
  expect([ready.status, await ready.json()]).toEqual([503, { ok: false, checks: { database: 'ok', queue: 'redis is away' } }]);
  expect((await get('/')).status).toBe(404);
  expect((await get('/__proto__')).status).toBe(404);
  expect((await get('/healthz', { method: 'POST' })).status).toBe(405);
});

it('gives its figures as Prometheus reads them', async () => {
  const get = await ask();
  const reply = await get('/metrics');
  expect(reply.headers.get('content-type')).toContain('text/plain');
  const text = await reply.text();
  expect(text).toContain('karavan_positions_total{protocol="wialon",filtered="no"} 3\n');
  expect(text).toContain('karavan_device_closed_total{protocol="wialon",reason="a \\"quoted\\" \\\\ reason"} 1\n');
  expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
  for (const line of text.trimEnd().split('\n')) expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{.*\})? [\d.e+]+)$/);
});

it('opens nothing without a port', async () => {
  health = await serveHealth({ port: undefined, tally: createPositionsTally(), readiness: {} });
  expect(health.port).toBe(0);
});
