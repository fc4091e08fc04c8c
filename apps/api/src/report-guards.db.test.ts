import { AppError } from '@karavan/runtime';
import { sources } from '@karavan/store';
import { runLayoutRuns } from '@karavan/usecases';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestKaravan, type TestKaravan } from '../../../test/support/karavan.ts';
import { wagonNumber } from '../../../test/support/wagon-csv.ts';

const HEADER =
  'Номер вагона;Номер накладной;Дата и время начала рейса;Станция отправления;Станция назначения;Наименование груза;Вес груза (кг);Станция операции;Операция с вагоном;Мнемокод операции;Дата и время операции;Тип парка (П/Г);Остаток';
type Stop = [station: string, operation: string, mnemonic: string, at: string];
const GRYAZI: Stop = ['ГРЯЗИ-ВОРОНЕЖСКИЕ (591907)', 'Отправление вагона со станции (2)', 'ОТПР', '20.08.2026 06:12'];
const RYAZHSK: Stop = ['РЯЖСК I (223803)', 'Прибытие вагона на станцию (1)', 'ПРИБ', '20.08.2026 09:30'];
const ABANDONED: Stop = ['РЯЖСК I (223803)', 'Бросание поезда на станции (92)', 'БРОС', '20.08.2026 11:10'];
const VOSKRESENSK: Stop = ['ВОСКРЕСЕНСК (233608)', 'Прибытие вагона на станцию (1)', 'ПРИБ', '20.08.2026 15:45'];

function report(formed: string, wagons: [index: number, stop: Stop][], header = HEADER): string {
  const rows = wagons.map(([index, [station, operation, mnemonic, at]]) =>
    [
      wagonNumber(index),
      `ЭЯ${100_000 + index}`,
      '17.08.2026 10:20',
      'СЕБРЯКОВО (613608)',
      'ВОСКРЕСЕНСК (233608)',
      'Цемент (281014)',
      68_500,
      station,
      operation,
      mnemonic,
      at,
      'Груженый',
      300,
    ].join(';'),
  );
  return [';Личный кабинет клиента', `${formed};Дислокация вагонов`, '', header, ...rows].join('\r\n');
}
const fleet = (count: number, stop: Stop, from = 0): [number, Stop][] =>
  Array.from({ length: count }, (_, i) => [from + i, stop]);

let karavan: TestKaravan;
beforeEach(async () => {
  karavan = await startTestKaravan();
});
const closeAll: (() => Promise<void>)[] = [];
beforeEach(() => {
  closeAll.push(karavan.close);
});
afterAll(async () => {
  for (const close of closeAll) await close();
});

async function addFleet(target = karavan, id = 'lk'): Promise<void> {
  const { companyId } = target;
  await target.db.scoped({ companyId, customerId: null }, (tx) =>
    sources.saveSource(tx, {
      companyId,
      id,
      kind: 'upload',
      name: id,
      everySeconds: null,
      settings: {},
      secrets: null,
      enabled: true,
      managed: false,
      nextRunAt: null,
    }),
  );
}
const send = async (body: string, source = 'lk', target = karavan) =>
  target.http
    .post('/api/v1/reports')
    .set(await target.as('dispatcher'))
    .field('source', source)
    .attach('file', Buffer.from(body), { filename: 'lk.csv' });
const get = async (path: string, target = karavan) => target.http.get(`/api/v1${path}`).set(await target.as('dispatcher'));
const post = async (path: string, body: object = {}, target = karavan) =>
  target.http
    .post(`/api/v1${path}`)
    .set(await target.as('dispatcher'))
    .send(body);
const wagon = async (index: number, target = karavan) => (await get(`/wagons/${wagonNumber(index)}`, target)).body;
const events = (target = karavan) =>
  target.db.system((tx) =>
    tx.many<{ kind: string; asset_id: string | null }>('SELECT kind, asset_id FROM events ORDER BY revision, at'),
  );
const kinds = async (target = karavan) => (await events(target)).map(({ kind }) => kind);

