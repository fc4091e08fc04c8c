import { strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { MAX_REPORT_BYTES } from './limits.ts';
import { parseReport } from './parse-report.ts';
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
    ['an old workbook', oldOffice('Workbook'), 'NOT_A_REPORT'],
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

describe('code pages', () => {
  it('are told by content, whatever the page declares', () => {
    const declared = Buffer.from(fixture('1-two-row-header.cp1251.html')).toString('latin1').replace('windows-1251', 'utf-8');
    expect(parseReport(Buffer.from(declared, 'latin1')).rows[0]?.origin?.name).toBe('СЕБРЯКОВО');
  });

  it('cp866, KOI8-R and UTF-16 are read too', async () => {
    const { default: iconv } = await import('iconv-lite');
    const source = new TextDecoder().decode(fixture('3-lk-export.utf8.csv'));
    for (const page of ['cp866', 'koi8-r', 'utf-16']) {
      expect(parseReport(iconv.encode(source, page)).rows.map((row) => row.station.name)).toContain('МИЧУРИНСК-ВОРОНЕЖСКИЙ');
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
