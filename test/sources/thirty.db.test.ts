import { mkdir, writeFile } from 'node:fs/promises';
import { createServer as createHttp } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { createReaders, startSources } from '@karavan/worker';
import { expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { wagonCsv } from '../support/wagon-csv.ts';
import { useBench } from './bench.ts';

const bench = useBench();
const DEAD = 30;

/** Takes connections and says nothing, or answers with rubbish, or is not there at all. */
async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  bench.after(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

it('thirty dead sources raise one alert each and delay the living one by nothing', async () => {
  const silent = await listen(createServer(() => undefined));
  const rubbish = await listen(createHttp((_request, response) => void response.end('<html>busy</html>')));
  const kinds = [
    () => ({ kind: 'wialon', settings: { baseUrl: `http://127.0.0.1:${rubbish}`, pauseMs: 0 }, password: 'x' }),
    () => ({ kind: 'traccar', settings: { baseUrl: 'http://127.0.0.1:1', login: 'a@b', pauseMs: 0 }, password: 'x' }),
    () => ({ kind: 'movizor', settings: { baseUrl: `http://127.0.0.1:${rubbish}`, project: 'p', pauseMs: 0 }, password: 'x' }),
    () => ({ kind: 'spv4664', settings: { url: 'http://127.0.0.1:1/siw', userId: 'u' } }),
    () => ({ kind: 'rzd-account', settings: { baseUrl: `http://127.0.0.1:${rubbish}`, login: 'x' }, password: 'x' }),
    () => ({
      kind: 'mailbox',
      settings: { host: '127.0.0.1', port: silent, tls: false, login: 'x', senders: ['@x'] },
      password: 'x',
    }),
  ];
  const dead = await Promise.all(
    Array.from({ length: DEAD }, (_, index) =>
      bench.add({ ...(kinds[index % kinds.length]?.() ?? { kind: '', settings: {} }), everySeconds: 1 }),
    ),
  );
  const folder = path.join(bench.folderRoot, 'living');
  await mkdir(folder);
  const living = await bench.add({ kind: 'folder', settings: { path: folder }, everySeconds: 1 });
  const readers = createReaders(bench.karavan.deps, { folderRoot: bench.folderRoot, retryMs: 5 });
  const running = startSources(bench.karavan.deps, readers);
  bench.after(running.close);
  // five times while the others fail: each file is in within a few seconds, in the worst moments too
  const waits: number[] = [];
  for (let hour = 7; hour < 12; hour += 1) {
    const formed = `20.08.2026 ${String(hour).padStart(2, '0')}:05`;
    await writeFile(path.join(folder, `${hour}.csv`), wagonCsv({ wagons: 5, formed, operation: '20.08.2026 06:12' }));
    const from = performance.now();
    await eventually('the report', async () => (await bench.reportsOf(living.id)).length === waits.length + 1);
    waits.push(performance.now() - from);
  }
  expect(Math.max(...waits)).toBeLessThan(15_000);
  // those that hang are still at their first look
  const failed = dead.filter(({ kind }) => kind !== 'mailbox');
  const isDown = async () => {
    const states = await Promise.all(failed.map(({ id }) => bench.health(id)));
    return states.every(({ circuit }) => circuit !== 'closed');
  };
  await eventually('every dead source to be given up', isDown);
  const told = await bench.told();
  expect(told.filter((kind) => kind === 'sourceDown')).toHaveLength(failed.length);
  expect(told.filter((kind) => kind === 'sourceBack')).toEqual([]);
  expect((await bench.health(living.id)).state).toBe('ok');
}, 90_000);
