import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readFiles, readHead } from './read-mail.ts';

const CRLF = '\r\n';
const text = (...lines: string[]): Buffer => Buffer.from(lines.join(CRLF), 'latin1');
/** `bytes` in one part with these headers */
const message = (headers: string[], bytes: Uint8Array, encoding = 'base64'): Buffer =>
  text(
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    ...headers,
    `Content-Transfer-Encoding: ${encoding}`,
    '',
    encoding === 'base64' ? Buffer.from(bytes).toString('base64') : Buffer.from(bytes).toString('latin1'),
    '--b--',
    '',
  );
const named = async (source: Buffer) =>
  (await readFiles(source)).files.map(({ fileName, bytes }) => [fileName, Buffer.from(bytes).toString()]);
const WINDOWS_ОТЧЁТ = [0xce, 0xf2, 0xf7, 0xb8, 0xf2]; // "Отчёт" in windows-1251

describe('heads', () => {
  it('name their sender by the address in brackets, whatever the display name says', async () => {
    const from = async (...lines: string[]) => (await readHead(text(...lines, '', ''))).from;
    expect(await from('From: "cargolk@gvc.rzd.ru" <Thief@Evil.example>')).toBe('thief@evil.example');
    expect(await from('From: =?utf-8?B?PGNhcmdvbGtAZ3ZjLnJ6ZC5ydT4=?= <thief@evil.example>')).toBe('thief@evil.example');
    expect(await from('From: Cargolk@GVC.rzd.ru')).toBe('cargolk@gvc.rzd.ru');
    expect(await from('Subject: x')).toBe('');
  });

  it('with two senders, in one header or in two, are from nobody', async () => {
    for (const lines of [['From: a@x.y', 'From: b@x.y'], ['From: a@x.y, b@x.y']])
      expect((await readHead(text(...lines, '', ''))).from).toBe('');
  });

  it('have subjects in the code pages of the trade', async () => {
    const words = ['=?windows-1251?B?zvL3uPI=?=', '=?utf-8?Q?=D0=9E=D1=82=D1=87?= =?utf-8?Q?=D1=91=D1=82?='];
    for (const word of words) expect((await readHead(text(`Subject: ${word}`, '', ''))).subject).toBe('Отчёт');
    const raw = Buffer.concat([Buffer.from('Subject: '), Buffer.from(WINDOWS_ОТЧЁТ), Buffer.from('\r\n\r\n')]);
    expect((await readHead(raw)).subject).toBe('Отчёт');
  });
});

describe('files', () => {
  const bytes = Buffer.from('a;b\r\nж;1\r\n');

  it('are the bytes that were attached, under names in every form of writing them', async () => {
    const names = [
      "Content-Disposition: attachment; filename*0*=utf-8''%D0%A1; filename*1=.csv",
      'Content-Disposition: attachment; filename="=?windows-1251?B?0Q==?=.csv"',
      'Content-Type: application/octet-stream; name="=?utf-8?B?0KEuY3N2?="',
      "Content-Disposition: attachment; filename*=windows-1251''%D1.csv",
    ];
    for (const name of names) expect(await named(message([name], bytes))).toEqual([['С.csv', bytes.toString()]]);
  });

  it('are taken where they stand inline, texts and pages among them', async () => {
    for (const type of ['text/plain; charset=utf-8', 'text/html; charset=windows-1251', 'text/csv']) {
      const part = message([`Content-Type: ${type}`, 'Content-Disposition: inline; filename=a.html'], bytes);
      expect(await named(part)).toEqual([['a.html', bytes.toString()]]);
    }
  });

  it('are not the text of the message', async () => {
    expect(await named(message(['Content-Type: text/html'], Buffer.from('<table><tr><td>93123453</table>')))).toEqual([]);
  });

  it('without a name have one by their type', async () => {
    expect(await named(message(['Content-Type: application/vnd.ms-excel'], bytes))).toEqual([['report.xls', bytes.toString()]]);
  });

  it('never carry a path', async () => {
    const [file] = await named(message(['Content-Disposition: attachment; filename="..\\\\..\\/etc/x.csv"'], bytes));
    expect(file?.[0]).not.toMatch(/[/\\]/);
  });

  it('of a forwarded message are found, inline and as an attachment', async () => {
    const inner = message(['Content-Disposition: attachment; filename=a.csv'], bytes);
    for (const disposition of [
      [],
      ['Content-Disposition: attachment; filename="Fwd.eml"'],
      ['Content-Disposition: attachment'],
    ]) {
      const outer = text(
        'Content-Type: multipart/mixed; boundary=out',
        '',
        '--out',
        'Content-Type: message/rfc822',
        ...disposition,
        '',
        inner.toString('latin1'),
        '--out--',
      );
      expect(await named(outer)).toEqual([['a.csv', bytes.toString()]]);
    }
  });
});

