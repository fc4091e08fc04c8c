import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AlertChannelMade, Delivery } from '@karavan/contracts';
import { takeDeliveries, tickAlerts } from '@karavan/usecases';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../../../test/support/eventually.ts';
import { startTestKaravan, type TestKaravan } from '../../../../test/support/karavan.ts';
import { type Letterbox, startLetterbox, startRefusingServer } from '../../../../test/support/letters.ts';
import { startChannels } from './start.ts';

interface Call {
  headers: IncomingHttpHeaders;
  body: string;
}

let karavan: TestKaravan;
let admin: { authorization: string };
let box: Letterbox;
let hook: Server;
let hookUrl: string;
const calls: Call[] = [];
/** what the receiver answers, oldest first; 204 when none is left */
const answers: (number | 'hang' | 'redirect')[] = [];
const closers: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  karavan = await startTestKaravan();
  admin = await karavan.as('admin');
  box = await startLetterbox();
  hook = createServer((req, res) => {
    let body = '';
    req.on('data', (part: Buffer) => {
      body += part;
    });
    req.on('end', () => {
      calls.push({ headers: req.headers, body });
      const answer = answers.shift() ?? 204;
      if (answer === 'hang') req.socket.destroy();
      else if (answer === 'redirect') res.writeHead(302, { location: `${hookUrl}/elsewhere` }).end();
      else res.writeHead(answer).end('x'.repeat(100_000));
    });
  }).listen(0, '127.0.0.1');
  await new Promise((done) => hook.once('listening', done));
  hookUrl = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/hook`;
});
beforeEach(() => {
  box.empty();
  calls.splice(0);
  answers.splice(0);
  now = Date.now() - 3_600_000;
  karavan.setNow(new Date(now).toISOString());
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  const { body } = await get('/alert-channels');
  for (const { id } of body.items) await karavan.http.delete(`/api/v1/alert-channels/${id}`).set(admin);
  for (const table of ['alerts', 'sources', 'shipments', 'assets', 'asset_watch'])
    await karavan.db.system((tx) => tx.many(`DELETE FROM ${table}`));
});
afterAll(async () => {
  await box.stop();
  hook.closeAllConnections();
  hook.close();
  await karavan.close();
});

let now = 0;
const later = (seconds: number) => {
  now += seconds * 1000;
  karavan.setNow(new Date(now).toISOString());
};
const get = (path: string) => karavan.http.get(`/api/v1${path}`).set(admin);
const post = (path: string, body: object = {}) => karavan.http.post(`/api/v1${path}`).set(admin).send(body);
const start = (more: Partial<Parameters<typeof startChannels>[1]> = {}) => {
  const settings = {
    smtpUrl: box.smtpUrl,
    from: 'Karavan <alerts@karavan.example>',
    publicUrl: 'https://cargo.example',
    allowPrivate: true,
    ...more,
  };
  const channels = startChannels(karavan.deps, settings, 50);
  closers.push(channels.close);
  return channels;
};
const channel = async (body: object): Promise<AlertChannelMade> =>
  (await post('/alert-channels', { name: 'Test', minSeverity: 'notice', ...body }).expect(201)).body;
const deliveries = async (state?: string): Promise<Delivery[]> =>
  (await get(`/deliveries${state ? `?state=${state}` : ''}`)).body.items;

/** Sources that are given up, each one critical alert. */
async function breakSources(count: number): Promise<void> {
  await karavan.db.system((tx) =>
    tx.many(
      `INSERT INTO sources (company_id, id, kind, name, enabled, outage_since) SELECT $1, 'src-' || n, 'upload', 'Источник ' || n, true, $3::timestamptz FROM generate_series(1, $2) n
       ON CONFLICT (company_id, id) DO UPDATE SET outage_since = excluded.outage_since`,
      [karavan.companyId, count, new Date(now - 60_000).toISOString()],
    ),
  );
  await tickAlerts(karavan.deps);
}
async function mendSources(): Promise<void> {
  await karavan.db.system((tx) => tx.many('UPDATE sources SET outage_since = NULL'));
  await tickAlerts(karavan.deps);
}

describe('e-mail', () => {
  it('one episode is one letter to each person in his language, and one more at its end', async () => {
    await channel({
      kind: 'email',
      settings: { roles: ['dispatcher'], addresses: ['duty@example.com'], language: 'ru' },
      tellEnd: true,
    });
    await breakSources(1);
    await tickAlerts(karavan.deps);
    later(15);
    start();
    await eventually('two letters', async () => box.letters().length === 2);
    const [russian, english] = [
      box.letters().find(({ to }) => to === 'duty@example.com'),
      box.letters().find(({ to }) => to === 'dispatcher@test.example'),
    ];
    expect(russian?.subject).toBe('Karavan: Источник не отвечает: Источник 1');
    expect(russian?.text).toMatch(/срочно[\s\S]*МСК[\s\S]*https:\/\/cargo\.example\/alerts\?id=/);
    expect(english?.subject).toBe('Karavan: Source down: Источник 1');
    await mendSources();
    later(15);
    await eventually('two more', async () => box.letters().length === 4);
    expect(
      box
        .letters()
        .slice(2)
        .map(({ subject }) => subject),
    ).toContain('Karavan: Over — Source down: Источник 1');
    expect((await deliveries('sent')).length).toBe(4);
  });

  it('three hundred alerts at once are one letter', async () => {
    await channel({ kind: 'email', settings: { addresses: ['duty@example.com'] } });
    await breakSources(300);
    later(15);
    start();
    await eventually('everything sent', async () => (await deliveries('waiting')).length === 0);
    expect(box.letters().map(({ subject }) => subject)).toEqual(['Karavan: 300 тревог']);
    expect(box.letters()[0]?.text).toContain('… и ещё 250 в списке.');
    await mendSources();
  });

  it('an address the server refuses for good is given up at once, a server that is away is not; without a server it is said', async () => {
    const refusing = await startRefusingServer();
    closers.push(refusing.stop);
    const one = await channel({ kind: 'email', settings: { addresses: ['nobody@example.com'] } });
    start({ smtpUrl: refusing.smtpUrl });
    await post(`/alert-channels/${one.id}/test`).expect(202);
    await eventually('given up', async () => (await deliveries('dead')).length === 1);
    expect((await deliveries('dead'))[0]?.lastError).toContain('550');
    for (const close of closers.splice(0).reverse()) await close();
    start({ smtpUrl: 'smtp://127.0.0.1:1' });
    await post(`/alert-channels/${one.id}/test`).expect(202);
    const failed = await eventually('a failure', async () =>
      (await deliveries('waiting')).find(({ attempts, lastError }) => attempts === 1 && lastError),
    );
    expect(Date.parse(failed.dueAt) - now).toBe(10_000);
    for (const close of closers.splice(0).reverse()) await close();
    start({ smtpUrl: undefined });
    later(10);
    await eventually('a reason', async () =>
      (await deliveries('waiting')).find(({ lastError }) => lastError?.includes('SMTP_URL')),
    );
  });

  it('a customer hears of his own cargo while it is on its way, and of nothing else', async () => {
    await channel({ kind: 'email', settings: { roles: ['customer'] } });
    await breakSources(1); // a source is the company's own business
    const at = async (device: string, minutesAgo: number, lat: number) =>
      karavan.http
        .get('/api/v1/ingest/osmand')
        .query({ id: device, lat, lon: 40, timestamp: Math.floor(now / 1000) - minutesAgo * 60, speed: 30 })
        .expect(200);
    for (const [index, customer] of karavan.customers.entries()) {
      const plate = `К${index}77КК56`;
      const vehicle = (await post('/vehicles', { plate })).body;
      await post('/devices', { uniqueId: `cargo-${index}`, vehicleId: vehicle.id });
      await post('/shipments', {
        customerId: customer,
        product: 'Цемент',
        massKg: 20_000,
        origin: { name: 'Завод', lat: 55, lon: 40 },
        destination: { name: 'Стройка', lat: 57, lon: 40 },
        legs: [{ mode: 'road', trips: [{ plate, massKg: 20_000, loadFrom: new Date(now - 100 * 60_000).toISOString() }] }],
      }).expect(201);
      await at(`cargo-${index}`, 60, 55);
      await at(`cargo-${index}`, 50, 55.3);
    }
    await karavan.http
      .get('/api/v1/ingest/osmand')
      .query({ id: 'cargo-1', lat: 55.31, lon: 40, timestamp: Math.floor(now / 1000), speed: 30 });
    await tickAlerts(karavan.deps);
    later(15);
    start();
    await eventually('a letter', async () => box.letters().length > 0);
    await eventually('nothing waits', async () => (await deliveries('waiting')).length === 0);
    expect(box.letters().map(({ to }) => to)).toEqual(['customer@test.example']);
    expect(box.letters()[0]?.subject).toBe('Karavan: No signal: К077КК56');
    await mendSources();
  });
});

describe('a webhook', () => {
  it('is signed as Standard Webhooks has it; its secret is shown once and is not in the database', async () => {
    const made = await channel({ kind: 'webhook', settings: { url: hookUrl } });
    expect(made.secret).toMatch(/^whsec_/);
    expect(JSON.stringify((await get('/alert-channels')).body)).not.toContain('whsec_');
    const stored = await karavan.db.system((tx) =>
      tx.one<{ secret: Buffer }>('SELECT secret FROM alert_channels WHERE id = $1', [made.id]),
    );
    expect(stored?.secret.toString('latin1')).not.toContain(made.secret?.slice(6, 20));
    karavan.setNow(undefined);
    now = Date.now();
    start();
    await breakSources(1);
    const [call] = await eventually('the call', async () => calls.length > 0 && calls);
    const verified = new Webhook(made.secret ?? '').verify(call?.body ?? '', call?.headers as Record<string, string>);
    expect(verified).toMatchObject({ type: 'alert.opened', data: { kind: 'sourceDown', state: 'open', label: 'Источник 1' } });
    const [sent] = await eventually('the note', async () => (await deliveries('sent')).length === 1 && deliveries('sent'));
    expect(call?.headers['webhook-id']).toBe(sent?.id);
    expect(() => new Webhook(made.secret ?? '').verify(`${call?.body} `, call?.headers as Record<string, string>)).toThrow();
    await mendSources();
  });

  it('failing is tried again with the same id and longer waits, then given up, and sent again on demand', async () => {
    await channel({ kind: 'webhook', settings: { url: hookUrl } });
    answers.push(500, 'hang', 'redirect', 429, 503, 500, 500, 500, 500);
    await breakSources(1);
    start();
    for (const [index, wait] of [10, 30, 120, 600, 1800, 3600, 10_800, 28_800].entries()) {
      const [held] = await eventually(`attempt ${index + 1}`, async () => {
        const waiting = await deliveries('waiting');
        return (
          waiting[0]?.attempts === index + 1 && waiting[0].lastError !== null && Date.parse(waiting[0].dueAt) > now && waiting
        );
      });
      expect((Date.parse(held?.dueAt ?? '') - now) / 1000).toBe(wait);
      later(wait);
    }
    const [dead] = await eventually('given up', async () => (await deliveries('dead')).length === 1 && deliveries('dead'));
    expect(dead).toMatchObject({ attempts: 9, lastError: 'answered 500' });
    expect(calls).toHaveLength(9);
    await post(`/deliveries/${dead?.id}/replay`).expect(202);
    await eventually('sent', async () => (await deliveries('sent')).length === 1);
    expect(new Set(calls.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([dead?.id]));
    await mendSources();
  }, 60_000);

  it('sent by a program that died before it noted so is sent again, with the same id', async () => {
    await channel({ kind: 'webhook', settings: { url: hookUrl } });
    await breakSources(1);
    const [taken] = await takeDeliveries(karavan.deps); // and then the lights go out
    expect(await takeDeliveries(karavan.deps)).toEqual([]);
    start();
    later(91);
    const [call] = await eventually('the call', async () => calls.length > 0 && calls);
    expect(call?.headers['webhook-id']).toBe(taken?.id);
    await mendSources();
  });

  it('goes to no private address unless that is allowed, whatever its name says', async () => {
    start({ allowPrivate: false });
    const port = new URL(hookUrl).port;
    for (const url of [
      hookUrl,
      `http://localhost:${port}/`,
      `http://[::1]:${port}/`,
      `http://[::ffff:127.0.0.1]:${port}/`,
      'http://169.254.169.254/latest',
      'http://2130706433/',
    ]) {
      const made = await channel({ kind: 'webhook', settings: { url } });
      await post(`/alert-channels/${made.id}/test`).expect(202);
    }
    await eventually('all given up', async () => (await deliveries('dead')).length === 6);
    for (const { lastError } of await deliveries('dead')) expect(lastError).toContain('private network');
    expect(calls).toEqual([]);
  });

  it('one that is switched off keeps what waits; one of another kind or weight is not told', async () => {
    const off = await channel({ kind: 'webhook', settings: { url: hookUrl }, name: 'off' });
    await channel({ kind: 'webhook', settings: { url: hookUrl }, kinds: ['longStop'], name: 'other' });
    await breakSources(1);
    await karavan.http.patch(`/api/v1/alert-channels/${off.id}`).set(admin).send({ enabled: false }).expect(200);
    start();
    later(2);
    const waiting = await deliveries('waiting');
    expect(waiting).toHaveLength(1);
    expect(waiting[0]).toMatchObject({ channelName: 'off', attempts: 0 });
    await karavan.http.patch(`/api/v1/alert-channels/${off.id}`).set(admin).send({ enabled: true }).expect(200);
    await eventually('the call', async () => calls.length === 1);
    await mendSources();
  });
});

describe('a channel', () => {
  it('is set up by an admin alone; what is wrong is said at its field; where it goes only the admin sees', async () => {
    const dispatcher = await karavan.as('dispatcher');
    await karavan.http.post('/api/v1/alert-channels').set(dispatcher).send({}).expect(403);
    const nobody = await post('/alert-channels', { kind: 'email', name: 'x', settings: {} });
    expect([nobody.status, nobody.body.errors[0].path]).toEqual([400, 'settings.roles']);
    const ftp = await post('/alert-channels', { kind: 'webhook', name: 'x', settings: { url: 'ftp://example.com' } });
    expect([ftp.status, ftp.body.errors[0].path]).toEqual([400, 'settings.url']);
    await channel({ kind: 'webhook', settings: { url: hookUrl } });
    const seen = await karavan.http.get('/api/v1/alert-channels').set(dispatcher).expect(200);
    expect(seen.body.items[0].settings).toEqual({});
  });
});
