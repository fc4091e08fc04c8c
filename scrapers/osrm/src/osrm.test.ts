import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createRouter } from './index.ts';

const FROM = { lat: 51.2, lon: 58.34 };
const TO = { lat: 51.77, lon: 55.1 };
let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function answering(answer: (url: string) => { status: number; body: string }) {
  const asked: string[] = [];
  server = createServer((req, res) => {
    asked.push(req.url ?? '');
    const { status, body } = answer(req.url ?? '');
    res.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { baseUrl: `http://127.0.0.1:${port}/`, asked };
}

test('the way in kilometres and minutes, longitude asked first', async () => {
  const ok = { code: 'Ok', routes: [{ distance: 271_500, duration: 13_200 }], waypoints: [] };
  const { baseUrl, asked } = await answering(() => ({ status: 200, body: JSON.stringify(ok) }));
  expect(await createRouter({ baseUrl }).route({ from: FROM, to: TO })).toEqual({ km: 271.5, minutes: 220 });
  expect(asked).toEqual([
    '/route/v1/driving/58.340000,51.200000;55.100000,51.770000?overview=false&alternatives=false&steps=false',
  ]);
});

test('a way it does not know is none, and no failure', async () => {
  const { baseUrl } = await answering(() => ({ status: 400, body: '{"code":"NoRoute","message":"Impossible route"}' }));
  const told: string[] = [];
  const router = createRouter({ baseUrl }, (problem) => told.push(problem));
  expect(await router.route({ from: FROM, to: TO })).toBeUndefined();
  expect(told).toEqual([]);
});

test('garbage, errors and silence are told; after three in a row it is left alone', async () => {
  const answers = [
    { status: 200, body: 'gateway' },
    { status: 502, body: '{}' },
    { status: 200, body: '{"code":"Ok","routes":[]}' },
  ];
  const { baseUrl, asked } = await answering(() => answers.shift() ?? { status: 500, body: '' });
  const told: string[] = [];
  const router = createRouter({ baseUrl }, (problem) => told.push(problem));
  for (let turn = 0; turn < 5; turn++) expect(await router.route({ from: FROM, to: TO })).toBeUndefined();
  expect(told).toHaveLength(3);
  expect(asked).toHaveLength(3);
});
