import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TruckFix } from './fix.ts';
import { createTruckSender, osmandUrl } from './truck-sender.ts';

const FIX: TruckFix = {
  deviceId: '861358040000001',
  plate: 'А123ВС56',
  lat: 55.1,
  lon: 38.7,
  speedKmh: 72,
  courseDeg: 90,
  accuracyM: 6,
  batteryPct: 97,
};
const at = (second: number) => new Date(1_790_000_000_000 + second * 1000);
const secondsOf = (seen: readonly string[]) =>
  seen.map((url) => Number(new URL(url, 'http://x').searchParams.get('timestamp')) - 1_790_000_000);

let server: Server;
let ingestUrl: string;
let seen: string[];
/** what the server answers, the last one for good */
let answers: number[];

beforeEach(async () => {
  seen = [];
  answers = [200];
  server = createServer((request, response) => {
    seen.push(request.url ?? '');
    response.writeHead(answers.length > 1 ? (answers.shift() ?? 500) : (answers[0] ?? 500)).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ingestUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

describe('a tracker', () => {
  it('speaks OsmAnd: knots, seconds, degrees', () => {
    const url = new URL(osmandUrl('http://karavan:3000/', FIX, at(5)));
    expect(url.pathname).toBe('/api/v1/ingest/osmand');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      id: '861358040000001',
      lat: '55.1',
      lon: '38.7',
      timestamp: '1790000005',
      speed: '38.88',
      bearing: '90',
      accuracy: '6',
      batt: '97',
    });
  });

  it('sends in order, and again until it is accepted', async () => {
    answers = [200, 503, 401, 500, 200];
    const sender = createTruckSender({ ingestUrl, retryMs: 5 });
    for (const second of [1, 2, 3]) sender.push(FIX, at(second));
    await sender.idle();
    expect(secondsOf(seen)).toEqual([1, 2, 2, 2, 2, 3]);
    expect(sender.state()).toMatchObject({ sent: 3, failed: 3, waiting: 0, lost: 0, problem: undefined });
    await sender.stop();
  });

  it('waits out a server that is not there', async () => {
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const sender = createTruckSender({ ingestUrl, retryMs: 5, longestRetryMs: 20 });
    sender.push(FIX, at(1));
    await expect.poll(() => sender.state().failed).toBeGreaterThan(1);
    server.listen(port, '127.0.0.1');
    await sender.idle();
    expect(secondsOf(seen)).toEqual([1]);
    await sender.stop();
  });

  it('has a memory with an end: the oldest positions are lost and counted', async () => {
    answers = [503];
    const sender = createTruckSender({ ingestUrl, memory: 3, retryMs: 5, longestRetryMs: 5 });
    for (const second of [1, 2, 3, 4, 5]) sender.push(FIX, at(second));
    expect(sender.state()).toMatchObject({ waiting: 3, lost: 2 });
    answers = [200];
    await sender.idle();
    expect(secondsOf(seen).slice(-3)).toEqual([3, 4, 5]);
    await sender.stop();
  });

  it('stops in the middle of trying', async () => {
    answers = [503];
    const sender = createTruckSender({ ingestUrl, retryMs: 60_000 });
    sender.push(FIX, at(1));
    await expect.poll(() => sender.state().failed).toBe(1);
    await sender.stop();
    sender.push(FIX, at(2));
    expect(seen.length).toBe(1);
  });
});
