import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { NewSource, SourceHealth } from '@karavan/contracts';
import { createWorld, startAccount, startMailServer, startSpv4664Server } from '@karavan/simulator';
import { listSourceHealth, runSource, systemActor } from '@karavan/usecases';
import { createReaders, type Readers } from '@karavan/worker';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addOperator, startTestKaravan, type TestKaravan } from '../support/karavan.ts';
import { wagonCsv, wagonNumber } from '../support/wagon-csv.ts';

let karavan: TestKaravan;
let readers: Readers;
let folderRoot: string;
const cleanUp: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  karavan = await startTestKaravan();
  folderRoot = await mkdtemp(path.join(tmpdir(), 'karavan-inbox-'));
  readers = createReaders(karavan.deps, { folderRoot });
  cleanUp.push(karavan.close, () => rm(folderRoot, { recursive: true }));
});
afterEach(async () => {
  karavan.setNow(undefined);
  for (const step of cleanUp.splice(0).reverse()) await step();
});

const admin = async () => karavan.http;
async function add(
  source: Partial<Pick<NewSource, 'name' | 'everySeconds' | 'password'>> & { kind: string; settings: object },
): Promise<SourceHealth> {
  const reply = await (await admin())
    .post('/api/v1/sources')
    .set(await karavan.as('admin'))
    .send({ name: source.kind, everySeconds: 60, ...source });
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
  return reply.body as SourceHealth;
}
/** The next look, whenever it is due; the clock goes there. */
async function look(id: string): Promise<SourceHealth> {
  const before = await health(id);
  if (before.nextRunAt !== null && Date.parse(before.nextRunAt) > karavan.deps.clock().getTime())
    karavan.setNow(before.nextRunAt);
  await runSource(karavan.deps, { companyId: karavan.companyId, id, open: readers.open });
  return health(id);
}
async function health(id: string): Promise<SourceHealth> {
  const found = (await listSourceHealth(karavan.deps, systemActor(karavan.companyId, 'test'))).find((source) => source.id === id);
  if (found === undefined) throw new Error(`there is no source ${id}`);
  return found;
}
const kinds = () =>
  karavan.db
    .system((tx) => tx.many<{ kind: string }>(`SELECT kind FROM events WHERE asset_id IS NULL ORDER BY revision`))
    .then((rows) => rows.map(({ kind }) => kind));
const reportsOf = (source: string) =>
  karavan.db.system((tx) =>
    tx.many<{ status: string; file_name: string }>('SELECT status, file_name FROM reports WHERE source = $1 ORDER BY seq', [
      source,
    ]),
  );
const csv = (formed: string, wagons = 5) => Buffer.from(wagonCsv({ wagons, formed, operation: '20.08.2026 06:12' }));

describe('sources as stored data', () => {
  it('are added, changed and removed by admins, and give no password out', async () => {
    const made = await add({
      kind: 'rzd-account',
      settings: { baseUrl: 'http://127.0.0.1:1', login: 'me' },
      password: 'top secret',
    });
    expect(made).toMatchObject({ state: 'new', hasPassword: true, settings: { login: 'me' } });
    const listed = await karavan.http.get('/api/v1/sources').set(await karavan.as('admin'));
    expect(JSON.stringify(listed.body)).not.toContain('top secret');
    const seen = await karavan.http.get('/api/v1/sources').set(await karavan.as('dispatcher'));
    expect(seen.body.items[0].settings).toBeUndefined();
    const [row] = await karavan.db.system((tx) =>
      tx.many<{ secrets: Buffer; settings: object }>('SELECT secrets, settings FROM sources'),
    );
    expect(row?.secrets.toString('latin1')).not.toContain('top secret');
    expect(JSON.stringify(row?.settings)).not.toContain('top secret');
    const patch = (body: object, role: 'admin' | 'dispatcher' = 'admin') =>
      karavan.as(role).then((who) => karavan.http.patch(`/api/v1/sources/${made.id}`).set(who).send(body));
    expect((await patch({ enabled: false })).body).toMatchObject({ state: 'off', hasPassword: true });
    expect((await patch({ enabled: false }, 'dispatcher')).status).toBe(403);
    const bad = await patch({ settings: { baseUrl: 'ftp://x', login: 'me' } });
    expect([bad.status, bad.body.errors[0].path]).toEqual([400, 'baseUrl']);
    const stranger = await addOperator(karavan, 'Stranger');
    const theirs = karavan.http.delete(`/api/v1/sources/${made.id}`).set({ authorization: stranger.authorization });
    expect((await theirs).status).toBe(404);
    expect((await karavan.http.delete(`/api/v1/sources/${made.id}`).set(await karavan.as('admin'))).status).toBe(200);
    expect((await karavan.http.get('/api/v1/sources').set(await karavan.as('admin'))).body.items).toEqual([]);
  });

  it('name the field that is wrong, and ask for the password a kind needs', async () => {
    const send = async (body: object) =>
      karavan.http
        .post('/api/v1/sources')
        .set(await karavan.as('admin'))
        .send(body);
    const mail = { kind: 'mailbox', name: 'mail', settings: { host: 'x', login: 'y', senders: ['nobody'] }, password: 'z' };
    expect((await send(mail)).body.errors[0].path).toBe('settings.senders.0');
    const { password: _, ...without } = { ...mail, settings: { ...mail.settings, senders: ['@gvc.rzd.ru'] } };
    expect((await send(without)).body.errors[0].path).toBe('password');
  });
});

