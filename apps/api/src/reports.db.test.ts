import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addOperator, fixture, startTestKaravan, type TestKaravan } from '../../../test/support/karavan.ts';

let karavan: TestKaravan;
let csv: string;
beforeAll(async () => {
  karavan = await startTestKaravan();
  csv = (await fixture('3-lk-export.utf8.csv')).toString();
  karavan.setNow(new Date().toISOString()); // a forecast says another minute a minute later
});
afterAll(() => karavan.close());

const get = async (path: string, role: Parameters<TestKaravan['as']>[0] = 'dispatcher') =>
  karavan.http.get(`/api/v1${path}`).set(await karavan.as(role));
/** The same report as if formed at another time, with the first wagon's operation moved. */
const at = (time: string, operation = '20.08.2026 06:12') =>
  csv.replace('20.08.2026 07:05', time).replace('ОТПР;20.08.2026 06:12', `ОТПР;${operation}`);

describe('wagon reports', () => {
  it('takes one in: counts add up, raw bytes kept, wagons known with evidence', async () => {
    const reply = await karavan.upload(csv, 'lk.csv');
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({ format: 'account-csv', reportedAt: '2026-08-20T04:05:00.000Z' });
    expect(reply.body.rows).toEqual({ total: 7, accepted: 7, rejected: 0, duplicate: 0, stale: 0 });
    const raw = await get(`/reports/${reply.body.id}/raw`).then((r) => r.body as Buffer);
    expect(raw.toString()).toBe(csv);
    const wagon = await get('/wagons/93456788');
    expect(wagon.body).toMatchObject({
      status: 'abandoned',
      remainingKm: 214,
      loadState: 'loaded',
      idle: { sinceLastOperationDays: 3.35 },
      deadline: { date: '2026-08-18', basis: 'report' },
      evidence: { reportId: reply.body.id, row: 6 },
      lastOperation: { event: 'TRAIN_ABANDONED', at: '2026-08-16T19:40:00.000Z', station: { name: 'РЯЖСК I', esr: '223803' } },
    });
    const rows = await get(`/reports/${reply.body.id}/rows`);
    expect(rows.body.items).toHaveLength(7);
    expect(rows.body.items[0]).toMatchObject({ row: 5, wagon: '93123453', verdict: 'accepted' });
  });

  it('answers the same bytes with 200 and changes nothing', async () => {
    const before = (await get('/wagons')).body;
    const again = await karavan.upload(csv, 'other-name.csv');
    expect(again.status).toBe(200);
    expect((await get('/wagons')).body).toEqual(before);
    expect(
      (await get('/reports')).body.items.filter((item: { sha256: string }) => item.sha256 === again.body.sha256),
    ).toHaveLength(1);
  });

  it('moves on with a newer report and never back with an older one', async () => {
    const newer = await karavan.upload(at('20.08.2026 10:05', '20.08.2026 09:40'));
    expect(newer.body.rows).toMatchObject({ accepted: 7, stale: 0 });
    const present = (await get('/wagons/93123453')).body;
    expect(present.lastOperation.at).toBe('2026-08-20T06:40:00.000Z');
    const older = await karavan.upload(at('20.08.2026 08:05', '20.08.2026 07:50'));
    expect(older.status).toBe(201);
    expect(older.body.rows).toMatchObject({ accepted: 0, stale: 7 });
    expect((await get('/wagons/93123453')).body).toEqual(present);
    const history = (await get('/wagons/93123453/history')).body.items.map((item: { at: string }) => item.at);
    expect(history).toEqual(['2026-08-20T06:40:00.000Z', '2026-08-20T04:50:00.000Z', '2026-08-20T03:12:00.000Z']);
  });

  it('accepts a wagon with a wrong check digit and warns', async () => {
    const reply = await karavan.upload(at('21.08.2026 07:05').replace('93123453', '93123454'));
    expect(reply.body.rows.accepted).toBe(7);
    expect(reply.body.issues).toContainEqual(expect.objectContaining({ row: 5, severity: 'warning', value: '93123454' }));
    expect((await get('/wagons/93123454')).body.checkDigitValid).toBe(false);
  });

  it('rejects a row with its reason and takes the rest', async () => {
    const reply = await karavan.upload(
      at('22.08.2026 07:05').replace('92;БРОС;', '').replace('БРОС;16.08.2026 22:40', 'БРОС;32.13.2026'),
    );
    const { rows, issues } = reply.body;
    expect(rows.accepted + rows.rejected + rows.duplicate + rows.stale).toBe(rows.total);
    expect(rows).toMatchObject({ total: 7, accepted: 6, rejected: 1 });
    expect(issues).toContainEqual(expect.objectContaining({ row: 6, severity: 'error' }));
  });

  it.each([
    ['an empty file', () => Buffer.alloc(0)],
    ['a cut-off workbook', () => Buffer.concat([Buffer.from('PK\u0003\u0004'), randomBytes(400)])],
  ])('refuses %s with 4xx and keeps nothing but the audit line', async (_name, bytes) => {
    const before = (await get('/reports')).body.items.length;
    const reply = await karavan.upload(bytes());
    expect(reply.status).toBe(422);
    expect(reply.type).toBe('application/problem+json');
    expect((await get('/reports')).body.items).toHaveLength(before);

    const audit = (await get('/audit', 'admin')).body.items.find((entry: { action: string }) => entry.action !== 'signed in');
    expect(audit.action).toBe('report refused');
  });

  it('refuses 50 MB with 413 before it is all read', async () => {
    const reply = await karavan.upload(Buffer.alloc(50 * 1024 * 1024, 0x41));
    expect(reply.status).toBe(413);
  });

  it('quarantines a table of no known layout: 422 names the report, its bytes are kept', async () => {
    const reply = await karavan.upload('Имя;Возраст\nПётр;44\n', 'people.csv');
    expect(reply.status).toBe(422);
    const listed = (await get('/reports')).body.items[0];
    expect(reply.body.detail).toContain(listed.id);
    expect(reply.body.type).toBe('urn:karavan:problem:report-unknown-layout');
    expect(listed).toMatchObject({ status: 'quarantined', fileName: 'people.csv' });
    expect(((await get(`/reports/${listed.id}/raw`)).body as Buffer).toString()).toContain('Пётр');
    expect((await karavan.upload('Имя;Возраст\nПётр;44\n', 'people.csv')).status).toBe(422);
  });

  it('says which field is missing when no file came', async () => {
    const reply = await karavan.http
      .post('/api/v1/reports')
      .set(await karavan.as('dispatcher'))
      .field('source', 'x');
    expect(reply.status).toBe(400);
    expect(reply.body.errors[0].path).toBe('file');
    await karavan.http
      .post('/api/v1/reports')
      .set(await karavan.as('dispatcher'))
      .send({ file: 'x' })
      .expect(415);
  });

  it('replays stored bytes to the same end', async () => {
    const listed = async () =>
      (await get('/reports')).body.items.filter((item: { status: string }) => item.status === 'ingested');
    const reports = await listed();
    expect(reports.length).toBeGreaterThan(1);
    const before = (await get('/wagons')).body.items.map(({ revision: _, ...wagon }: { revision: number }) => wagon);
    // newest first, so each but the first is read again behind newer ones
    for (const { id } of reports)
      await karavan.http
        .post(`/api/v1/reports/${id}/replay`)
        .set(await karavan.as('dispatcher'))
        .expect(200);
    expect(await listed()).toEqual(reports);
    expect((await get('/wagons')).body.items.map(({ revision: _, ...wagon }: { revision: number }) => wagon)).toEqual(before);
  });

  it('is nobody else’s: customers and other companies see no report and no wagon of it', async () => {
    expect((await get('/reports', 'customer')).status).toBe(403);
    expect((await get('/wagons', 'customer')).body.items).toEqual([]);
    expect((await get('/wagons/93123453', 'customer')).status).toBe(404);
    const other = { authorization: (await addOperator(karavan, 'Stranger')).authorization };
    expect((await karavan.http.get('/api/v1/wagons').set(other)).body.items).toEqual([]);
    const own = await karavan.http.post('/api/v1/reports').set(other).attach('file', Buffer.from(csv), 'lk.csv');
    expect(own.status).toBe(201);
  });

  it('takes the very same report from many hands at once only once', async () => {
    const body = at('23.08.2026 07:05', '23.08.2026 06:50');
    const replies = await Promise.all(Array.from({ length: 6 }, () => karavan.upload(body)));
    expect(replies.filter((reply) => reply.status === 201)).toHaveLength(1);
    expect(new Set(replies.map((reply) => reply.body.id)).size).toBe(1);
  });
});