describe('a report that lost a part of its fleet', () => {
  it('up to 30 %: the wagons go missing, never arrived, and return', async () => {
    await addFleet();
    await send(report('20.08.2026 07:05', fleet(10, GRYAZI)));
    const second = await send(report('20.08.2026 10:05', fleet(7, RYAZHSK)));
    expect(second.status).toBe(201);
    expect(await wagon(8)).toMatchObject({
      status: 'missing',
      missing: { since: '2026-08-20T07:05:00.000Z', was: 'inTransit' },
      reportedAt: '2026-08-20T04:05:00.000Z',
      lastOperation: { event: 'DEPARTED' },
    });
    expect((await kinds()).filter((kind) => kind === 'missing')).toHaveLength(3);
    await send(report('20.08.2026 11:05', fleet(7, RYAZHSK)));
    expect((await kinds()).filter((kind) => kind === 'missing')).toHaveLength(3);
    await send(report('20.08.2026 16:05', fleet(10, VOSKRESENSK)));
    expect(await wagon(8)).toMatchObject({ status: 'arrived' });
    expect((await wagon(8)).missing).toBeUndefined();
    expect((await kinds()).filter((kind) => kind === 'returned')).toHaveLength(3);
  });

  it('more: held with what would be lost, nothing changed, one event; approved it counts', async () => {
    await addFleet();
    await send(report('20.08.2026 07:05', fleet(10, GRYAZI)));
    const before = (await get('/wagons')).body.items;
    const held = await send(report('20.08.2026 10:05', fleet(6, RYAZHSK)));
    expect(held.status).toBe(202);
    expect(held.body).toMatchObject({ status: 'held', hold: { fleet: 10, lost: 4 }, rows: { total: 6, accepted: 0, held: 6 } });
    expect(held.body.hold.wagons).toEqual([6, 7, 8, 9].map(wagonNumber).sort());
    await send(report('20.08.2026 11:05', fleet(6, ABANDONED)));
    expect((await get('/wagons')).body.items).toEqual(before);
    expect((await kinds()).filter((kind) => kind === 'reportHeld')).toHaveLength(1);
    expect((await get('/reports?waiting=true')).body.items).toHaveLength(2);
    // the same bytes again wait as before
    expect((await send(report('20.08.2026 10:05', fleet(6, RYAZHSK)))).status).toBe(202);
    const approved = await post(`/reports/${held.body.id}/approve`);
    expect(approved.body.rows).toMatchObject({ accepted: 6 });
    expect(await wagon(9)).toMatchObject({ status: 'missing' });
    // the later one waited for the same reason, and follows
    expect(await wagon(0)).toMatchObject({ status: 'abandoned' });
    expect((await get('/reports?waiting=true')).body.items).toHaveLength(0);
    expect((await post(`/reports/${held.body.id}/approve`)).status).toBe(409);
  });

  it('formed hours after it came it is held for a person, and what follows counts', async () => {
    await addFleet();
    const moscow = (ms: number) => {
      const iso = new Date(ms + 3 * 3_600_000).toISOString();
      return `${iso.slice(8, 10)}.${iso.slice(5, 7)}.${iso.slice(0, 4)} ${iso.slice(11, 16)}`;
    };
    const now = Date.now();
    const at = (stop: Stop, ms: number): Stop => [stop[0], stop[1], stop[2], moscow(ms)];
    const nextYear = now + 365 * 86_400_000;
    const wrong = await send(report(moscow(nextYear), fleet(10, at(RYAZHSK, nextYear - 3_600_000))));
    expect(wrong.status).toBe(202);
    expect(wrong.body).toMatchObject({ status: 'held', rows: { accepted: 0, held: 10 } });
    expect(Math.abs(wrong.body.hold.aheadMinutes - 365 * 24 * 60)).toBeLessThan(3);
    expect((await get('/wagons')).body.items).toEqual([]);
    // two hours are no difference of clocks, ten minutes are one
    expect((await send(report(moscow(now + 7_200_000), fleet(10, at(RYAZHSK, now))))).status).toBe(202);
    expect((await kinds()).filter((kind) => kind === 'reportHeld')).toHaveLength(1);
    expect((await send(report(moscow(now + 600_000), fleet(10, at(GRYAZI, now - 3_600_000))))).status).toBe(201);
    expect(await wagon(0)).toMatchObject({ status: 'inTransit', lastOperation: { event: 'DEPARTED' } });
    // who means it lets it in
    expect((await post(`/reports/${wrong.body.id}/approve`)).body.rows).toMatchObject({ accepted: 10 });
  });

  it('rejected it is put away and stays so', async () => {
    await addFleet();
    await send(report('20.08.2026 07:05', fleet(10, GRYAZI)));
    const held = await send(report('20.08.2026 10:05', fleet(2, RYAZHSK)));
    expect((await post(`/reports/${held.body.id}/reject`)).status).toBe(200);
    expect((await get(`/reports/${held.body.id}`)).body.status).toBe('rejected');
    expect(await wagon(0)).toMatchObject({ reportedAt: '2026-08-20T04:05:00.000Z' });
    expect((await send(report('20.08.2026 12:05', fleet(10, ABANDONED)))).status).toBe(201);
    expect(await wagon(9)).toMatchObject({ status: 'abandoned' });
  });

  it('a file sent by hand, or of another source, is no snapshot of this fleet', async () => {
    await addFleet();
    await send(report('20.08.2026 07:05', fleet(10, GRYAZI)));
    expect((await karavan.upload(report('20.08.2026 10:05', fleet(2, RYAZHSK)))).status).toBe(201);
    expect((await send(report('20.08.2026 10:06', fleet(1, RYAZHSK)), 'nobody')).status).toBe(201);
    expect(await wagon(5)).toMatchObject({ status: 'inTransit' });
  });

  it('approved after newer ones, it leaves what it would have left in its time', async () => {
    await addFleet();
    const parts = [
      report('20.08.2026 07:05', fleet(10, GRYAZI)),
      report('20.08.2026 10:05', fleet(6, RYAZHSK)),
      report('20.08.2026 12:05', fleet(10, ABANDONED)),
    ];
    for (const part of parts) await send(part);
    const [held] = (await get('/reports?waiting=true')).body.items;
    await post(`/reports/${held.id}/approve`);
    const late = (await get('/wagons')).body.items.map(plain);
    const straight = await startTestKaravan();
    closeAll.push(straight.close);
    await addFleet(straight);
    for (const part of parts) {
      const reply = await send(part, 'lk', straight);
      if (reply.status === 202) await post(`/reports/${reply.body.id}/approve`, {}, straight);
    }
    expect(late).toEqual((await get('/wagons', straight)).body.items.map(plain));
  });
});