describe('a source that is away', () => {
  it('is tried again, given up with one alert, tried once in a while, and back with one more', async () => {
    const world = createWorld({ seed: 1, anchor: new Date() });
    const free = await freePort();
    const made = await add({
      kind: 'rzd-account',
      settings: { baseUrl: `http://127.0.0.1:${free}`, login: 'demo' },
      password: 'right',
      everySeconds: 900,
    });
    expect(await look(made.id)).toMatchObject({ state: 'failing', circuit: 'closed', failures: 1 });
    await look(made.id);
    const down = await look(made.id);
    expect(down).toMatchObject({ state: 'down', circuit: 'open', failures: 3 });
    expect(down.lastError).toMatch(/cannot be reached/);
    for (let i = 0; i < 5; i += 1) await look(made.id);
    expect(await kinds()).toEqual(['sourceDown']);
    const account = await startAccount({
      login: 'demo',
      password: 'right',
      rows: (at) => world.wagonRows(at),
      preparationMs: 1,
      port: free,
    });
    cleanUp.push(account.stop);
    expect(await look(made.id)).toMatchObject({
      state: 'ok',
      circuit: 'closed',
      failures: 0,
      outageSince: null,
      lastError: null,
    });
    expect(await kinds()).toEqual(['sourceDown', 'sourceBack']);
    expect((await health(made.id)).lagSeconds).not.toBeNull();
    account.endSessions();
    expect(await look(made.id)).toMatchObject({ state: 'ok' });
  }, 60_000);

  it('with a refused password waits a quarter of an hour at least: accounts are locked for less', async () => {
    const account = await startAccount({ login: 'demo', password: 'right', rows: () => [], preparationMs: 1 });
    cleanUp.push(account.stop);
    const made = await add({ kind: 'rzd-account', settings: { baseUrl: account.url, login: 'demo' }, password: 'wrong' });
    const at = karavan.deps.clock().getTime();
    const { state, nextRunAt } = await look(made.id);
    expect(state).toBe('down');
    expect(Date.parse(nextRunAt ?? '') - at).toBeGreaterThanOrEqual(15 * 60_000);
  });

  it('that answers with rubbish is out of order, and nothing it said is in use', async () => {
    const spv = await startSpv4664Server({ userId: 'u', row: () => undefined, wagons: () => [] });
    cleanUp.push(spv.stop);
    const made = await add({ kind: 'spv4664', settings: { url: spv.url, userId: 'u' } });
    for (const body of ['<html><body>Maintenance</body></html>', '{"ok":true}', '\u0000\u0001\u0002']) {
      spv.answerWith({ status: 200, body });
      expect((await look(made.id)).lastError).not.toBeNull();
    }
    expect(await kinds()).toContain('sourceDown');
    expect((await karavan.http.get('/api/v1/wagons').set(await karavan.as('dispatcher'))).body.items).toEqual([]);
  });

  it('delays no other: one that hangs is still at it while another is done twice', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const port = (silent.address() as { port: number }).port;
    cleanUp.push(() => new Promise((resolve) => silent.close(resolve)));
    const hangs = await add({
      kind: 'mailbox',
      settings: { host: '127.0.0.1', port, tls: false, login: 'x', senders: ['@x'] },
      password: 'y',
    });
    await mkdir(path.join(folderRoot, 'in'));
    const works = await add({ kind: 'folder', settings: { path: path.join(folderRoot, 'in') }, everySeconds: 1 });
    const ending = new AbortController();
    const stuck = runSource(karavan.deps, {
      companyId: karavan.companyId,
      id: hangs.id,
      open: readers.open,
      signal: ending.signal,
    });
    expect(await look(works.id)).toMatchObject({ state: 'ok' });
    expect(await look(works.id)).toMatchObject({ state: 'ok' });
    // somebody else asks for the one that hangs: it is leased
    expect(await runSource(karavan.deps, { companyId: karavan.companyId, id: hangs.id, open: readers.open })).toBe(false);
    ending.abort();
    expect(await stuck).toBe(false);
  });
});

