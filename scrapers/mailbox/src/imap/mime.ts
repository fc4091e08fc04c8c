/**
 * What we need of a message (RFC 2045 to 2047, 2231, 5322): who sent it, what it is called, and the files in it. Whatever is
 * broken is read as far as it goes; depth and number of parts are bounded.
 */
export interface MailFile {
  fileName: string;
  bytes: Buffer;
}

export interface MailHead {
  /** address of the first sender, lower case; empty where there is none */
  from: string;
  subject: string;
}

const MAX_DEPTH = 8;
const MAX_PARTS = 200;
const MAX_HEADER_BYTES = 256 * 1024;

export function readHead(bytes: Buffer): MailHead {
  const headers = readHeaders(bytes.toString('latin1', 0, Math.min(bytes.length, MAX_HEADER_BYTES)));
  const from = decodeWords(headers.get('from') ?? '');
  // The address in brackets is the last one: a display name may look like another address.
  const address = /<([^<>\s]+@[^<>\s]+)>\s*$/.exec(from)?.[1] ?? /^\s*([^\s<>",;]+@[^\s<>",;]+)\s*$/.exec(from)?.[1] ?? '';
  return { from: address.toLowerCase(), subject: decodeWords(headers.get('subject') ?? '').trim() };
}

/** Every part that has a file name, in the order of the message; those of forwarded messages too. */
export function readFiles(bytes: Buffer): MailFile[] {
  const files: MailFile[] = [];
  let parts = 0;
  const visit = (part: string, depth: number): void => {
    parts += 1;
    if (parts > MAX_PARTS || depth > MAX_DEPTH) return;
    const { headers, body } = split(part);
    const type = readValue(headers.get('content-type') ?? 'text/plain');
    const disposition = readValue(headers.get('content-disposition') ?? '');
    const boundary = type.params.get('boundary');
    if (type.value.startsWith('multipart/') && boundary) {
      for (const inner of cut(body, boundary)) visit(inner, depth + 1);
      return;
    }
    if (type.value === 'message/rfc822') {
      visit(decodeBody(body, headers.get('content-transfer-encoding')).toString('latin1'), depth + 1);
      return;
    }
    const name = disposition.params.get('filename') ?? type.params.get('name');
    if (name === undefined || name === '') return;
    const fileName = name
      .replace(/[/\\\p{Cc}]/gu, '_')
      .trim()
      .slice(0, 200)
      .toWellFormed();
    files.push({ fileName, bytes: decodeBody(body, headers.get('content-transfer-encoding')) });
  };
  visit(bytes.toString('latin1'), 0);
  return files;
}

function split(part: string): { headers: Map<string, string>; body: string } {
  const end = /\r?\n\r?\n/.exec(part.slice(0, MAX_HEADER_BYTES));
  if (end === null) return { headers: readHeaders(part.slice(0, MAX_HEADER_BYTES)), body: '' };
  return { headers: readHeaders(part.slice(0, end.index)), body: part.slice(end.index + end[0].length) };
}

