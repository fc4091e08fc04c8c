/**
 * The few parts of a zip that are wanted, unpacked under a bound. The directory is read by hand so that declared sizes
 * are checked before a byte is unpacked, and unpacking counts for itself because declared sizes may lie.
 */
import { Inflate } from 'fflate';
import { crc32 } from './crc32.ts';
import { INFLATE_RATIO_FLOOR_BYTES, MAX_INFLATE_RATIO, MAX_INFLATED_BYTES } from './limits.ts';
import { ReportError } from './report-error.ts';
import { readZipDirectory, truncatedZip, type ZipEntry } from './zip-directory.ts';

const LOCAL_HEADER = 0x04034b50;
const CHUNK_BYTES = 16 * 1024;

/**
 * Unpacks the entries whose name (slashes forward) is wanted. Throws ReportError: TRUNCATED when the directory or an
 * entry reaches beyond the file, ENCRYPTED, ZIP_BOMB by declared or by real size, NOT_A_REPORT when damaged.
 */
export function unzip(bytes: Uint8Array, wanted: (name: string) => boolean): Map<string, Uint8Array> {
  const entries = readZipDirectory(bytes);
  const declared = entries.reduce((sum, entry) => sum + entry.declaredBytes, 0);
  if (declared > MAX_INFLATED_BYTES || isBombRatio(declared, bytes.length)) throw bomb();
  const files = new Map<string, Uint8Array>();
  let left = MAX_INFLATED_BYTES;
  for (const entry of entries) {
    if (!wanted(entry.name)) continue;
    if (entry.encrypted) throw new ReportError('ENCRYPTED', 'The workbook is protected by a password; save it without one.');
    const content = unpack(entry, entryData(bytes, entry), left);
    left -= content.length;
    files.set(entry.name, content);
  }
  return files;
}

function entryData(bytes: Uint8Array, entry: ZipEntry): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (entry.headerAt + 30 > bytes.length || view.getUint32(entry.headerAt, true) !== LOCAL_HEADER) throw truncatedZip();
  const from = entry.headerAt + 30 + view.getUint16(entry.headerAt + 26, true) + view.getUint16(entry.headerAt + 28, true);
  if (from + entry.packedBytes > bytes.length) throw truncatedZip();
  return bytes.subarray(from, from + entry.packedBytes);
}

function unpack(entry: ZipEntry, packed: Uint8Array, left: number): Uint8Array {
  if (entry.method !== 0 && entry.method !== 8) throw damaged(entry.name);
  const content = entry.method === 0 ? packed : inflate(entry.name, packed, left);
  if (content.length > left) throw bomb();
  if (crc32(content) !== entry.crc) throw damaged(entry.name);
  return content;
}

function inflate(name: string, packed: Uint8Array, left: number): Uint8Array {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const inflater = new Inflate((chunk) => {
    size += chunk.length;
    if (size > left || isBombRatio(size, packed.length)) throw bomb();
    chunks.push(chunk);
  });
  try {
    for (let at = 0; at < packed.length; at += CHUNK_BYTES) {
      inflater.push(packed.subarray(at, at + CHUNK_BYTES), at + CHUNK_BYTES >= packed.length);
    }
  } catch (error) {
    throw error instanceof ReportError ? error : damaged(name, error);
  }
  return concat(chunks, size);
}

function concat(chunks: Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

function isBombRatio(inflated: number, packed: number): boolean {
  return inflated > INFLATE_RATIO_FLOOR_BYTES && inflated > packed * MAX_INFLATE_RATIO;
}

const bomb = () => new ReportError('ZIP_BOMB', 'The workbook unpacks to far more than any report holds; it was not opened.');
const damaged = (name: string, cause?: unknown) =>
  new ReportError('NOT_A_REPORT', `The workbook is damaged (${name} fails its checksum); download or send it again.`, { cause });
