import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createWorld, sendMail, startAccount, startMailServer, startSpv4664Server } from '@karavan/simulator';
import { type Deps, runSource } from '@karavan/usecases';
import { describe, expect, it } from 'vitest';
import { wagonCsv, wagonNumber } from '../support/wagon-csv.ts';
import { useBench } from './bench.ts';

const bench = useBench();
const csv = (formed: string) => Buffer.from(wagonCsv({ wagons: 5, formed, operation: '20.08.2026 06:12' }));

/** A source of each kind with one report in it; `left` counts what it would still give. */
const KINDS: Readonly<Record<string, () => Promise<{ id: string; left: () => Promise<number> }>>> = {
  folder: async () => {
    const folder = path.join(bench.folderRoot, `killed ${bench.companyId}`);
    await mkdir(folder);
    await writeFile(path.join(folder, 'a.csv'), csv('20.08.2026 07:05'));
    const { id } = await bench.add({ kind: 'folder', settings: { path: folder } });
    return { id, left: async () => (await readdir(folder)).filter((name) => name.endsWith('.csv')).length };
  },
  mailbox: async () => {
    const mail = await startMailServer({ login: 'reports', password: 'p' });
    bench.after(mail.stop);
    const file = { name: 'a.csv', bytes: csv('20.08.2026 07:05') };
    await sendMail({ from: 'cargolk@gvc.rzd.ru', subject: 'Отчёт', files: [file] }, mail);
    const settings = { host: mail.host, port: mail.port, tls: false, login: 'reports', senders: ['@gvc.rzd.ru'] };
    const { id } = await bench.add({ kind: 'mailbox', settings, password: 'p' });
    return { id, left: async () => mail.messages().filter(({ flags }) => !flags.has('$Karavan')).length };
  },
  spv4664: async () => {
    const row = (wagon: string) => ({ NOM_VAG: wagon, DATE_OP: '2026-08-20T06:12:00.000', STAN_OP: '591907', KOP_VMD: '2' });
    const wagons = [wagonNumber(0), wagonNumber(1)];
    const spv = await startSpv4664Server({ userId: 'u', row, wagons: () => wagons });
    bench.after(spv.stop);
    const { id } = await bench.add({ kind: 'spv4664', settings: { url: spv.url, userId: 'u' } });
    return { id, left: async () => 0 };
  },
};

/** Rows and states of this company. */
const counts = () =>
  bench.karavan.db.system((tx) =>
    tx.one<{ reports: number; rows: number; wagons: number }>(
      `SELECT (SELECT count(*)::int FROM reports WHERE company_id = $1) AS reports,
         (SELECT count(*)::int FROM report_rows WHERE company_id = $1) AS rows,
         (SELECT count(*)::int FROM wagons WHERE company_id = $1) AS wagons`,
      [bench.companyId],
    ),
  );

describe.each(Object.entries(KINDS))('%s', (_, make) => {
  it('whose program ends between the report and its rows gives that report once, and is told only then', async () => {
    const { id, left } = await make();
    const before = await left();
    const { deps } = bench.karavan;
    // The bytes are kept, and nothing after that happens any more.
    const dying: Deps = { ...deps, parseReport: () => Promise.reject(new Error('killed')) };
    await runSource(dying, { companyId: bench.companyId, id, open: bench.readers.open });
    expect(await counts()).toEqual({ reports: 1, rows: 0, wagons: 0 });
    expect(await left()).toBe(before);
    expect(await bench.look(id)).toMatchObject({ state: 'ok' });
    const after = await counts();
    expect(after).toEqual({ reports: 1, rows: after?.wagons, wagons: expect.any(Number) });
    expect(after?.wagons).toBeGreaterThan(0);
    expect(await left()).toBe(0);
    await bench.look(id);
    expect(await counts()).toEqual(after);
  });
});

it('an account whose session ends while the report is made is signed in to again, and gives it all the same', async () => {
  const world = createWorld({ seed: 1, anchor: new Date() });
  const account = await startAccount({ login: 'a', password: 'b', rows: (at) => world.wagonRows(at), preparationMs: 400 });
  bench.after(account.stop);
  const settings = { baseUrl: account.url, login: 'a' };
  const { id } = await bench.add({ kind: 'rzd-account', settings, password: 'b', everySeconds: 1 });
  expect(await bench.look(id)).toMatchObject({ state: 'ok' });
  const look = bench.look(id);
  setTimeout(account.endSessions, 200);
  expect(await look).toMatchObject({ state: 'ok', lastError: null });
});
