/** What we need of a message: who sent it, what it is called, and the reports in it, wherever its author put them. */
import { type AttachmentStream, type HeaderLines, MailParser, simpleParser } from 'mailparser';
import { namedByBytes } from './file-kind.ts';
import { isTnef, unwrapTnef } from './tnef.ts';
import { unpack } from './unzip.ts';

export interface MailHead {
  /** address of the one sender, lower case; empty where there is none or more than one */
  from: string;
  subject: string;
}

export interface MailFile {
  fileName: string;
  bytes: Uint8Array;
}

export interface MailFiles {
  files: MailFile[];
  /** what could not be opened, in words */
  problems: string[];
}

const REPORT_FILE = /\.(xlsx|xls|csv|html?|txt|xml|json)$/i;
/** a file whose author gave it no name */
const EXTENSIONS: Readonly<Record<string, string>> = {
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.ms-excel': 'xls',
  'text/csv': 'csv',
  'application/json': 'json',
  'application/xml': 'xml',
  'text/xml': 'xml',
  'application/zip': 'zip',
  'application/x-zip-compressed': 'zip',
  'message/rfc822': 'eml',
};
/** messages in messages, archives in archives */
const MAX_DEPTH = 4;
const MAX_FILES = 200;
const MAX_BYTES = 150 * 1024 * 1024;
const LONGEST_MS = 60_000;
/** nobody reads the text of these messages; making it costs more than the rest */
const NO_TEXT = { skipHtmlToText: true, skipTextToHtml: true, skipTextLinks: true, skipImageLinks: true, keepCidLinks: true };

export async function readHead(headers: Uint8Array): Promise<MailHead> {
  try {
    const mail = await simpleParser(toUtf8(Buffer.from(headers)), NO_TEXT);
    const isOne = mail.headerLines.filter(({ key }: HeaderLines[number]) => key === 'from').length === 1;
    const [sender, ...others] = mail.from?.value ?? [];
    const from = isOne && others.length === 0 ? (sender?.address ?? '') : '';
    return { from: from.trim().toLowerCase(), subject: (mail.subject ?? '').trim() };
  } catch {
    return { from: '', subject: '' }; // no headers that anybody could read
  }
}

/** Raw bytes in a header are UTF-8 by RFC 6532, Windows by habit. */
function toUtf8(bytes: Buffer): Buffer {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return bytes;
  } catch {
    return Buffer.from(new TextDecoder('windows-1251').decode(bytes));
  }
}

/** Every file that may be a report, in the order of the message: attached, inline, in an archive, in a forwarded message. */
export async function readFiles(source: Uint8Array): Promise<MailFiles> {
  const found = new Found();
  await collect(source, { found, depth: 0 });
  return { files: found.files, problems: found.problems };
}

class Found {
  readonly files: MailFile[] = [];
  readonly problems: string[] = [];
  private bytesLeft = MAX_BYTES;

  add(file: MailFile): void {
    this.bytesLeft -= file.bytes.length;
    if (this.files.length >= MAX_FILES || this.bytesLeft < 0)
      throw new Error('the message holds more files than reports come in');
    this.files.push(file);
  }
}

interface Place {
  found: Found;
  depth: number;
}

async function collect(source: Uint8Array, place: Place): Promise<void> {
  try {
    for (const part of await readParts(source)) await take(part, place);
  } catch (error) {
    place.found.problems.push(error instanceof Error ? error.message : String(error));
  }
}

async function take({ fileName: given, bytes }: MailFile, { found, depth }: Place): Promise<void> {
  if (isTnef(bytes)) return takeWrapped({ fileName: given, bytes }, { found, depth });
  const fileName = namedByBytes(given, bytes);
  if (REPORT_FILE.test(fileName)) return found.add({ fileName, bytes });
  const isArchive = /\.zip$/i.test(fileName);
  if (!isArchive && !/\.eml$/i.test(fileName)) return;
  if (depth >= MAX_DEPTH) throw new Error(`${fileName} lies too deep`);
  if (!isArchive) return collect(bytes, { found, depth: depth + 1 });
  try {
    for (const entry of await unpack(bytes, isWanted))
      await take({ fileName: cleanName(entry.name.split('/').pop() ?? ''), bytes: entry.bytes }, { found, depth: depth + 1 });
  } catch (error) {
    found.problems.push(`${fileName}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function takeWrapped({ fileName, bytes }: MailFile, { found, depth }: Place): Promise<void> {
  if (depth >= MAX_DEPTH) throw new Error(`${fileName} lies too deep`);
  try {
    for (const file of unwrapTnef(bytes))
      await take({ fileName: cleanName(file.name), bytes: file.bytes }, { found, depth: depth + 1 });
  } catch (error) {
    found.problems.push(`${fileName}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const isWanted = (name: string): boolean => REPORT_FILE.test(name) || /\.(zip|eml)$/i.test(name);

/** What the parser makes of one part, as far as we meet it; the library's types end before this. */
interface MadeNode {
  isAttachment: boolean;
  disposition: string;
  contentType: string | false;
}
interface PartMaker {
  createNode(part: { filename: string | false; multipart: string | false }): MadeNode;
}

/** The parts that are files. A text with a file name is a file, also where it stands inline: so the library is told. */
async function readParts(source: Uint8Array): Promise<MailFile[]> {
  const parser = new MailParser(NO_TEXT);
  const maker = parser as unknown as PartMaker;
  const createNode = maker.createNode.bind(parser);
  maker.createNode = (part) => {
    const node = createNode(part);
    if (part.filename !== false && part.multipart === false)
      Object.assign(node, { isAttachment: true, disposition: 'attachment' });
    return node;
  };
  parser.end(Buffer.from(source.buffer, source.byteOffset, source.byteLength));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('the message takes too long to read')), LONGEST_MS);
  });
  try {
    return await Promise.race([readAttachments(parser), late]);
  } finally {
    clearTimeout(timer);
    parser.destroy();
  }
}

async function readAttachments(parser: MailParser): Promise<MailFile[]> {
  const files: MailFile[] = [];
  for await (const part of parser as AsyncIterable<AttachmentStream | { type: 'text' }>)
    if (part.type === 'attachment') files.push(await readPart(part));
  return files;
}

async function readPart(part: AttachmentStream): Promise<MailFile> {
  const chunks: Buffer[] = [];
  for await (const chunk of part.content as unknown as AsyncIterable<Buffer>) chunks.push(chunk);
  part.release();
  const extension = EXTENSIONS[part.contentType] ?? 'bin';
  return { fileName: cleanName(part.filename ?? `report.${extension}`), bytes: Buffer.concat(chunks) };
}

/** A name that is a name and no path; one in raw bytes as it was meant. */
function cleanName(name: string): string {
  const isRaw = /[\x80-\xff]/.test(name) && !/[^\0-\xff]/.test(name);
  const meant = isRaw ? toUtf8(Buffer.from(name, 'latin1')).toString('utf8') : name;
  return meant
    .replace(/[/\\\p{Cc}]/gu, '_')
    .trim()
    .slice(0, 200)
    .toWellFormed();
}