/** Names in lower case, folded lines joined; of a name that repeats the first counts. */
function readHeaders(text: string): Map<string, string> {
  const headers = new Map<string, string>();
  const head = text.split(/\r?\n\r?\n/, 1)[0] ?? '';
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
    if (name !== '' && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return headers;
}

/** The parts between the lines of a boundary; a message that breaks off ends its last part. */
function cut(body: string, boundary: string): string[] {
  const marks: { from: number; to: number; isLast: boolean }[] = [];
  const mark = `--${boundary}`;
  for (let at = body.indexOf(mark); at !== -1 && marks.length <= MAX_PARTS; at = body.indexOf(mark, at + mark.length)) {
    const startsLine = at === 0 || body[at - 1] === '\n';
    const rest = body.slice(at + mark.length, at + mark.length + 200);
    const tail = /^(--)?[ \t]*(\r?\n|$)/.exec(rest);
    if (startsLine && tail) marks.push({ from: at, to: at + mark.length + tail[0].length, isLast: tail[1] !== undefined });
  }
  return marks.flatMap(({ to, isLast }, index) => {
    if (isLast) return [];
    const end = marks[index + 1]?.from ?? body.length;
    return [body.slice(to, end).replace(/\r?\n$/, '')];
  });
}

function decodeBody(body: string, encoding = ''): Buffer {
  const kind = encoding.trim().toLowerCase();
  if (kind === 'base64') return Buffer.from(body.replace(/[^A-Za-z0-9+/]/g, ''), 'base64');
  if (kind !== 'quoted-printable') return Buffer.from(body, 'latin1');
  const joined = body.replace(/[ \t]+(\r?\n)/g, '$1').replace(/=\r?\n/g, '');
  return Buffer.from(
    joined.replace(/=([0-9A-Fa-f]{2})/g, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}

/** `attachment; filename*0*=utf-8''a; filename*1=b` as value and parameters (RFC 2231). */
function readValue(text: string): { value: string; params: Map<string, string> } {
  const [value = '', ...rest] = splitQuoted(text);
  const pieces = new Map<string, { index: number; text: string; isEncoded: boolean }[]>();
  for (const piece of rest) {
    const match = /^\s*([^\s=*]+)(?:\*(\d+))?(\*)?\s*=\s*([\s\S]*)$/.exec(piece);
    if (match === null) continue;
    const [, name = '', index = '0', star, raw = ''] = match;
    const unquoted = /^"([\s\S]*)"\s*$/.exec(raw.trim())?.[1]?.replace(/\\(.)/g, '$1') ?? raw.trim();
    const known = pieces.get(name.toLowerCase()) ?? [];
    pieces.set(name.toLowerCase(), [...known, { index: Number(index), text: unquoted, isEncoded: star !== undefined }]);
  }
  const params = new Map([...pieces].map(([name, list]) => [name, joinPieces(list)] as const));
  return { value: value.trim().toLowerCase(), params };
}

function joinPieces(pieces: readonly { index: number; text: string; isEncoded: boolean }[]): string {
  const ordered = pieces.toSorted((a, b) => a.index - b.index);
  const isEncoded = ordered.some((piece) => piece.isEncoded);
  const joined = ordered.map(({ text }) => text).join('');
  if (!isEncoded) return decodeWords(joined);
  const [, charset = 'utf-8', encoded = joined] = /^([^']*)'[^']*'([\s\S]*)$/.exec(joined) ?? [];
  const bytes = encoded.replace(/%([0-9A-Fa-f]{2})/g, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return decodeText(Buffer.from(bytes, 'latin1'), charset);
}

function splitQuoted(text: string): string[] {
  return text.match(/(?:"(?:\\.|[^"\\])*"|[^;"]|")+/g) ?? [];
}

/** `=?windows-1251?B?...?=` as text (RFC 2047); words that follow each other belong together. */
function decodeWords(text: string): string {
  const joined = text.replace(/(\?=)\s+(=\?)/g, '$1$2');
  const decoded = joined.replace(/=\?([^?\s]+)\?([bq])\?([^?]*)\?=/gi, (_whole, charset: string, kind: string, data: string) => {
    const bytes =
      kind.toLowerCase() === 'b' ? Buffer.from(data, 'base64') : decodeBody(data.replaceAll('_', ' '), 'quoted-printable');
    return decodeText(bytes, charset.split('*')[0] ?? charset);
  });
  // Raw bytes in a header are UTF-8 by RFC 6532, Windows by habit.
  const isRaw = decoded === joined && /[\x80-\xff]/.test(joined);
  return isRaw ? decodeRaw(Buffer.from(joined, 'latin1')) : decoded;
}

function decodeRaw(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return decodeText(bytes, 'windows-1251');
  }
}

function decodeText(bytes: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset.trim() || 'utf-8').decode(bytes);
  } catch {
    return bytes.toString('utf8'); // a charset nobody knows
  }
}
