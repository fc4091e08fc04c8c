import { afterEach, describe, expect, it } from 'vitest';
import { type Behaviour, json, LOGIN, type Site, startSite } from './account/account-site.fixture.ts';
import { SourceError } from './account/source-error.ts';
import { createRzdAccount, type RzdAccountOptions } from './fetch.ts';
import { parseReport } from './parse/parse-report.ts';
import { dispatchXlsx } from './parse/workbook.fixture.ts';

const REPORTS = '/api/v1/services/asoup/reports';
const sites: Site[] = [];
afterEach(async () => {
  await Promise.all(sites.splice(0).map((site) => site.close()));
});

async function visit(behaviour: Behaviour = {}, options: Partial<RzdAccountOptions> = {}) {
  const site = await startSite(behaviour);
  sites.push(site);
  return { site, account: createRzdAccount({ baseUrl: site.baseUrl, ...LOGIN, pollMs: 5, timeoutMs: 2_000, ...options }) };
}

async function problem(fetched: Promise<unknown>): Promise<string> {
  const error = await fetched.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof SourceError) return error.code;
  throw error ?? new Error('a report came');
}

describe('a report of the railway account', () => {
  it('is ordered, waited for and downloaded, byte by byte', async () => {
    const report = dispatchXlsx();
    const { site, account } = await visit({ report });
    const fetched = await account.fetchReport();
    expect(fetched.fileName).toBe('Дислокация.xlsx');
    expect(fetched.contentType).toContain('spreadsheetml');
    expect(Buffer.compare(fetched.bytes, report)).toBe(0);
    expect(parseReport(fetched.bytes).total).toBe(7);
    expect(site.log).toEqual([
      'GET /sign_in',
      'POST /sign_in',
      'GET /',
      `POST ${REPORTS}`,
      `GET ${REPORTS}/4711`,
      `GET ${REPORTS}/4711`,
      `GET ${REPORTS}/4711`,
      `GET ${REPORTS}/4711/download`,
    ]);
    expect([...site.userAgents]).toEqual(['Karavan/1.0 (wagon reports)']);
  });

  it('that comes with the answer that it is made is not asked for again, however long it is', async () => {
    const body = Array.from({ length: 60_000 }, () => [
      '93123453',
      '2026-08-20T06:12:00.000',
      '2',
      'ГРЯЗИ-ВОРОНЕЖСКИЕ',
      'x'.repeat(40),
    ]);
    const data = { head: ['NOM_VAG', 'DATE_OP', 'KOP_VMD', 'NAIM_STAN_OP', 'NAIM_GRUZPOL_OKPO'], body };
    const whole = { data: { created_at: '20.08.2026 07:05', status: 'done', data } };
    const { site, account } = await visit({
      instead: { [`GET ${REPORTS}/4711`]: (_, response) => json(response, 200, whole) },
    });
    const fetched = await account.fetchReport();
    expect(fetched.bytes.length).toBeGreaterThan(5_000_000);
    expect(JSON.parse(Buffer.from(fetched.bytes).toString())).toEqual(whole);
    expect(site.log.at(-1)).toBe(`GET ${REPORTS}/4711`);
  });

  it('the session is kept for the next one', async () => {
    const { site, account } = await visit({ polls: 0 });
    await account.fetchReport();
    await account.fetchReport();
    expect(site.log.filter((line) => line === 'POST /sign_in')).toHaveLength(1);
  });

  it('two at once are ordered one after the other', async () => {
    const { site, account } = await visit({ polls: 1 });
    await Promise.all([account.fetchReport(), account.fetchReport()]);
    const steps = site.log.filter((line) => line.includes('reports')).map((line) => line.replace(REPORTS, ''));
    expect(steps).toEqual([
      'POST ',
      'GET /4711',
      'GET /4711',
      'GET /4711/download',
      'POST ',
      'GET /4711',
      'GET /4711',
      'GET /4711/download',
    ]);
  });

  it('may be downloaded elsewhere', async () => {
    const { account } = await visit(
      { instead: { 'GET /files/4711.csv': (_, response) => void response.end('a;b') } },
      { downloadPath: (id) => `/files/${id}.csv` },
    );
    expect(await account.fetchReport()).toMatchObject({ fileName: 'rzd-4711', contentType: 'application/octet-stream' });
  });

  it('the file name is a name and no path', async () => {
    const { account } = await visit({ fileName: '../../etc/пароли\u0000.xlsx' });
    expect((await account.fetchReport()).fileName).toBe('.._.._etc_пароли_.xlsx');
  });
});

describe('a session that ends', () => {
  it.each([
    ['before the order', `POST ${REPORTS}`],
    ['while waiting', `GET ${REPORTS}/4711`],
    ['before the download', `GET ${REPORTS}/4711/download`],
  ])('%s is opened again once', async (_, moment) => {
    const instead: NonNullable<Behaviour['instead']> = {};
    const { site, account } = await visit({ polls: 0, instead });
    await account.fetchReport();
    instead[moment] = (_request, response) => {
      delete instead[moment];
      site.endSessions();
      response.writeHead(302, { location: '/sign_in' }).end();
    };
    await account.fetchReport();
    expect(site.log.filter((line) => line === 'POST /sign_in')).toHaveLength(2);
  });

  it('again and again is an error, not a loop', async () => {
    const { site, account } = await visit({ instead: { [`GET ${REPORTS}/4711`]: (_, response) => json(response, 401, {}) } });
    expect(await problem(account.fetchReport())).toBe('BAD_REPLY');
    expect(site.log.filter((line) => line === 'POST /sign_in')).toHaveLength(2);
  });
});