describe('a mailbox', () => {
  const RULES = { login: 'reports', senders: ['cargolk@gvc.rzd.ru'], subject: 'Отчёт слежения' };
  async function mailbox(settings: object = {}) {
    const server = await startMailServer({ login: 'reports', password: 'pass "word" Ж' });
    cleanUp.push(server.stop);
    const made = await add({
      kind: 'mailbox',
      settings: { ...RULES, host: server.host, port: server.port, tls: false, ...settings },
      password: 'pass "word" Ж',
    });
    return { server, id: made.id };
  }
  const ours = (formed: string, name = 'Справка.csv') => ({
    from: 'cargolk@gvc.rzd.ru',
    subject: 'Отчет слежения Цемент №12',
    files: [{ name, bytes: csv(formed) }],
  });

  it('gives each report once, marks a message only when it is stored, and leaves others alone', async () => {
    const { server, id } = await mailbox();
    server.deliver(ours('20.08.2026 07:05'));
    server.deliver({ ...ours('20.08.2026 08:05'), from: 'cargolk@gvc.rzd.ru.evil.example' });
    server.deliver({ ...ours('20.08.2026 09:05'), subject: 'Приглашение' });
    expect(await look(id)).toMatchObject({ state: 'ok' });
    expect(await reportsOf(id)).toEqual([{ status: 'ingested', file_name: 'Справка.csv' }]);
    expect(server.messages().map(({ flags }) => [...flags])).toEqual([['\\Seen', '$Karavan'], [], []]);
    await look(id);
    expect(server.log.filter((line) => line.startsWith('UID FETCH') && line.includes('BODY.PEEK[]'))).toHaveLength(1);
    server.renumber();
    await look(id);
    expect(await reportsOf(id)).toHaveLength(1);
  });

  it('outlives hostile mail and still takes the next report', async () => {
    const { server, id } = await mailbox();
    const nested = (depth: number): string =>
      depth === 0
        ? 'x'
        : `Content-Type: multipart/mixed; boundary=b${depth}\r\n\r\n--b${depth}\r\n${nested(depth - 1)}\r\n--b${depth}--`;
    const head =
      'From: cargolk@gvc.rzd.ru\r\nSubject: =?utf-8?Q?=D0=9E=D1=82=D1=87=D1=91=D1=82_=D1=81=D0=BB=D0=B5=D0=B6=D0=B5=D0=BD=D0=B8=D1=8F?=\r\n';
    server.deliver(Buffer.from(`${head}${nested(500)}`));
    server.deliver(Buffer.from(`${head}Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n=?broken?Q?`));
    server.deliver(Buffer.from(head));
    server.deliver(Buffer.alloc(3_000_000, 0xff));
    server.deliver({ ...ours('20.08.2026 07:05'), files: [] });
    server.deliver({ ...ours('x'), files: [{ name: 'отчёт.zip', bytes: Buffer.from('PK') }] });
    server.deliver({ ...ours('x'), files: [{ name: 'пусто.xlsx', bytes: Buffer.alloc(0) }] });
    server.deliver({ ...ours('x'), files: [{ name: '../../etc/passwd.csv', bytes: Buffer.from('Имя;Возраст\nПётр;44\n') }] });
    server.deliver(ours('20.08.2026 09:05'));
    expect(await look(id)).toMatchObject({ state: 'ok' });
    const kept = await reportsOf(id);
    expect(kept.map(({ status }) => status)).toEqual(['quarantined', 'ingested']);
    expect(kept[0]?.file_name).not.toMatch(/[/\\]/);
    const flagged = server.messages().map(({ flags }) => flags.has('$Karavan'));
    expect(flagged).toEqual([false, false, false, false, false, false, false, true, true]);
    await look(id);
    expect(await reportsOf(id)).toHaveLength(2);
  });

  it('moves what is done where it is told to', async () => {
    const { server, id } = await mailbox({ whenDone: 'move', moveTo: 'Done' });
    server.deliver(ours('20.08.2026 07:05'));
    await look(id);
    expect([server.messages().length, server.messages('Done').length]).toEqual([0, 1]);
  });

  it('tells a refused sign-in from a server that is away', async () => {
    const { server, id } = await mailbox({ login: 'somebody' });
    expect((await look(id)).lastError).toMatch(/refused the sign-in/);
    await server.stop();
    expect((await look(id)).lastError).toMatch(/cannot be reached/);
  });
});

