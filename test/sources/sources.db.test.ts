import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { createWorld, startAccount, startSpv4664Server } from '@karavan/simulator';
import { runSource } from '@karavan/usecases';
import { describe, expect, it } from 'vitest';
import { addOperator } from '../support/karavan.ts';
import { wagonCsv, wagonNumber } from '../support/wagon-csv.ts';
import { useBench } from './bench.ts';

const bench = useBench();
const csv = (formed: string, wagons = 5) => Buffer.from(wagonCsv({ wagons, formed, operation: '20.08.2026 06:12' }));
const sources = () => bench.karavan.http.get('/api/v1/sources');

describe('sources as stored data', () => {
  it('are added, changed and removed by admins, and give no password out', async () => {
    const { http } = bench.karavan;
    const settings = { baseUrl: 'http://127.0.0.1:1', login: 'me' };
    const made = await bench.add({ kind: 'rzd-account', settings, password: 'top secret' });
    expect(made).toMatchObject({ state: 'new', hasPassword: true, settings: { login: 'me' } });
    expect(JSON.stringify((await sources().set(bench.admin)).body)).not.toContain('top secret');
    const [row] = await bench.karavan.db.system((tx) =>
      tx.many<{ secrets: Buffer; settings: object }>('SELECT secrets, settings FROM sources WHERE id = $1', [made.id]),
    );
    expect(row?.secrets.toString('latin1')).not.toContain('top secret');
    expect(JSON.stringify(row?.settings)).not.toContain('top secret');
    const patch = (body: object) => http.patch(`/api/v1/sources/${made.id}`).set(bench.admin).send(body);
    expect((await patch({ enabled: false })).body).toMatchObject({ state: 'off', hasPassword: true });
    const bad = await patch({ settings: { baseUrl: 'ftp://x', login: 'me' } });
    expect([bad.status, bad.body.errors[0].path]).toEqual([400, 'baseUrl']);
    const stranger = await addOperator(bench.karavan, `Stranger${made.id}`);
    const theirs = http.delete(`/api/v1/sources/${made.id}`).set({ authorization: stranger.authorization });
    expect((await theirs).status).toBe(404);
    expect((await http.delete(`/api/v1/sources/${made.id}`).set(bench.admin)).status).toBe(200);
    expect((await sources().set(bench.admin)).body.items).toEqual([]);
  });

  it('are shown to dispatchers without addresses and logins, and changed by admins alone', async () => {
    const { http } = bench.karavan;
    const body = { kind: 'folder', name: 'inbox', settings: { path: '/srv/inbox' } };
    const made = await http
      .post('/api/v1/sources')
      .set(await bench.karavan.as('admin'))
      .send(body);
    const dispatcher = await bench.karavan.as('dispatcher');
    expect((await sources().set(dispatcher)).body.items[0].settings).toBeUndefined();
    const refused = http.patch(`/api/v1/sources/${made.body.id}`).set(dispatcher).send({ enabled: false });
    expect((await refused).status).toBe(403);
  });

  it('name the field that is wrong, and ask for the password a kind needs', async () => {
    const send = (body: object) => bench.karavan.http.post('/api/v1/sources').set(bench.admin).send(body);
    const mail = { kind: 'mailbox', name: 'mail', settings: { host: 'x', login: 'y', senders: ['nobody'] }, password: 'z' };
    expect((await send(mail)).body.errors[0].path).toBe('settings.senders.0');
    const { password: _, ...without } = { ...mail, settings: { ...mail.settings, senders: ['@gvc.rzd.ru'] } };
    expect((await send(without)).body.errors[0].path).toBe('password');
    const poller = { kind: 'movizor', name: 'phones', settings: { project: '../x' }, password: 'z' };
    expect((await send(poller)).body.errors[0].path).toBe('settings.project');
  });
});