describe('a login', () => {
  it.each([400, 401, 403, 422])('refused with %i is BAD_LOGIN and asked once', async (status) => {
    const { site, account } = await visit({ instead: { 'POST /sign_in': (_, response) => json(response, status, {}) } });
    expect(await problem(account.fetchReport())).toBe('BAD_LOGIN');
    expect(site.log).toEqual(['GET /sign_in', 'POST /sign_in']);
  });

  it('with a wrong password is refused by the site itself', async () => {
    const { account } = await visit({}, { password: 'wrong' });
    expect(await problem(account.fetchReport())).toBe('BAD_LOGIN');
  });

  it('that opens no session is BAD_LOGIN', async () => {
    const { account } = await visit({ instead: { 'POST /sign_in': (_, response) => json(response, 200, { sms: true }) } });
    expect(await problem(account.fetchReport())).toBe('BAD_LOGIN');
  });
});

describe('a site that misbehaves', () => {
  it.each<[string, Behaviour['instead'], string]>([
    ['a sign-in page without a token', { 'GET /sign_in': (_, response) => void response.end('<html></html>') }, 'BAD_REPLY'],
    ['an order that is no JSON', { [`POST ${REPORTS}`]: (_, response) => void response.end('<html>') }, 'BAD_REPLY'],
    ['an order without an id', { [`POST ${REPORTS}`]: (_, response) => json(response, 201, { data: {} }) }, 'BAD_REPLY'],
    ['an id that is a path', { [`POST ${REPORTS}`]: (_, response) => json(response, 201, { id: '../../x' }) }, 'BAD_REPLY'],
    ['an order refused', { [`POST ${REPORTS}`]: (_, response) => json(response, 404, {}) }, 'BAD_REPLY'],
    [
      'a report that fails',
      { [`GET ${REPORTS}/4711`]: (_, response) => json(response, 200, { status: 'failed' }) },
      'REPORT_FAILED',
    ],
    ['maintenance', { 'GET /sign_in': (_, response) => json(response, 503, {}) }, 'UNREACHABLE'],
    ['a cut connection', { 'GET /sign_in': (request) => void request.destroy() }, 'UNREACHABLE'],
    ['no answer at all', { 'GET /sign_in': () => undefined }, 'TIMEOUT'],
    ['an answer that never ends', { [`GET ${REPORTS}/4711/download`]: (_, response) => void response.write('PK') }, 'TIMEOUT'],
    ['an endless page', { 'GET /sign_in': (_, response) => void response.end(Buffer.alloc(5 * 1024 * 1024)) }, 'BAD_REPLY'],
    ['an empty report', { [`GET ${REPORTS}/4711/download`]: (_, response) => void response.end() }, 'BAD_REPLY'],
    [
      'redirects in a circle',
      { 'GET /sign_in': (_, response) => void response.writeHead(302, { location: '/sign_in' }).end() },
      'BAD_REPLY',
    ],
    [
      'a redirect to another site',
      { 'GET /sign_in': (_, response) => void response.writeHead(302, { location: 'http://localhost:1/' }).end() },
      'BAD_REPLY',
    ],
  ])('%s', async (_, instead, code) => {
    const { account } = await visit({ instead: instead ?? {}, polls: 0 }, { timeoutMs: 300 });
    expect(await problem(account.fetchReport())).toBe(code);
  });

  it('a report that is never made is a TIMEOUT', async () => {
    const { account } = await visit({ polls: 1e9 }, { maxWaitMs: 60 });
    expect(await problem(account.fetchReport())).toBe('TIMEOUT');
  });

  it('single failures while waiting are lived through, four in a row are not', async () => {
    const visits = (failures: number) => {
      let left = failures;
      const instead: NonNullable<Behaviour['instead']> = {
        [`GET ${REPORTS}/4711`]: (_, response) => {
          left -= 1;
          json(response, left >= 0 ? 502 : 200, { status: 'done' });
        },
      };
      return visit({ instead });
    };
    expect((await (await visits(3)).account.fetchReport()).bytes.length).toBe(4);
    expect(await problem((await visits(4)).account.fetchReport())).toBe('UNREACHABLE');
  });

  it('a closed port is UNREACHABLE', async () => {
    const { site, account } = await visit();
    await site.close();
    expect(await problem(account.fetchReport())).toBe('UNREACHABLE');
  });

  it('an abort ends it with its own reason, and the account works on', async () => {
    const controller = new AbortController();
    const stop = new Error('shutting down');
    const instead: NonNullable<Behaviour['instead']> = {
      [`GET ${REPORTS}/4711`]: (_, response) => {
        json(response, 200, { status: controller.signal.aborted ? 'done' : 'processing' });
        controller.abort(stop);
      },
    };
    const { account } = await visit({ instead }, { pollMs: 50 });
    await expect(account.fetchReport(controller.signal)).rejects.toBe(stop);
    await expect(account.fetchReport(AbortSignal.abort(stop))).rejects.toBe(stop);
    expect((await account.fetchReport()).bytes.length).toBe(4);
  });
});