describe('a watched folder', () => {
  it('takes whole files once, moves them, and lays the reason beside what it cannot use', async () => {
    const folder = path.join(folderRoot, 'in');
    await mkdir(folder);
    const made = await add({ kind: 'folder', settings: { path: folder } });
    await writeFile(path.join(folder, 'a.csv'), csv('20.08.2026 07:05'));
    await writeFile(path.join(folder, 'b.csv'), 'Имя;Возраст\nПётр;44\n');
    await writeFile(path.join(folder, 'c.csv.part'), 'half');
    await look(made.id);
    expect((await readdir(folder)).sort()).toEqual(['c.csv.part', 'done', 'failed']);
    expect(await readdir(path.join(folder, 'done'))).toEqual(['a.csv']);
    expect((await readdir(path.join(folder, 'failed'))).sort()).toEqual(['b.csv', 'b.csv.reason.txt']);
    expect(await readFile(path.join(folder, 'failed', 'b.csv.reason.txt'), 'utf8')).toMatch(/quarantined as report/);
    await writeFile(path.join(folder, 'a.csv'), csv('20.08.2026 08:05'));
    await look(made.id);
    expect((await readdir(path.join(folder, 'done'))).sort()).toEqual(['a (2).csv', 'a.csv']);
    expect((await reportsOf(made.id)).map(({ status }) => status)).toEqual(['ingested', 'quarantined', 'ingested']);
  }, 30_000);

  it('is read only below the folder the environment allows', async () => {
    const made = await add({ kind: 'folder', settings: { path: path.join(folderRoot, '..') } });
    expect((await look(made.id)).lastError).toMatch(/FOLDER_ROOT/);
  });
});

describe('SPV4664', () => {
  const row = (wagon: string) => ({
    NOM_VAG: wagon,
    DATE_NACH: '2026-08-17T10:20:00.000',
    STAN_NACH: '613608',
    STAN_NAZN: '233608',
    VES_GRZ: '68500',
    DATE_OP: '2026-08-20T06:12:00.000',
    STAN_OP: '591907',
    KOP_VMD: '2',
    PPV_GRUJ: '1',
    PPV_POR: '0',
    RASST_STAN_NAZN: '0000000368',
    PROST_DN: '0',
    PROST_CH: '0',
    PROST_MIN: '53',
  });

  it('asks in portions and makes one report of the fleet', async () => {
    const wagons = Array.from({ length: 25 }, (_, index) => wagonNumber(index));
    const spv = await startSpv4664Server({ userId: 'U1', row, wagons: () => wagons, mostWagons: 10 });
    cleanUp.push(spv.stop);
    const made = await add({ kind: 'spv4664', settings: { url: spv.url, userId: 'U1', wagons, wagonsPerRequest: 10 } });
    expect(await look(made.id)).toMatchObject({ state: 'ok', lastError: null });
    expect(spv.requests).toEqual([10, 10, 5]);
    const [report] = (await karavan.http.get('/api/v1/reports').set(await karavan.as('dispatcher'))).body.items;
    expect(report).toMatchObject({ source: made.id, format: 'spv4664-xml', rows: { total: 25, accepted: 25 } });
    expect(report.reportedAt).toBe('2026-08-20T04:05:00.000Z');
  });

  it('keeps a single reply as it came, and says what the service refused', async () => {
    const spv = await startSpv4664Server({ userId: 'U1', row, wagons: () => [wagonNumber(1)] });
    cleanUp.push(spv.stop);
    const made = await add({ kind: 'spv4664', settings: { url: spv.url, userId: 'U1' } });
    expect(await look(made.id)).toMatchObject({ state: 'ok' });
    const stranger = await add({ kind: 'spv4664', settings: { url: spv.url, userId: 'U2' } });
    expect(await look(stranger.id)).toMatchObject({ state: 'down', lastError: expect.stringMatching(/Нет прав доступа/) });
  });
});

/** A port that nobody listens on just now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
