/** The directory at the end of a zip: what is inside, where, and how large it claims to be. */
import { ReportError } from './report-error.ts';

export interface ZipEntry {
  name: string;
  encrypted: boolean;
  method: number;
  crc: number;
  packedBytes: number;
  declaredBytes: number;
  headerAt: number;
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;

/** Throws ReportError TRUNCATED when there is no directory, which stands last, or it reaches beyond its end. */
export function readZipDirectory(bytes: Uint8Array): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  if (end === undefined) throw truncatedZip();
  const count = view.getUint16(end + 10, true);
  const entries: ZipEntry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > end || view.getUint32(at, true) !== DIRECTORY_ENTRY) throw truncatedZip();
    const next = at + 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > end) throw truncatedZip();
    entries.push(readEntry(bytes, view, at));
    at = next;
  }
  return entries;
}

function findEnd(view: DataView): number | undefined {
  const lowest = Math.max(0, view.byteLength - 22 - 0xffff);
  for (let at = view.byteLength - 22; at >= lowest; at -= 1) if (view.getUint32(at, true) === END_OF_DIRECTORY) return at;
  return undefined;
}

function readEntry(bytes: Uint8Array, view: DataView, at: number): ZipEntry {
  const nameBytes = view.getUint16(at + 28, true);
  const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameBytes)).replaceAll('\\', '/');
  const large = largeSizes(view, at + 46 + nameBytes, view.getUint16(at + 30, true));
  const take = (offset: number): number => {
    const value = view.getUint32(at + offset, true);
    return value === 0xffffffff ? (large.shift() ?? value) : value;
  };
  const declaredBytes = take(24);
  const packedBytes = take(20);
  const headerAt = take(42);
  const encrypted = (view.getUint16(at + 8, true) & 1) === 1;
  return {
    name,
    encrypted,
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packedBytes,
    declaredBytes,
    headerAt,
  };
}

/** Zip64 keeps unpacked size, packed size and offset, in this order, only those that do not fit the entry itself. */
function largeSizes(view: DataView, from: number, length: number): number[] {
  for (let at = from; at + 4 <= from + length; ) {
    const size = view.getUint16(at + 2, true);
    if (at + 4 + size > from + length) break;
    if (view.getUint16(at, true) === 1) {
      return Array.from({ length: Math.floor(size / 8) }, (_, i) => Number(view.getBigUint64(at + 4 + i * 8, true)));
    }
    at += 4 + size;
  }
  return [];
}

export function truncatedZip(): ReportError {
  return new ReportError('TRUNCATED', 'The workbook is cut off before its end; download or send it again.');
}
