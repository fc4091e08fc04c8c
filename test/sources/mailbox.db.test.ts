import { type Mail, type MailServer, type MailServerOptions, sendMail, startMailServer } from '@karavan/simulator';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { wagonCsv } from '../support/wagon-csv.ts';
import { useBench } from './bench.ts';

const bench = useBench();
const PASSWORD = 'pass "word" Ж';
const RULES = { login: 'reports', senders: ['cargolk@gvc.rzd.ru'], subject: 'Отчёт слежения' };
const csv = (formed: string) => Buffer.from(wagonCsv({ wagons: 5, formed, operation: '20.08.2026 06:12' }));
const ours = (formed: string, name = 'Справка.csv'): Mail => ({
  from: 'cargolk@gvc.rzd.ru',
  subject: 'Отчет слежения Цемент №12',
  files: [{ name, bytes: csv(formed) }],
});

async function mailbox(settings: object = {}, server: Partial<MailServerOptions> = {}) {
  const mail = await startMailServer({ login: 'reports', password: PASSWORD, ...server });
  bench.after(mail.stop);
  const address = { host: mail.host, port: mail.port, tls: false };
  const made = await bench.add({ kind: 'mailbox', settings: { ...RULES, ...address, ...settings }, password: PASSWORD });
  return { mail, id: made.id };
}
const statuses = async (id: string) => (await bench.reportsOf(id)).map(({ status }) => status);
const flags = (mail: MailServer) => mail.messages().map((message) => [...message.flags]);
const fetched = (mail: MailServer) => mail.log.filter((line) => line.startsWith('UID FETCH') && line.includes('BODY.PEEK[]'));

describe('a mailbox', () => {
  it('gives each report that was mailed to it once, marks a message only when it is stored, and leaves others alone', async () => {
    const { mail, id } = await mailbox();
    await sendMail(ours('20.08.2026 07:05'), mail);
    await sendMail({ ...ours('20.08.2026 08:05'), from: 'cargolk@gvc.rzd.ru.evil.example' }, mail);
    await sendMail({ ...ours('20.08.2026 09:05'), subject: 'Приглашение' }, mail);
    expect(await bench.look(id)).toMatchObject({ state: 'ok', lastError: null });
    expect(await bench.reportsOf(id)).toEqual([{ status: 'ingested', file_name: 'Справка.csv' }]);
    expect(flags(mail)).toEqual([['\\Seen', '$Karavan'], [], []]);
    await bench.look(id);
    expect(fetched(mail)).toHaveLength(1);
    mail.renumber();
    await bench.look(id);
    expect(await bench.reportsOf(id)).toHaveLength(1);
  });

  it('outlives hostile mail and still takes the next report', async () => {
    const { mail, id } = await mailbox();
    const nested = (depth: number): string =>
      depth === 0
        ? 'x'
        : `Content-Type: multipart/mixed; boundary=b${depth}\r\n\r\n--b${depth}\r\n${nested(depth - 1)}\r\n--b${depth}--`;
    const subject = '=?utf-8?Q?=D0=9E=D1=82=D1=87=D1=91=D1=82_=D1=81=D0=BB=D0=B5=D0=B6=D0=B5=D0=BD=D0=B8=D1=8F?=';
    const head = `From: cargolk@gvc.rzd.ru\r\nSubject: ${subject}\r\n`;
    mail.deliver(Buffer.from(`${head}${nested(500)}`));
    mail.deliver(Buffer.from(`${head}Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n=?broken?Q?`));
    mail.deliver(Buffer.from(head));
    mail.deliver(Buffer.alloc(3_000_000, 0xff));
    mail.deliver({ ...ours('20.08.2026 07:05'), files: [] });
    mail.deliver({ ...ours('x'), files: [{ name: 'отчёт.zip', bytes: Buffer.from('PK') }] });
    mail.deliver({ ...ours('x'), files: [{ name: 'пусто.xlsx', bytes: Buffer.alloc(0) }] });
    mail.deliver({ ...ours('x'), files: [{ name: '../../etc/passwd.csv', bytes: Buffer.from('Имя;Возраст\nПётр;44\n') }] });
    mail.deliver(ours('20.08.2026 09:05'));
    expect(await bench.look(id)).toMatchObject({ state: 'ok' });
    const kept = await bench.reportsOf(id);
    expect(kept.map(({ status }) => status)).toEqual(['quarantined', 'ingested']);
    expect(kept[0]?.file_name).not.toMatch(/[/\\]/);
    expect(flags(mail).map((list) => list.includes('$Karavan'))).toEqual([...Array(7).fill(false), true, true]);
    // what was attached and could not be opened is told once each: the broken zip; an empty message holds nothing
    expect((await bench.told()).filter((kind) => kind === 'reportUnreadable')).toHaveLength(1);
    await bench.look(id);
    expect(await bench.reportsOf(id)).toHaveLength(2);
    expect((await bench.told()).filter((kind) => kind === 'reportUnreadable')).toHaveLength(1);
  });

  it('gives the reports of an archive, each under its own name', async () => {
    const { mail, id } = await mailbox();
    const bytes = zipSync({ 'утро.csv': csv('20.08.2026 07:05'), 'архив/день.csv': csv('20.08.2026 12:05') });
    await sendMail({ ...ours('x'), files: [{ name: 'за день.zip', bytes }] }, mail);
    await bench.look(id);
    expect((await bench.reportsOf(id)).map(({ file_name }) => file_name)).toEqual(['утро.csv', 'день.csv']);
    expect(flags(mail)).toEqual([['\\Seen', '$Karavan']]);
  });

  it.each([
    ['that can move', undefined],
    ['that can expunge by number', ['UIDPLUS']],
    ['that can neither', []],
  ])('on a server %s has what is done moved, into a folder that is made for it', async (_, capabilities) => {
    const { mail, id } = await mailbox(
      { whenDone: 'move', moveTo: 'Готово' },
      capabilities === undefined ? {} : { capabilities },
    );
    await sendMail(ours('20.08.2026 07:05'), mail);
    expect(await bench.look(id)).toMatchObject({ state: 'ok' });
    expect(mail.messages().filter((message) => !message.flags.has('\\Deleted'))).toEqual([]);
    const folders = mail.log.filter((line) => line.startsWith('CREATE')).map((line) => line.slice('CREATE '.length));
    expect(folders.flatMap((folder) => mail.messages(folder))).toHaveLength(1);
    await bench.look(id);
    expect(await statuses(id)).toEqual(['ingested']);
  });

  it('whose server cuts the connection goes on where it stood, and stores nothing twice', async () => {
    const { mail, id } = await mailbox();
    for (const hour of ['07', '08', '09']) await sendMail(ours(`20.08.2026 ${hour}:05`), mail);
    mail.cutAt('UID STORE', 2);
    expect(await bench.look(id)).toMatchObject({ state: 'failing', lastErrorCode: 'UNREACHABLE' });
    expect(flags(mail).filter((list) => list.includes('$Karavan'))).toHaveLength(1);
    expect(await bench.look(id)).toMatchObject({ state: 'ok' });
    expect(await statuses(id)).toEqual(['ingested', 'ingested', 'ingested']);
    expect(flags(mail).every((list) => list.includes('$Karavan'))).toBe(true);
    expect(fetched(mail)).toHaveLength(3);
  });

  it('tells a refused sign-in from a server that is away', async () => {
    const { mail, id } = await mailbox({ login: 'somebody' });
    expect(await bench.look(id)).toMatchObject({ lastErrorCode: 'BAD_LOGIN', state: 'down' });
    await mail.stop();
    expect(await bench.look(id)).toMatchObject({ lastErrorCode: 'UNREACHABLE' });
  });
});