describe('what mail programs make of attachments', () => {
  const csv = Buffer.from('a;b\r\n');
  /** one attribute by [MS-OXTNEF] 2.1.3: level, id, length, data, and the sum of the data's bytes */
  const attribute = (level: number, id: number, data: Buffer): Buffer => {
    const head = Buffer.alloc(9);
    head.writeUInt8(level, 0);
    head.writeUInt32LE(id, 1);
    head.writeUInt32LE(data.length, 5);
    const sum = Buffer.alloc(2);
    sum.writeUInt16LE(data.reduce((total, byte) => total + byte, 0) % 65_536);
    return Buffer.concat([head, data, sum]);
  };
  const wrapped = (files: [name: Buffer, bytes: Buffer][]): Buffer =>
    Buffer.concat([
      Buffer.from([0x78, 0x9f, 0x3e, 0x22, 0x01, 0x00]),
      attribute(1, 0x00089006, Buffer.from([0, 0, 1, 0])),
      attribute(1, 0x00069007, Buffer.from([0xe3, 0x04, 0, 0, 0, 0, 0, 0])), // code page 1251
      ...files.flatMap(([name, bytes]) => [
        attribute(2, 0x00069002, Buffer.alloc(14)),
        attribute(2, 0x00018010, Buffer.concat([name, Buffer.from([0])])),
        attribute(2, 0x0006800f, bytes),
      ]),
    ]);
  const winmail = (bytes: Buffer) =>
    message(
      ['Content-Type: application/ms-tnef; name="winmail.dat"', 'Content-Disposition: attachment; filename="winmail.dat"'],
      bytes,
    );

  it('Outlook’s winmail.dat gives the files in it, archives among them', async () => {
    const name = Buffer.concat([Buffer.from(WINDOWS_ОТЧЁТ), Buffer.from('.csv')]);
    const zip = Buffer.from(zipSync({ 'b.csv': Buffer.from('b') }));
    const files = wrapped([
      [name, csv],
      [Buffer.from('all.zip'), zip],
      [Buffer.from('logo.png'), Buffer.from('x')],
    ]);
    expect(await named(winmail(files))).toEqual([
      ['Отчёт.csv', 'a;b\r\n'],
      ['b.csv', 'b'],
    ]);
  });

  it('a winmail.dat that is cut off or damaged is told, and so is one within another without end', async () => {
    const whole = wrapped([[Buffer.from('a.csv'), csv]]);
    const spoilt = Buffer.from(whole);
    spoilt[whole.length - 4] = 0;
    let deep = whole;
    for (let depth = 0; depth < 6; depth += 1) deep = wrapped([[Buffer.from('winmail.dat'), deep]]);
    for (const [bytes, words] of [
      [whole.subarray(0, whole.length - 5), /winmail\.dat\) is cut off/],
      [spoilt, /winmail\.dat\) is damaged/],
      [deep, /too deep/],
    ] as const) {
      const { files, problems } = await readFiles(winmail(bytes));
      expect([files.length, problems.join()]).toEqual([0, expect.stringMatching(words)]);
    }
  });

  it('workbooks without a name, or under one that says nothing, are known by their bytes', async () => {
    const xlsx = Buffer.from(zipSync({ '[Content_Types].xml': Buffer.from('x'), 'xl/workbook.xml': Buffer.from('x') }));
    const xls = Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), Buffer.alloc(600), Buffer.from('Workbook', 'utf16le')]);
    const word = Buffer.concat([
      Buffer.from([0xd0, 0xcf, 0x11, 0xe0]),
      Buffer.alloc(600),
      Buffer.from('WordDocument', 'utf16le'),
    ]);
    const names = async (header: string, bytes: Buffer) => (await named(message([header], bytes))).map(([fileName]) => fileName);
    expect(await names('Content-Type: application/octet-stream', xlsx)).toEqual(['report.bin.xlsx']);
    expect(await names('Content-Disposition: attachment; filename="ATT00001"', xls)).toEqual(['ATT00001.xls']);
    expect(await names('Content-Disposition: attachment; filename="ATT00001.dat"', word)).toEqual([]);
    expect(await names('Content-Disposition: attachment; filename="Отчёт.XLSX"', csv)).toHaveLength(1);
    const zip = Buffer.from(zipSync({ 'in.csv': Buffer.from('a') }));
    expect(await names('Content-Disposition: attachment; filename="ATT00002"', zip)).toEqual(['in.csv']);
  });

  it('two reports of one message are two, whatever type each claims to be', async () => {
    const two = text(
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: image/png; name="1.csv"',
      '',
      'a;1',
      '--b',
      'Content-Type: application/pdf',
      'Content-Disposition: attachment; filename="2.CSV"',
      '',
      'a;2',
      '--b--',
    );
    expect(await named(two)).toEqual([
      ['1.csv', 'a;1'],
      ['2.CSV', 'a;2'],
    ]);
  });
});

