import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toMailboxName } from './imap-client.ts';
import { readFiles, readHead } from './mime.ts';
import { ResponseReader } from './response-reader.ts';

describe('responses', () => {
  const wire = Buffer.from('* OK ready\r\n* 1 FETCH (UID 7 BODY[] {5}\r\na\r\nb\r FLAGS ({2}\r\n{}))\r\nK1 OK done\r\n');

  it('are the same wherever the packets end', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 60 }), (sizes) => {
        const reader = new ResponseReader();
        const lines = [];
        let at = 0;
        for (const size of [...sizes, wire.length]) {
          if (at < wire.length) lines.push(...reader.take(wire.subarray(at, at + size)));
          at += size;
        }
        expect(lines.map(({ text }) => text)).toEqual(['* OK ready', '* 1 FETCH (UID 7 BODY[] {5} FLAGS ({2}))', 'K1 OK done']);
        expect(lines[1]?.literals.map(String)).toEqual(['a\r\nb\r', '{}']);
      }),
    );
  });

  it('without an end, or with a text of any size, end the connection', () => {
    expect(() => new ResponseReader().take(Buffer.alloc(2 * 1024 * 1024, 0x61))).toThrow(/a line of more than/);
    expect(() => new ResponseReader().take(Buffer.from('* 1 FETCH {99999999999}\r\n'))).toThrow(/99999999999 bytes/);
  });
});

describe('messages', () => {
  it('name their sender by the address in brackets, whatever the display name says', () => {
    expect(readHead(Buffer.from('From: "cargolk@gvc.rzd.ru" <Thief@Evil.example>\r\n\r\n')).from).toBe('thief@evil.example');
    expect(readHead(Buffer.from('From: cargolk@gvc.rzd.ru\r\nFrom: other@x.y\r\n\r\n')).from).toBe('cargolk@gvc.rzd.ru');
    expect(readHead(Buffer.from('Subject: x\r\n\r\n')).from).toBe('');
  });

  it('have subjects in the code pages of the trade', () => {
    // "Отчёт" in windows-1251 and in UTF-8, and raw bytes of the former
    const words = ['=?windows-1251?B?zvL3uPI=?=', '=?utf-8?Q?=D0=9E=D1=82=D1=87?= =?utf-8?Q?=D1=91=D1=82?='];
    for (const word of words) expect(readHead(Buffer.from(`Subject: ${word}\r\n\r\n`)).subject).toBe('Отчёт');
    const raw = Buffer.concat([Buffer.from('Subject: '), Buffer.from([0xce, 0xf2, 0xf7, 0xb8, 0xf2]), Buffer.from('\r\n\r\n')]);
    expect(readHead(raw).subject).toBe('Отчёт');
  });

  it('give the file of a forwarded message, its name put together from pieces', () => {
    const inner = [
      'Content-Type: multipart/mixed; boundary=in',
      '',
      '--in',
      "Content-Disposition: attachment; filename*0*=utf-8''%D0%A1; filename*1=.csv",
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'a=3Db=',
      'c',
      '--in--',
    ].join('\r\n');
    const mail = `Content-Type: multipart/mixed; boundary="o u t"\r\n\r\n--o u t\r\nContent-Type: message/rfc822\r\n\r\n${inner}\r\n--o u t--`;
    expect(readFiles(Buffer.from(mail)).map(({ fileName, bytes }) => [fileName, String(bytes)])).toEqual([['С.csv', 'a=bc']]);
  });

  it('of any bytes are read as far as they go', () => {
    const piece = fc.constantFrom(
      'Content-Type: multipart/mixed; boundary=b\r\n',
      '\r\n\r\n',
      '--b\r\n',
      '--b--',
      '=?x?B?',
      '%ZZ',
      '"',
      ';',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'binary' })), { maxLength: 40 }), (parts) => {
        const bytes = Buffer.from(parts.join(''), 'latin1');
        expect(readFiles(bytes).length).toBeLessThanOrEqual(200);
        expect(typeof readHead(bytes).subject).toBe('string');
      }),
    );
  });
});

it('names of folders travel in modified UTF-7', () => {
  // RFC 3501 5.1.3 has the first one
  expect(toMailboxName('~peter/mail/台北/日本語')).toBe('~peter/mail/&U,BTFw-/&ZeVnLIqe-');
  expect(toMailboxName('A & B')).toBe('A &- B');
});
