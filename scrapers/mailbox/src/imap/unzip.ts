import { setImmediate as breathe } from 'node:timers/promises';
import { Unzip, type UnzipFile, UnzipInflate } from 'fflate';

export interface PackedFile {
  name: string;
  bytes: Uint8Array;
}

/** What an archive in a message may hold; whoever packs more than this sends no reports. */
const MAX_ENTRIES = 200;
const MAX_UNPACKED_BYTES = 100 * 1024 * 1024;
/** deflate gives at most 1032 bytes for one, so a step unpacks no more than 4 MB */
const STEP_BYTES = 4 * 1024;
const STEPS_BETWEEN_BREATHS = 64;

/**
 * The files of an archive that `wanted` asks for, by their names. Sizes are counted as they come out, whatever the archive
 * says of itself. @throws Error in words for one that is broken, encrypted or a bomb
 */
export async function unpack(archive: Uint8Array, wanted: (name: string) => boolean): Promise<PackedFile[]> {
  if (isEncrypted(archive)) throw new Error('the archive is encrypted');
  const taken = new Entries(wanted);
  const reader = new Unzip((file) => taken.start(file));
  reader.register(UnzipInflate);
  for (let at = 0, step = 1; at < archive.length; at += STEP_BYTES, step += 1) {
    const next = archive.subarray(at, at + STEP_BYTES);
    try {
      reader.push(next, at + STEP_BYTES >= archive.length);
    } catch (cause) {
      taken.failure ??= new Error('the archive is broken', { cause });
    }
    if (taken.failure !== undefined) throw taken.failure;
    if (step % STEPS_BETWEEN_BREATHS === 0) await breathe();
  }
  return taken.finish();
}

class Entries {
  failure: Error | undefined;
  private readonly files: { name: string; chunks: Uint8Array[]; isWhole: boolean }[] = [];
  private readonly wanted: (name: string) => boolean;
  private count = 0;
  private size = 0;

  constructor(wanted: (name: string) => boolean) {
    this.wanted = wanted;
  }

  start(file: UnzipFile): void {
    this.count += 1;
    if (this.count > MAX_ENTRIES) this.fail(`the archive holds more than ${MAX_ENTRIES} files`);
    const name = readName(file.name);
    if (this.failure !== undefined || !this.wanted(name)) return;
    const entry = { name, chunks: [] as Uint8Array[], isWhole: false };
    this.files.push(entry);
    file.ondata = (error, chunk, isLast) => {
      if (error) this.fail('the archive is broken');
      this.size += chunk?.length ?? 0;
      if (this.size > MAX_UNPACKED_BYTES) this.fail(`the archive unpacks to more than ${MAX_UNPACKED_BYTES / 1024 / 1024} MB`);
      if (this.failure === undefined && chunk?.length) entry.chunks.push(chunk);
      entry.isWhole ||= isLast;
    };
    file.start();
  }

  finish(): PackedFile[] {
    if (this.count === 0 || this.files.some(({ isWhole }) => !isWhole)) throw new Error('the archive is broken');
    return this.files.map(({ name, chunks }) => ({ name, bytes: Buffer.concat(chunks) }));
  }

  private fail(message: string): void {
    this.failure ??= new Error(message);
  }
}

/** Bit 0 of the general flags of the first entry. */
const isEncrypted = (archive: Uint8Array): boolean => ((archive[6] ?? 0) & 1) === 1;

/** Names without the UTF-8 flag are read byte by byte; Russian archivers mean the DOS code page by them. */
function readName(name: string): string {
  const isRaw = /[\x80-\xff]/.test(name) && !/[^\0-\xff]/.test(name);
  if (!isRaw) return name;
  const bytes = Buffer.from(name, 'latin1');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('ibm866').decode(bytes);
  }
}