describe('archives', () => {
  const attached = (archive: Uint8Array) => message(['Content-Disposition: attachment; filename=all.zip'], archive);
  const bomb = zipSync({ 'a.csv': new Uint8Array(101 * 1024 * 1024) }, { level: 1 });

  it('give the reports in them, in folders and in archives of their own', async () => {
    const inner = zipSync({ 'c.csv': Buffer.from('c') });
    const outer = zipSync({
      'a.csv': Buffer.from('a'),
      'x/y/b.xml': Buffer.from('b'),
      'readme.pdf': Buffer.from('p'),
      'in.zip': inner,
    });
    expect(await named(attached(outer))).toEqual([
      ['a.csv', 'a'],
      ['b.xml', 'b'],
      ['c.csv', 'c'],
    ]);
  });

  it('have names in the DOS code page', async () => {
    const archive = Buffer.from(zipSync({ 'XXXXX.csv': Buffer.from('a') }));
    // "Отчёт" in cp866
    const dos = Buffer.from([0x8e, 0xe2, 0xe7, 0xf1, 0xe2]);
    for (let at = archive.indexOf('XXXXX'); at !== -1; at = archive.indexOf('XXXXX', at + 1)) dos.copy(archive, at);
    expect(await named(attached(archive))).toEqual([['Отчёт.csv', 'a']]);
  });

  it('that are bombs, encrypted, broken or too deep are refused in words, and the rest of the message is read', async () => {
    const many = zipSync(Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`${index}.csv`, Buffer.from('a')])));
    const encrypted = Buffer.from(zipSync({ 'a.csv': Buffer.from('a') }));
    encrypted[6] = 1;
    let deep = zipSync({ 'a.csv': Buffer.from('a') });
    for (let depth = 0; depth < 6; depth += 1) deep = zipSync({ 'in.zip': deep });
    const cut = zipSync({ 'a.csv': Buffer.from('long enough to be cut '.repeat(50)) }, { level: 0 }).subarray(0, 300);
    const cases = { bomb, many, encrypted, deep, cut, rubbish: Buffer.from('PK\x03\x04\0\0\0\0 rubbish') };
    const told = await Promise.all(Object.values(cases).map(async (archive) => readFiles(attached(archive))));
    expect(told.map(({ files }) => files.length)).toEqual(told.map(() => 0));
    expect(told.map(({ problems }) => problems.join())).toEqual([
      expect.stringMatching(/more than 100 MB/),
      expect.stringMatching(/more than 200 files/),
      expect.stringMatching(/encrypted/),
      expect.stringMatching(/too deep/),
      expect.stringMatching(/broken/),
      expect.stringMatching(/broken/),
    ]);
  });

  it('that lie about their sizes are counted as they come out', async () => {
    const liar = Buffer.from(bomb);
    liar.writeUInt32LE(10, 22); // the size of the first entry, as it says itself
    expect((await readFiles(attached(liar))).problems.join()).toMatch(/more than 100 MB|broken/);
  });
});

describe('hostile messages', () => {
  it('nested a thousand deep, without end, or empty are read as far as they go', async () => {
    const nested = (depth: number): string =>
      depth === 0
        ? 'x'
        : `Content-Type: multipart/mixed; boundary=b${depth}\r\n\r\n--b${depth}\r\n${nested(depth - 1)}\r\n--b${depth}--`;
    for (const source of [nested(1500), 'Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n', '', '\r\n'.repeat(200_000)])
      expect((await readFiles(Buffer.from(source))).files).toEqual([]);
  });

  it('of any bytes end', async () => {
    const piece = fc.constantFrom(
      'Content-Type: multipart/mixed; boundary=b\r\n',
      'Content-Disposition: attachment; filename=a.csv\r\n',
      'Content-Transfer-Encoding: base64\r\n',
      '\r\n\r\n',
      '--b\r\n',
      '--b--',
      '=?x?B?',
      '%ZZ',
      '"',
      ';',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(piece, fc.string({ unit: 'binary' })), { maxLength: 40 }), async (parts) => {
        const bytes = Buffer.from(parts.join(''), 'latin1');
        expect((await readFiles(bytes)).files.length).toBeLessThanOrEqual(200);
        expect(typeof (await readHead(bytes)).subject).toBe('string');
      }),
    );
  });
});
