import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WagonRow } from '../rail/wagon-row.ts';
import { createWorld } from '../world.ts';
import { type Account, type Served, startAccount } from './account.ts';

const AT = new Date('2026-11-22T06:00:00Z');
const REPORTS = '/api/v1/services/asoup/reports';
const world = createWorld({ seed: 1, anchor: AT });

let now = AT;
let account: Account;
let shown: readonly WagonRow[];

beforeEach(async () => {
  now = AT;
  shown = world.wagonRows(AT);
  account = await startAccount({ login: 'me', password: 'secret', rows: () => shown, now: () => now, preparationMs: 0 });
});
afterEach(() => account.stop());

/** A browser of one person: keeps cookies and the token of the last page. */
function createVisitor() {
  const cookies = new Map<string, string>();
  let token = '';
  async function send(path: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { cookie, 'x-csrf-token': token, 'content-type': 'application/json', ...init.headers };
    const response = await fetch(account.url + path, { redirect: 'manual', ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return response;
  }
  const open = async (path: string) => {
    const response = await send(path);
    token = /<meta name="csrf-token" content="([^"]+)">/.exec(await response.text())?.[1] ?? token;
    return response;
  };
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    send(path, { method: 'POST', body: JSON.stringify(body), headers });
  const signIn = async (password = 'secret') => {
    await open('/sign_in');
    return post('/sign_in', { user: { query: 'me', password, sms_code: null } });
  };
  const read = async (response: Response) => ((await response.json()) as { data: { id: number; status: string } }).data;
  const order = async () => read(await post(REPORTS, { params: { service_id: 226 } }));
  const statusOf = async (id: number) => read(await send(`${REPORTS}/${id}?id=${id}&minimal=true`));
  const download = async (format = 'xlsx') => {
    const { id } = await order();
    expect(await statusOf(id)).toEqual({ id, status: 'done' });
    return Buffer.from(await (await send(`${REPORTS}/${id}/download?format=${format}`)).arrayBuffer());
  };
  const enter = async () => {
    expect((await signIn()).status).toBe(200);
    expect((await open('/')).status).toBe(200);
  };
  return { send, open, post, signIn, enter, order, statusOf, download };
}

describe('signing in', () => {
  it('takes page, token, password and a new token', async () => {
    const visitor = createVisitor();
    await visitor.enter();
    expect((await visitor.post(REPORTS, { params: { service_id: 226 } })).status).toBe(201);
  });

  it('refuses a wrong password with 401, and a wrong or missing token with 422', async () => {
    const visitor = createVisitor();
    expect((await visitor.signIn('guess')).status).toBe(401);
    const user = { user: { query: 'me', password: 'secret', sms_code: null } };
    expect((await visitor.post('/sign_in', user, { 'x-csrf-token': 'other' })).status).toBe(422);
    expect((await createVisitor().post('/sign_in', user)).status).toBe(422);
    expect((await visitor.post('/sign_in', {})).status).toBe(401);
  });

  it('makes the token of the sign-in page worthless', async () => {
    const visitor = createVisitor();
    await visitor.signIn();
    expect((await visitor.post(REPORTS, { params: { service_id: 226 } })).status).toBe(422);
  });

  it('sends strangers to the sign-in page, and their calls away', async () => {
    const stranger = createVisitor();
    const response = await stranger.open('/');
    expect([response.status, response.headers.get('location')]).toEqual([302, '/sign_in']);
    expect((await stranger.post(REPORTS, {})).status).toBe(401);
    expect((await stranger.send(`${REPORTS}/1`)).status).toBe(401);
  });

  it('lasts until the session ends', async () => {
    const visitor = createVisitor();
    await visitor.enter();
    account.endSessions();
    expect((await visitor.open('/')).status).toBe(302);
    expect((await visitor.post(REPORTS, { params: { service_id: 226 } })).status).toBe(401);
  });

  it('ends by itself', async () => {
    await account.stop();
    account = await startAccount({ login: 'me', password: 'secret', rows: () => shown, sessionMs: 0 });
    const visitor = createVisitor();
    expect((await visitor.signIn()).status).toBe(422);
  });
});

describe('reports', () => {
  it('are queued until they are prepared', async () => {
    await account.stop();
    account = await startAccount({ login: 'me', password: 'secret', rows: () => shown, preparationMs: 60_000 });
    const visitor = createVisitor();
    await visitor.enter();
    const { id } = await visitor.order();
    expect(await visitor.statusOf(id)).toEqual({ id, status: 'queued' });
    expect((await visitor.send(`${REPORTS}/${id}/download`)).status).toBe(404);
  });

  it('exist only for the known service and under a known number', async () => {
    const visitor = createVisitor();
    await visitor.enter();
    expect((await visitor.post(REPORTS, { params: { service_id: 601 } })).status).toBe(422);
    expect((await visitor.send(`${REPORTS}/99`)).status).toBe(404);
  });

  it('are the same to the byte until something happens, then formed anew', async () => {
    const visitor = createVisitor();
    await visitor.enter();
    const first = await visitor.download();
    now = new Date(AT.getTime() + 600_000);
    expect((await visitor.download()).equals(first)).toBe(true);
    account.setRows(() => [...shown.slice(1)]);
    expect((await visitor.download()).equals(first)).toBe(false);
  });

  it('tell once when a new one goes out', async () => {
    const served: Served[] = [];
    const forget = account.onServed((event) => served.push(event));
    const visitor = createVisitor();
    await visitor.enter();
    await visitor.download();
    await visitor.download('csv');
    account.setRows(() => shown.slice(0, 3));
    await visitor.download();
    expect(served.map(({ rows }) => rows)).toEqual([shown.length, 3]);
    expect(served[0]?.formedAt).toBe(AT.getTime());
    forget();
  });

  it('come as text in the Windows code page too', async () => {
    const visitor = createVisitor();
    await visitor.enter();
    const csv = new TextDecoder('windows-1251').decode(await visitor.download('csv')).split('\r\n');
    expect(csv[1]).toMatch(/^22\.11\.2026 09:00;Дислокация вагонов;/);
    expect(csv[3]).toMatch(/^Номер вагона;Номер накладной;Род вагона;/);
    expect(csv.find((line) => line.startsWith('93123453'))).toContain(
      ';ГРЯЗИ-ВОРОНЕЖСКИЕ (591907);ЮГО-ВОСТОЧНАЯ (58);Отправление вагона со станции (2);ОТПР;',
    );
  });
});