describe('a mailbox over TLS', () => {
  it('is read when the certificate is trusted, and not when it is not', async () => {
    const { mail, id } = await mailbox({ tls: true }, { tls: 'implicit' });
    await sendMail(ours('20.08.2026 07:05'), mail);
    const refused = await bench.look(id);
    expect(refused).toMatchObject({ state: 'failing', lastErrorCode: 'BAD_REPLY' });
    expect(mail.log).toEqual([]);
    const address = { host: mail.host, port: mail.port, tls: true, ca: mail.certificate };
    const trusted = await bench.add({ kind: 'mailbox', settings: { ...RULES, ...address }, password: PASSWORD });
    expect(await bench.look(trusted.id)).toMatchObject({ state: 'ok' });
    expect(await statuses(trusted.id)).toEqual(['ingested']);
  });

  it('turns a plain connection into an encrypted one before the password is sent', async () => {
    const { mail, id } = await mailbox({ starttls: true }, { tls: 'starttls' });
    const trusted = await bench.add({
      kind: 'mailbox',
      settings: { ...RULES, host: mail.host, port: mail.port, tls: false, starttls: true, ca: mail.certificate },
      password: PASSWORD,
    });
    await sendMail(ours('20.08.2026 07:05'), mail);
    await bench.look(id);
    expect(mail.log).not.toContain('LOGIN');
    expect(await bench.look(trusted.id)).toMatchObject({ state: 'ok' });
    expect(await statuses(trusted.id)).toEqual(['ingested']);
  });

  it('sends no password where encryption was asked for and is not offered', async () => {
    const { mail, id } = await mailbox({ starttls: true });
    expect(await bench.look(id)).toMatchObject({ state: 'failing' });
    expect(mail.log.some((line) => /LOGIN|AUTHENTICATE/.test(line))).toBe(false);
  });
});
