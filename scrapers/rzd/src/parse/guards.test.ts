import fc from 'fast-check';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { fleet } from './fleet.fixture.ts';
import { MAX_REPORT_BYTES } from './limits.ts';
import { parseReport } from './parse-report.ts';
import { RENDERED } from './render.fixture.ts';
import { ReportError } from './report-error.ts';
import { accountRows, csv, dispatchXlsx, fixture, html, xlsx } from './workbook.fixture.ts';

function refusal(bytes: Uint8Array): ReportError {
  try {
    parseReport(bytes, { fileName: 'a.xlsx' });
  } catch (error) {
    if (error instanceof ReportError) return error;
    throw error;
  }
  throw new Error('the file was read');
}

const text = (content: string) => new TextEncoder().encode(content);
const SHEET = 'xl/worksheets/sheet1.xml';
const repacked = (change: Record<string, Uint8Array>) => zipSync({ ...unzipSync(dispatchXlsx()), ...change }, { level: 9 });

/** Writes 1000 as the unpacked size of every entry, in the local headers and in the directory. */
function lieAboutSizes(zip: Uint8Array): Uint8Array {
  const lying = zip.slice();
  const view = new DataView(lying.buffer);
  for (let at = 0; at + 4 < lying.length; at += 1) {
    const signature = view.getUint32(at, true);
    if (signature === 0x02014b50) view.setUint32(at + 24, 1000, true);
    if (signature === 0x04034b50) view.setUint32(at + 22, 1000, true);
  }
  return lying;
}

function oldOffice(stream: string): Uint8Array {
  const bytes = new Uint8Array(4096);
  bytes.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  bytes.set(Buffer.from(stream, 'utf16le'), 1024);
  return bytes;
}

describe('a file that cannot be read says why', () => {
  it.each<[string, Uint8Array, string]>([
    ['no bytes', new Uint8Array(), 'EMPTY'],
    ['blanks', text(' \r\n \r\n'), 'EMPTY'],
    ['a header without wagons or time', dispatchXlsx([]), 'EMPTY'],
    ['more than 40 MB', new Uint8Array(MAX_REPORT_BYTES + 1), 'TOO_LARGE'],
    ['a million lines', text('a;b\n'.repeat(1_000_000)), 'TOO_LARGE'],
    ['half a workbook', dispatchXlsx().subarray(0, 3000), 'TRUNCATED'],
    ['a workbook without its last bytes', dispatchXlsx().subarray(0, -10), 'TRUNCATED'],
    ['half a page', fixture('1-two-row-header.utf8.html').subarray(0, 3000), 'TRUNCATED'],
    ['a workbook under a password', oldOffice('EncryptedPackage'), 'ENCRYPTED'],
    ['a forged old workbook', oldOffice('Workbook'), 'TRUNCATED'],
    ['a bomb that tells its size', repacked({ [SHEET]: new Uint8Array(60_000_000) }), 'ZIP_BOMB'],
    ['a bomb that lies about its size', lieAboutSizes(repacked({ [SHEET]: new Uint8Array(60_000_000) })), 'ZIP_BOMB'],
    ['a zip of something else', zipSync({ 'a.txt': strToU8('hello') }), 'NOT_A_REPORT'],
    [
      'a picture',
      new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 1]),
      'NOT_A_REPORT',
    ],
    ['a PDF', text('%PDF-1.7 …'), 'NOT_A_REPORT'],
    ['a page without a table', text('<html><form action="/sign_in"></form></html>'), 'NOT_A_REPORT'],
    [
      'another table',
      csv([
        ['Дата', 'Сумма'],
        ['20.08.2026', '100'],
      ]),
      'UNKNOWN_LAYOUT',
    ],
    [
      'another workbook',
      xlsx([
        ['Дата', 'Сумма'],
        ['20.08.2026', 100],
      ]),
      'UNKNOWN_LAYOUT',
    ],
    [
      'wagons without times',
      html([
        ['Номер вагона', 'Станция операции'],
        ['93123453', 'РЫБНОЕ'],
      ]),
      'UNKNOWN_LAYOUT',
    ],
    ['rows none of which can be read', dispatchXlsx([{ wagon: 93123453, at: 'вчера' }]), 'UNKNOWN_LAYOUT'],
  ])('%s', (_, bytes, code) => {
    const error = refusal(bytes);
    expect(error.code).toBe(code);
    expect(error.message.length).toBeGreaterThan(30);
  });

  it('an unknown layout carries the headers seen', () => {
    expect(refusal(xlsx([['Отчёт'], ['Дата', 'Сумма', 'Кто'], ['20.08.2026', 100, 'я']])).headers).toEqual([
      'Дата',
      'Сумма',
      'Кто',
    ]);
  });

  it('a changed byte inside a workbook is damage, not data', () => {
    const bytes = dispatchXlsx();
    const at = Buffer.from(bytes).indexOf(SHEET) + SHEET.length + 200;
    expect(refusal(bytes.with(at, (bytes[at] ?? 0) ^ 0x55)).code).toBe('NOT_A_REPORT');
  });

  it('nesting without end is not walked without end', () => {
    expect(refusal(text(`${'<table><tr><td>'.repeat(100_000)}</table>`)).code).toBe('TOO_LARGE');
    expect(refusal(text(`<table>${'<div><b>'.repeat(400_000)}${'</i>'.repeat(400_000)}</table>`)).code).toBe('UNKNOWN_LAYOUT');
  });
});

