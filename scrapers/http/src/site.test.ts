import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createSite } from './site.ts';
import { instantOfSeconds, listOf, numberOf, placeOf } from './values.ts';

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0)) await step();
});
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const { signal } = new AbortController();

describe('a service', () => {
  it('that is busy is asked again, three times in all', async () => {
    let asked = 0;
    const baseUrl = await serve((_request, response) => {
      asked += 1;
      if (asked < 3) response.writeHead(429).end();
      else response.end('{"ok":1}');
    });
    expect((await createSite({ baseUrl, retryMs: 1 }).request('x', { signal })).json).toEqual({ ok: 1 });
    asked = -10;
    await expect(createSite({ baseUrl, retryMs: 1 }).request('x', { signal })).rejects.toMatchObject({ code: 'UNREACHABLE' });
    expect(asked).toBe(-7);
  });

  it('is asked no oftener than it allows', async () => {
    const baseUrl = await serve((_request, response) => void response.end('{}'));
    const site = createSite({ baseUrl, pauseMs: 40 });
    const from = performance.now();
    for (let index = 0; index < 4; index += 1) await site.request('x', { signal });
    // three pauses; timers may be early by a millisecond
    expect(performance.now() - from).toBeGreaterThan(3 * 39);
  });

  it.each([
    ['that answers no JSON', (response) => response.end('<html>'), 'BAD_REPLY'],
    ['that sends us elsewhere', (response) => response.writeHead(302, { location: 'http://evil.example/' }).end(), 'BAD_REPLY'],
    ['that cuts the line', (response) => response.destroy(), 'UNREACHABLE'],
    ['that says nothing', () => undefined, 'TIMEOUT'],
    ['that never stops', (response) => endless(response), 'BAD_REPLY'],
  ] as [string, (response: Parameters<RequestListener>[1]) => unknown, string][])('%s', async (_, answer, code) => {
    const baseUrl = await serve((_request, response) => void answer(response));
    const site = createSite({ baseUrl, retryMs: 1, timeoutMs: code === 'TIMEOUT' ? 50 : 20_000 });
    await expect(site.request('x', { signal })).rejects.toMatchObject({ code });
  });

  it('is left when the look ends', async () => {
    const baseUrl = await serve(() => undefined);
    const ending = new AbortController();
    const reply = createSite({ baseUrl }).request('x', { signal: ending.signal });
    ending.abort(new Error('the look ends'));
    await expect(reply).rejects.toThrow('the look ends');
  });
});

function endless(response: Parameters<RequestListener>[1]): void {
  const chunk = Buffer.alloc(1024 * 1024, 0x20);
  const more = (): void => {
    while (!response.destroyed && response.write(chunk));
    if (!response.destroyed) response.once('drain', more);
  };
  more();
}

describe('values', () => {
  it('are read as text and as numbers, and never made up', () => {
    expect(['5', 5, ' 5.5 ', '5,5', '-1'].map(numberOf)).toEqual([5, 5, 5.5, 5.5, -1]);
    expect(['', ' ', null, true, {}, [], 'NaN', '1e5', Number.NaN, '0x10'].map(numberOf)).toEqual(Array(10).fill(undefined));
    expect(placeOf('55.5', 37)).toEqual({ lat: 55.5, lon: 37 });
    expect([placeOf(91, 0), placeOf(0, 181), placeOf('', 0), placeOf(null, null)]).toEqual(Array(4).fill(undefined));
    expect([0, -1, 5e9, null, 'x'].map(instantOfSeconds)).toEqual(Array(5).fill(undefined));
    expect(listOf({ a: { x: 1 }, b: 5 })).toEqual([{ x: 1 }]);
  });
});