describe('a source that is away', () => {
  it('is tried again, given up with one alert, tried once in a while, and back with one more', async () => {
    const world = createWorld({ seed: 1, anchor: new Date() });
    const free = await freePort();
    const settings = { baseUrl: `http://127.0.0.1:${free}`, login: 'demo' };
    const made = await bench.add({ kind: 'rzd-account', settings, password: 'right', everySeconds: 900 });
    expect(await bench.look(made.id)).toMatchObject({ state: 'failing', circuit: 'closed', failures: 1 });
    await bench.look(made.id);
    const down = await bench.look(made.id);
    expect(down).toMatchObject({ state: 'down', circuit: 'open', failures: 3 });
    expect(down.lastError).toMatch(/cannot be reached/);
    for (let i = 0; i < 5; i += 1) await bench.look(made.id);
    expect(await bench.told()).toEqual(['sourceDown']);
    const account = await startAccount({
      login: 'demo',
      password: 'right',
      rows: (at) => world.wagonRows(at),
      preparationMs: 1,
      port: free,
    });
    bench.after(account.stop);
    const back = { state: 'ok', circuit: 'closed', failures: 0, outageSince: null, lastError: null };
    expect(await bench.look(made.id)).toMatchObject(back);
    expect(await bench.told()).toEqual(['sourceDown', 'sourceBack']);
    expect((await bench.health(made.id)).lagSeconds).not.toBeNull();
    account.endSessions();
    expect(await bench.look(made.id)).toMatchObject({ state: 'ok' });
  }, 60_000);

  it('delays no other: one that hangs is still at it while another is done twice', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const port = (silent.address() as { port: number }).port;
    bench.after(() => new Promise((resolve) => silent.close(resolve)));
    const settings = { host: '127.0.0.1', port, tls: false, login: 'x', senders: ['@x'] };
    const hangs = await bench.add({ kind: 'mailbox', settings, password: 'y' });
    const folder = path.join(bench.folderRoot, 'hangs');
    await mkdir(folder);
    const works = await bench.add({ kind: 'folder', settings: { path: folder }, everySeconds: 1 });
    const ending = new AbortController();
    const { deps } = bench.karavan;
    const input = { companyId: bench.companyId, id: hangs.id, open: bench.readers.open };
    const stuck = runSource(deps, { ...input, signal: ending.signal });
    expect(await bench.look(works.id)).toMatchObject({ state: 'ok' });
    expect(await bench.look(works.id)).toMatchObject({ state: 'ok' });
    // somebody else asks for the one that hangs: it is leased
    expect(await runSource(deps, input)).toBe(false);
    ending.abort();
    expect(await stuck).toBe(false);
  });
});

describe('a watched folder', () => {
  it('takes whole files once, moves them, and lays the reason beside what it cannot use', async () => {
    const folder = path.join(bench.folderRoot, 'in');
    await mkdir(folder);
    const made = await bench.add({ kind: 'folder', settings: { path: folder } });
    await writeFile(path.join(folder, 'a.csv'), csv('20.08.2026 07:05'));
    await writeFile(path.join(folder, 'b.csv'), 'Имя;Возраст\nПётр;44\n');
    await writeFile(path.join(folder, 'c.csv.part'), 'half');
    await bench.look(made.id);
    expect((await readdir(folder)).sort()).toEqual(['c.csv.part', 'done', 'failed']);
    expect(await readdir(path.join(folder, 'done'))).toEqual(['a.csv']);
    expect((await readdir(path.join(folder, 'failed'))).sort()).toEqual(['b.csv', 'b.csv.reason.txt']);
    expect(await readFile(path.join(folder, 'failed', 'b.csv.reason.txt'), 'utf8')).toMatch(/quarantined as report/);
    await writeFile(path.join(folder, 'a.csv'), csv('20.08.2026 08:05'));
    await bench.look(made.id);
    expect((await readdir(path.join(folder, 'done'))).sort()).toEqual(['a (2).csv', 'a.csv']);
    expect((await bench.reportsOf(made.id)).map(({ status }) => status)).toEqual(['ingested', 'quarantined', 'ingested']);
  }, 30_000);

  it('is read only below the folder the environment allows', async () => {
    const made = await bench.add({ kind: 'folder', settings: { path: path.join(bench.folderRoot, '..') } });
    expect((await bench.look(made.id)).lastError).toMatch(/FOLDER_ROOT/);
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
    bench.after(spv.stop);
    const made = await bench.add({ kind: 'spv4664', settings: { url: spv.url, userId: 'U1', wagons, wagonsPerRequest: 10 } });
    expect(await bench.look(made.id)).toMatchObject({ state: 'ok', lastError: null });
    expect(spv.requests).toEqual([10, 10, 5]);
    const [report] = (await bench.karavan.http.get('/api/v1/reports').set(bench.admin)).body.items;
    expect(report).toMatchObject({ source: made.id, format: 'spv4664-xml', rows: { total: 25, accepted: 25 } });
    expect(report.reportedAt).toBe('2026-08-20T04:05:00.000Z');
  });

  it('keeps a single reply as it came, and says what the service refused', async () => {
    const spv = await startSpv4664Server({ userId: 'U1', row, wagons: () => [wagonNumber(1)] });
    bench.after(spv.stop);
    const made = await bench.add({ kind: 'spv4664', settings: { url: spv.url, userId: 'U1' } });
    expect(await bench.look(made.id)).toMatchObject({ state: 'ok' });
    const stranger = await bench.add({ kind: 'spv4664', settings: { url: spv.url, userId: 'U2' } });
    const refused = { state: 'down', lastError: expect.stringMatching(/Нет прав доступа/) };
    expect(await bench.look(stranger.id)).toMatchObject(refused);
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
