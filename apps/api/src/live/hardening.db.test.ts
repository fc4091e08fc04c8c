import type { ServerEvents } from '@karavan/contracts';
import { sessions } from '@karavan/store';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { startTestKaravan, type TestKaravan } from '../../../../test/support/karavan.ts';
import { connectLive, refusal, type TestLive, WORLD } from '../../../../test/support/live.ts';

import { findViewer, stillValid } from './viewer.ts';

let karavan: TestKaravan;
const open: TestLive[] = [];
beforeAll(async () => {
  karavan = await startTestKaravan();
});
afterEach(() => {
  vi.restoreAllMocks();
  for (const client of open.splice(0)) client.close();
});
afterAll(() => karavan.close());

const token = async () => (await karavan.as('dispatcher')).authorization.slice('Bearer '.length);
async function dispatcher(): Promise<TestLive> {
  const client = connectLive(karavan.url, { token: await token() });
  open.push(client);
  return client;
}

it('answers an id that only looks like one with 404', async () => {
  const client = await dispatcher();
  expect(await client.watch({ topic: 'shipment', id: '-'.repeat(36) })).toMatchObject({ ok: false, problem: { status: 404 } });
});

it('ends the socket when the snapshot fails after the ok', async () => {
  const client = await dispatcher();
  await client.watch(WORLD);
  await client.next('snapshot');
  const ended = new Promise((resolve) => client.socket.once('disconnect', resolve));
  vi.spyOn(karavan.deps.db, 'scoped').mockRejectedValueOnce(new Error('the database went away'));
  expect(await client.watch(WORLD)).toEqual({ ok: true });
  expect(await ended).toBe('io server disconnect');
});

it('answers one watch at a time, the latest of the fleet alone, and refuses a flood', async () => {
  const client = await dispatcher();
  const fleet = await Promise.all(Array.from({ length: 50 }, () => client.watch(WORLD)));
  expect(fleet.every((reply) => reply.ok)).toBe(true);
  await client.next('snapshot');
  await client.next('snapshot');
  expect(client.all('snapshot').length).toBeLessThan(10);
  const id = crypto.randomUUID();
  const flood = await Promise.all(Array.from({ length: 60 }, () => client.watch({ topic: 'shipment', id })));
  const statuses = flood.map((reply) => (reply.ok ? 200 : reply.problem.status));
  expect(new Set(statuses)).toEqual(new Set([404, 429]));
  expect(statuses.filter((status) => status === 404).length).toBeGreaterThanOrEqual(21);
  expect(await client.watch(WORLD)).toEqual({ ok: true });
});

it('lets a page of another site in with a token, never with the cookie', async () => {
  const cookie = `karavan_session=${await token()}`;
  const attempt = (extraHeaders: Record<string, string>, auth: Record<string, string> = {}) =>
    new Promise<number>((resolve) => {
      const socket: Socket<ServerEvents> = io(`${karavan.url}/live`, {
        auth,
        extraHeaders,
        transports: ['websocket'],
        reconnection: false,
        forceNew: true,
      });
      const answer = (status: number) => {
        socket.disconnect();
        resolve(status);
      };
      socket.once('connect', () => answer(200));
      socket.once('connect_error', (error) => answer((error as Error & { data?: { status: number } }).data?.status ?? 0));
    });
  expect(await attempt({ cookie })).toBe(200);
  expect(await attempt({ cookie, origin: karavan.url })).toBe(200);
  expect(await attempt({ cookie, origin: 'https://evil.example' })).toBe(403);
  expect(await attempt({ cookie, origin: 'null' })).toBe(403);
  expect(await attempt({ cookie, origin: 'https://evil.example' }, { token: await token() })).toBe(200);
  expect((await refusal(connectLive(karavan.url, {}))).data).toMatchObject({ status: 401 });
});

it('knows which of the open connections have lost their right: signed out, or given another scope', async () => {
  const { deps, db } = karavan;
  const tokens: string[] = [];
  for (const role of ['dispatcher', 'manager', 'customer'] as const)
    tokens.push((await karavan.as(role)).authorization.slice('Bearer '.length));
  const open = [];
  for (const one of tokens) {
    const handshake = { auth: { token: one }, cookie: undefined };
    const viewer = await findViewer(deps, handshake);
    if (viewer === undefined) throw new Error('nobody is signed in');
    open.push({ viewer, handshake });
  }
  expect(await stillValid(deps, open)).toEqual(open);
  const [dispatcher, , customer] = open;
  const elsewhere = open.map((one) => ({
    ...one,
    viewer: { ...one.viewer, scope: { ...one.viewer.scope, customerId: 'another' } },
  }));
  expect(await stillValid(deps, elsewhere)).toEqual([]);
  await db.system((tx) => sessions.deleteSession(tx, tokens[1] ?? ''));
  expect(await stillValid(deps, open)).toEqual([dispatcher, customer]);
});
