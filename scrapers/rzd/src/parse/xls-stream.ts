/** The stream of cells inside an OLE2 container. Chains of sectors are followed at most once round the file. */
const HEADER_BYTES = 512;
const ENTRY_BYTES = 128;
const SMALL_SECTOR_BYTES = 64;
const FIRST_SPECIAL = 0xfffffffa;
const HEADER_FAT_SECTORS = 109;

interface Container {
  view: DataView;
  sectorBytes: number;
  fat: readonly number[];
}

interface Entry {
  name: string;
  start: number;
  bytes: number;
}

/** The workbook's stream; undefined where the container is cut off, damaged or holds none. */
export function workbookStream(bytes: Uint8Array): Uint8Array | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shift = bytes.length < HEADER_BYTES * 2 ? 0 : view.getUint16(30, true);
  if (shift !== 9 && shift !== 12) return undefined;
  const container: Container = { view, sectorBytes: 2 ** shift, fat: readFat(view, 2 ** shift) };
  const directory = readChain(container, view.getUint32(48, true));
  const entries = directory ? readEntries(directory) : [];
  const workbook = entries.find(({ name }) => name === 'Workbook') ?? entries.find(({ name }) => name === 'Book');
  if (!workbook) return undefined;
  const isSmall = workbook.bytes < view.getUint32(56, true);
  const stream = isSmall ? readSmall(container, entries[0], workbook) : readChain(container, workbook.start);
  return stream && stream.length >= workbook.bytes ? stream.slice(0, workbook.bytes) : undefined;
}

function readFat(view: DataView, sectorBytes: number): number[] {
  const sectors = Math.ceil((view.byteLength - HEADER_BYTES) / sectorBytes);
  const numbers = Array.from({ length: HEADER_FAT_SECTORS }, (_, at) => view.getUint32(76 + at * 4, true));
  let more = view.getUint32(68, true);
  for (let left = sectors; left > 0 && more < sectors; left -= 1) {
    const words = wordsOf(view, sectorBytes, more);
    more = words.pop() ?? FIRST_SPECIAL;
    for (const word of words) numbers.push(word);
    if (numbers.length > sectors + HEADER_FAT_SECTORS) break;
  }
  return numbers.filter((number) => number < sectors).flatMap((number) => wordsOf(view, sectorBytes, number));
}

/** The header takes the place of one sector, however large. */
const placeOf = (sector: number, sectorBytes: number): number => (sector + 1) * sectorBytes;

function wordsOf(view: DataView, sectorBytes: number, sector: number): number[] {
  const from = placeOf(sector, sectorBytes);
  const count = Math.max(0, Math.min(sectorBytes, view.byteLength - from) >> 2);
  return Array.from({ length: count }, (_, at) => view.getUint32(from + at * 4, true));
}

function readChain({ view, sectorBytes, fat }: Container, start: number): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  for (let sector = start; sector < FIRST_SPECIAL; sector = fat[sector] ?? FIRST_SPECIAL) {
    const from = placeOf(sector, sectorBytes);
    if (from >= view.byteLength || parts.length > fat.length) return undefined;
    parts.push(new Uint8Array(view.buffer, view.byteOffset + from, Math.min(sectorBytes, view.byteLength - from)));
  }
  return new Uint8Array(Buffer.concat(parts));
}

/** Streams of a few kilobytes lie together in one of the root's. */
function readSmall(container: Container, root: Entry | undefined, entry: Entry): Uint8Array | undefined {
  const held = root && readChain(container, root.start);
  const table = readChain(container, container.view.getUint32(60, true));
  if (!held || !table) return undefined;
  const next = new DataView(table.buffer, table.byteOffset, table.byteLength);
  const parts: Uint8Array[] = [];
  for (let sector = entry.start; sector < FIRST_SPECIAL; ) {
    if (parts.length * 4 > table.length || (sector + 1) * 4 > table.length) return undefined;
    parts.push(held.subarray(sector * SMALL_SECTOR_BYTES, (sector + 1) * SMALL_SECTOR_BYTES));
    sector = next.getUint32(sector * 4, true);
  }
  return new Uint8Array(Buffer.concat(parts));
}

function readEntries(directory: Uint8Array): Entry[] {
  const view = new DataView(directory.buffer, directory.byteOffset, directory.byteLength);
  const entries: Entry[] = [];
  for (let at = 0; at + ENTRY_BYTES <= directory.length; at += ENTRY_BYTES) {
    const nameBytes = Math.min(64, view.getUint16(at + 64, true));
    const name = new TextDecoder('utf-16le').decode(directory.subarray(at, at + Math.max(0, nameBytes - 2)));
    entries.push({ name, start: view.getUint32(at + 116, true), bytes: view.getUint32(at + 120, true) });
  }
  return entries;
}