/** What does not depend on when it was worked out, nor on ids. */
function plain({ revision: _, eta: _eta, ...rest }: Record<string, unknown>) {
  return JSON.parse(JSON.stringify(rest, (key, value) => (key === 'reportId' ? undefined : value)));
}

describe('a layout nobody knows', () => {
  const DAMAGED = HEADER.replace('Номер вагона', 'Поле А')
    .replace('Дата и время операции', 'Поле Б')
    .replace('Станция операции', 'Поле В');
  const WORDS = { 'Поле А': 'wagon', 'Поле Б': 'opTime', 'Поле В': 'opStation' };

  async function statesAfter(target: TestKaravan) {
    const wagons = (await get('/wagons', target)).body.items.map(plain);
    const assets = await target.db.system((tx) =>
      tx.many('SELECT id, label, lat, lon, at, place, status, approximate FROM assets ORDER BY id'),
    );
    const operations = await target.db.system((tx) =>
      tx.many(`SELECT wagon, at, key, data - 'evidence' AS data FROM operations ORDER BY wagon, at, key`),
    );
    const members = await target.db.system((tx) =>
      tx.many('SELECT source_id, wagon, seen_at, missing_since FROM fleet_wagons ORDER BY wagon'),
    );
    const alerts = await target.db.system((tx) =>
      tx.many(`SELECT kind, subject FROM alerts WHERE ended_at IS NULL ORDER BY kind, subject`),
    );
    return { wagons, assets, operations, members, alerts };
  }

  it('is kept with its columns, told once, explained once, and all its files follow as if undamaged', async () => {
    await addFleet();
    const story: [formed: string, wagons: [number, Stop][], damaged: boolean][] = [
      ['20.08.2026 07:05', fleet(10, GRYAZI), false],
      ['20.08.2026 12:05', fleet(8, ABANDONED), true],
      ['20.08.2026 10:05', fleet(9, RYAZHSK), true],
      ['20.08.2026 16:05', fleet(9, VOSKRESENSK), false],
    ];
    for (const [formed, wagons, damaged] of story) {
      const reply = await send(report(formed, wagons, damaged ? DAMAGED : HEADER));
      expect([formed, reply.status]).toEqual([formed, damaged ? 422 : 201]);
    }
    expect((await kinds()).filter((kind) => kind === 'reportQuarantined')).toHaveLength(1);
    const waiting = (await get('/reports?waiting=true')).body.items;
    expect(waiting).toHaveLength(2);
    const detail = (await get(`/reports/${waiting[0].id}`)).body;
    expect(detail.fields).toContain('wagon');
    expect(detail.columns.map(({ header }: { header: string }) => header)).toContain('Поле А');

    const bad = await post(`/reports/${waiting[0].id}/mapping`, { columns: { 'Поле А': 'wagonn' } });
    expect(bad.status).toBe(400);
    expect(bad.body.errors[0].path).toBe('columns.Поле А');
    expect((await post(`/reports/${waiting[0].id}/mapping`, { columns: { 'Поле А': 'wagon' } })).status).toBe(422);
    const approved = await post(`/reports/${waiting[0].id}/mapping`, { columns: WORDS });
    expect(approved.status).toBe(200);
    expect(approved.body.replayed.map(({ reportedAt }: { reportedAt: string }) => reportedAt)).toEqual([
      '2026-08-20T07:05:00.000Z',
      '2026-08-20T09:05:00.000Z',
    ]);
    expect((await get('/reports?waiting=true')).body.items).toHaveLength(0);

    const straight = await startTestKaravan();
    closeAll.push(straight.close);
    await addFleet(straight);
    for (const [formed, wagons] of story.toSorted(([a], [b]) => a.localeCompare(b)))
      expect((await send(report(formed, wagons), 'lk', straight)).status).toBe(201);
    expect(await statesAfter(karavan)).toEqual(await statesAfter(straight));
    // from now on the layout is known
    expect((await send(report('20.08.2026 17:05', fleet(10, VOSKRESENSK), DAMAGED))).status).toBe(201);
    // a source that answers with pages of errors is told of once
    for (const page of ['Технические работы до 10:00', 'Технические работы до 10:15'])
      expect((await send(`<html><body><table><tr><td>${page}</td></tr></table></body></html>`)).status).toBe(422);
    expect((await kinds()).filter((kind) => kind === 'reportQuarantined')).toHaveLength(2);
  });

  it('that was taken for another is corrected in what is in use too, and all ends as if it had been read so', async () => {
    await addFleet();
    // one column is called something nobody knows, another like something it is not: both are read without a question
    // than it is, and the times stand under another heading than that of later ones
    const wrong = `${HEADER.replace('Станция назначения', 'Пункт Х').replace('Остаток', 'Расстояние оставшееся (км)')};Поле Б`;
    const written = (formed: string, wagons: [number, Stop][], header: string): string => {
      const text = report(formed, wagons, header);
      if (header !== wrong) return text;
      const later = formed.replace(':05', ':01');
      return text.replace(/(\d\d\.08\.2026 \d\d:\d\d);(Груженый;.*)$/gm, `${later};$2;$1`);
    };
    const story: [formed: string, wagons: [number, Stop][], header: string][] = [
      ['20.08.2026 07:05', fleet(4, GRYAZI), HEADER],
      ['20.08.2026 10:05', fleet(4, RYAZHSK), wrong],
      ['20.08.2026 12:05', fleet(4, ABANDONED), wrong],
      ['20.08.2026 16:05', fleet(3, VOSKRESENSK), HEADER],
      ['20.08.2026 16:35', fleet(4, VOSKRESENSK), wrong],
    ];
    const ids: string[] = [];
    for (const [formed, wagons, header] of story) ids.push((await send(written(formed, wagons, header))).body.id);
    const [fine = '', , second = ''] = ids;
    const before = await get(`/reports/${second}/columns`);
    const taken = Object.fromEntries(
      before.body.columns.map(({ header, guess }: { header: string; guess?: string }) => [header, guess]),
    );
    expect(taken).toMatchObject({ 'Номер вагона': 'wagon', 'Расстояние оставшееся (км)': 'kmLeft', 'Пункт Х': undefined });
    expect(before.body.fields).toContain('ignored');

    const columns = {
      'Пункт Х': 'destStation',
      'Расстояние оставшееся (км)': 'ignored',
      'Дата и время операции': 'ignored',
      'Поле Б': 'opTime',
    };
    expect((await post(`/reports/${fine}/mapping`, { columns })).status).toBe(400);
    const reply = await post(`/reports/${second}/mapping`, { columns });
    expect(reply.body.replayed).toMatchObject([
      { id: ids[1], problem: null },
      { id: second, problem: null },
      { id: ids[4], problem: null },
    ]);
    const after = (await get(`/reports/${second}/rows`)).body.items[0].data;
    expect(after).toMatchObject({ destination: { name: 'ВОСКРЕСЕНСК' } });
    expect(after).not.toHaveProperty('remainingKm');

    const straight = await startTestKaravan();
    closeAll.push(straight.close);
    await addFleet(straight);
    for (const [formed, wagons] of story) expect((await send(report(formed, wagons), 'lk', straight)).status).toBe(201);
    expect(await statesAfter(karavan)).toEqual(await statesAfter(straight));
    // and the next file of that layout is read so at once
    const next = await send(written('20.08.2026 17:05', fleet(4, VOSKRESENSK), wrong));
    expect((await get(`/reports/${next.body.id}/rows`)).body.items[0].data.destination.name).toBe('ВОСКРЕСЕНСК');
  });

  it('wagons that were never in it vanish, times go back, and a program that died in between is followed by another', async () => {
    await addFleet();
    karavan.setNow('2026-08-20T17:30:00Z');
    // the heading of the wagon stands over numbers of other wagons, that of the time over later times
    const header = `${HEADER};Поле А;Поле Б`;
    const misread = (formed: string, wagons: [number, Stop][]): string =>
      report(formed, wagons, header)
        .split('\r\n')
        .map((line, index) => {
          if (index < 4) return line;
          const cells = line.split(';');
          const [wagonCell = '', at = ''] = [cells[0], cells[10]];
          return [wagonNumber(500 + index), ...cells.slice(1, 10), '20.08.2026 16:55', ...cells.slice(11), wagonCell, at].join(
            ';',
          );
        })
        .join('\r\n');
    const story: [formed: string, wagons: [number, Stop][], isMisread: boolean][] = [
      ['20.08.2026 07:05', fleet(4, GRYAZI), false],
      ['20.08.2026 10:05', fleet(4, RYAZHSK), true],
      ['20.08.2026 12:05', fleet(4, ABANDONED), true],
    ];
    const ids: string[] = [];
    for (const [formed, wagons, isMisread] of story) {
      const reply = await send((isMisread ? misread : report)(formed, wagons));
      ids.push(reply.body.id);
      if (reply.status === 202) await post(`/reports/${reply.body.id}/approve`);
    }
    const [, , last = ''] = ids;
    expect((await get('/wagons')).body.items).toHaveLength(8);
    // what was wrong with trains that were not there ends with them
    const goingOn = async () => (await statesAfter(karavan)).alerts.map((alert) => (alert as { kind: string }).kind);
    expect(await goingOn()).toContain('trainAbandoned');
    const columns = { 'Номер вагона': 'ignored', 'Дата и время операции': 'ignored', 'Поле А': 'wagon', 'Поле Б': 'opTime' };
    const reply = await post(`/reports/${last}/mapping`, { columns });
    expect(reply.body).toMatchObject({ total: 2 });
    const ended = async () => (await get(`/reports/${last}/mapping`)).body.run;
    await expect
      .poll(ended, { timeout: 15_000 })
      .toMatchObject({ status: 'done', done: 2, createdBy: 'dispatcher@test.example' });

    const straight = await startTestKaravan();
    closeAll.push(straight.close);
    await addFleet(straight);
    straight.setNow('2026-08-20T17:30:00Z');
    for (const [formed, wagons] of story) expect((await send(report(formed, wagons), 'lk', straight)).status).toBe(201);
    const right = await statesAfter(straight);
    const now = async () => {
      const found = await statesAfter(karavan);
      return { ...found, assets: found.assets.filter((asset) => (asset as { lat: number | null }).lat !== null) };
    };
    expect(await now()).toEqual(right);
    expect((await get(`/wagons/${wagonNumber(504)}`)).status).toBe(404);
    const gone = (await karavan.db.system((tx) => tx.many('SELECT id FROM assets WHERE gone'))).length;
    expect(gone).toBe(4);

    karavan.setNow(undefined);
    // as it stands after a kill: the first report read and noted, the second read and not noted
    const died = await karavan.db.system((tx) =>
      tx.many(
        `UPDATE layout_runs SET status = 'running', done = 1, ended_at = NULL, beat_at = now() - interval '1 hour' RETURNING id`,
      ),
    );
    expect(died).toHaveLength(1);
    expect(await runLayoutRuns(karavan.deps, { waitedMs: 5000 })).toBe(1);
    expect(await ended()).toMatchObject({ status: 'done', done: 2, replayed: [{ problem: null }, { problem: null }] });
    expect(await now()).toEqual(right);
    expect(await runLayoutRuns(karavan.deps, { waitedMs: 0 })).toBe(0);

    const again = (attempts: number) =>
      karavan.db.system((tx) =>
        tx.many(
          `UPDATE layout_runs SET status = 'queued', done = 0, attempts = $1, problems = '{}', ended_at = NULL, beat_at = NULL`,
          [attempts],
        ),
      );
    const { parseReport } = karavan.deps;
    const faulty = (from: number) => {
      let left = 1;
      return {
        ...karavan.deps,
        clock: () => new Date(Date.now() + from),
        parseReport: (...args: Parameters<typeof parseReport>) => {
          left -= 1;
          return left < 0 ? parseReport(...args) : Promise.reject(new AppError('UNAVAILABLE', 'a fault of the moment'));
        },
      };
    };
    // a fault of the moment is tried again, not at once, and to the same end
    await again(0);
    expect(await runLayoutRuns(faulty(0), { waitedMs: 0 })).toBe(1);
    expect(await ended()).toMatchObject({ status: 'queued', done: 0 });
    expect(await runLayoutRuns(karavan.deps, { waitedMs: 0 })).toBe(0);
    expect(await runLayoutRuns({ ...karavan.deps, clock: () => new Date(Date.now() + 11_000) }, { waitedMs: 0 })).toBe(1);
    expect(await ended()).toMatchObject({ status: 'done', replayed: [{ problem: null }, { problem: null }] });
    expect(await now()).toEqual(right);
    // one that stays is noted, and the others go on without that report
    await again(5);
    expect(await runLayoutRuns(faulty(0), { waitedMs: 0 })).toBe(1);
    expect(await ended()).toMatchObject({ status: 'done', replayed: [{ problem: 'a fault of the moment' }, { problem: null }] });
    expect(await now()).toEqual(right);
  });
});