describe('hostile texts', () => {
  const header = 'Номер вагона;Дата и время операции;Операция;Станция операции\n';
  const lol = '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>';
  it.each<[string, string, string]>([
    ['lists nested a hundred thousand deep', '['.repeat(100_000) + ']'.repeat(100_000), 'NOT_A_REPORT'],
    ['objects nested a hundred thousand deep', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, 'NOT_A_REPORT'],
    ['nesting inside a text', JSON.stringify({ data: '['.repeat(100_000) }), 'NOT_A_REPORT'],
    ['half a JSON', '{"wagons":[{"NOM_VAG":"931', 'TRUNCATED'],
    ['JSON that is none', '{wagons: yes}', 'NOT_A_REPORT'],
    ['a list of a hundred thousand wagons', JSON.stringify(new Array(100_000).fill({ a: 1, b: 2, c: 3 })), 'TOO_LARGE'],
    ['elements nested a hundred thousand deep', `<r>${'<a>'.repeat(100_000)}`, 'NOT_A_REPORT'],
    ['two million elements', `<r>${'<a/>'.repeat(2_000_001)}</r>`, 'TOO_LARGE'],
    ['entities of its own', `<?xml version="1.0"?>${lol}<referenceSPV4664><row>&lol2;</row></referenceSPV4664>`, 'NOT_A_REPORT'],
    ['half an XML', '<?xml version="1.0"?><referenceSPV4664><row><NOM_VAG>93', 'TRUNCATED'],
    ['XML whose tags do not match', '<?xml version="1.0"?><a><b></a></b>', 'NOT_A_REPORT'],
    ['comments that never end', `<?xml version="1.0"?>${'<!--'.repeat(100_000)}`, 'TRUNCATED'],
    ['a line of five megabytes', `${header}93123453;20.08.2026 06:12;ОТПР;${'x'.repeat(5_000_000)}`, 'none'],
    ['a line of five million delimiters', `${header}${';'.repeat(5_000_000)}`, 'EMPTY'],
    ['a ruler of five megabytes', `${'-'.repeat(5_000_000)}\n|`, 'UNKNOWN_LAYOUT'],
    ['a print of a hundred thousand lines', '| 93123453 | a | b | c | d |\n'.repeat(100_000), 'TOO_LARGE'],
  ])('%s', (_, content, code) => {
    if (code === 'none') expect(parseReport(text(content)).rows[0]?.wagon).toBe('93123453');
    else expect(refusal(text(content)).code).toBe(code);
  });

  it('text that a database refuses does not get out', () => {
    const wagon = {
      NOM_VAG: '93123453',
      DATE_OP: '2026-08-20T06:12:00',
      NAIM_KOP_VMD: 'ОТ\0ПР',
      NAIM_STAN_OP: 'РЫБ\0НОЕ',
      NAIM_GRUZPOL_OKPO: 'a\ud83d',
      NOM_NAK: `${'x'.repeat(79)}😀`,
    };
    const report = parseReport(text(JSON.stringify([wagon, { ...wagon, NOM_VAG: 'x\0' }])));
    expect(report.rows[0]).toMatchObject({ operation: { code: '2' }, station: { name: 'РЫБНОЕ' } });
    const told = JSON.stringify(report);
    expect(told).not.toMatch(/\\u0000|\\ud[89a-f]/);
    expect(report.rejected).toEqual([2]);
  });
});

describe('a workbook by name that is something else', () => {
  const named = (bytes: Uint8Array) => parseReport(bytes, { fileName: 'Дислокация.xls' });
  it('is read by its bytes', () => {
    expect(named(fixture('1-two-row-header.cp1251.html')).format).toBe('html');
    expect(named(fixture('3-lk-export.cp1251.csv')).format).toBe('account-csv');
    expect(named(fixture('2-gvc-print.cp866.txt')).format).toBe('gvc-text');
    expect(named(dispatchXlsx()).format).toBe('dispatch-xlsx');
    for (const layout of ['account workbook of 2003', 'account workbook of 1997']) {
      const [facts] = fc.sample(fleet, { numRuns: 1, seed: 1 });
      const bytes = RENDERED.find(({ name }) => name === layout)?.render(facts ?? { reportedAt: '', wagons: [] });
      expect(named(bytes ?? new Uint8Array()).rows).toHaveLength(facts?.wagons.length ?? -1);
    }
  });
});

describe('code pages', () => {
  it('are told by content, whatever the page declares', () => {
    const declared = Buffer.from(fixture('1-two-row-header.cp1251.html')).toString('latin1').replace('windows-1251', 'utf-8');
    expect(parseReport(Buffer.from(declared, 'latin1')).rows[0]?.origin?.name).toBe('СЕБРЯКОВО');
  });

  it('cp866, KOI8-R and UTF-16 are read too', async () => {
    const { default: iconv } = await import('iconv-lite');
    const source = new TextDecoder().decode(fixture('3-lk-export.utf8.csv'));
    for (const page of ['cp866', 'koi8-r', 'utf-16', 'utf-16be']) {
      expect(
        parseReport(iconv.encode(source, page, { addBOM: page.startsWith('utf-16') })).rows.map((row) => row.station.name),
      ).toContain('МИЧУРИНСК-ВОРОНЕЖСКИЙ');
    }
  });

  it('one damaged byte does not change the alphabet', () => {
    const bytes = fixture('3-lk-export.utf8.csv');
    const at = Buffer.from(bytes).indexOf('РЫБНОЕ', 4000, 'utf8');
    expect(parseReport(bytes.with(at, 0xff)).rows[0]?.station.name).toBe('ГРЯЗИ-ВОРОНЕЖСКИЕ');
  });

  it('a byte order mark is no part of the first header', () => {
    const body = csv(accountRows().slice(3));
    expect(parseReport(new Uint8Array([0xef, 0xbb, 0xbf, ...body])).rows).toHaveLength(7);
  });
});
