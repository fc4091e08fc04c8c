import { createReadStream } from 'node:fs';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { AppError } from '@karavan/runtime';
import type { BackupSource } from '@karavan/store';
import tar from 'tar-stream';
import type { z } from 'zod';
import { HEAD, Head, KEY, TAIL, Tail, tableOf } from './archive.ts';

type Entry = tar.Extract extends AsyncIterable<infer One> ? One : never;

export interface OpenArchive extends BackupSource {
  takenAt: string;
  /** the key that seals passwords, where it was kept with the data */
  key: string | undefined;
}

/** Opens a backup and hands it to `use`. @throws AppError UNPROCESSABLE, saying what is wrong, when it is none or is damaged */
export async function readArchive<T>(file: string, use: (archive: OpenArchive) => Promise<T>): Promise<T> {
  const extract = tar.extract();
  const reading = pipeline(createReadStream(file === '-' ? '/dev/stdin' : file), createGunzip(), extract);
  reading.catch(() => undefined); // whoever reads the next entry hears of it
  try {
    return await use(await openArchive(extract, reading));
  } catch (error) {
    extract.destroy();
    throw toProblem(error, file);
  }
}

async function openArchive(extract: tar.Extract, reading: Promise<void>): Promise<OpenArchive> {
  const entries = extract[Symbol.asyncIterator]();
  const take = async () => (await entries.next()).value as Entry | undefined;
  const { takenAt, migrations, tables } = await readJson(Head, HEAD, await take());
  let entry = await take();
  const hasKey = entry?.header.name === KEY;
  const key = hasKey && entry !== undefined ? (await text(entry)).trim() : undefined;
  if (hasKey) entry = await take();
  async function* rows(): BackupSource['rows'] {
    for (let table = tableOf(entry?.header.name ?? ''); entry !== undefined && table !== undefined; ) {
      for await (const piece of entry) yield { table, piece: piece as Buffer };
      entry = await take();
      table = tableOf(entry?.header.name ?? '');
    }
  }
  async function tail(): Promise<Tail> {
    const said = await readJson(Tail, TAIL, entry);
    if ((await take()) !== undefined) throw notBackup('there is more behind its end');
    await reading; // to the check sum behind the last byte
    return said;
  }
  return { takenAt, key, head: { migrations, tables }, rows: rows(), tail };
}

async function readJson<T>(shape: z.ZodType<T>, name: string, entry: Entry | undefined): Promise<T> {
  if (entry?.header.name !== name) throw notBackup(`${name} is missing`);
  const said = await text(entry);
  let value: unknown;
  try {
    value = JSON.parse(said);
  } catch (cause) {
    throw notBackup(`${name} cannot be read`, cause);
  }
  const parsed = shape.safeParse(value);
  if (!parsed.success) throw notBackup(`${name} says something else`, parsed.error);
  return parsed.data;
}

const notBackup = (what: string, cause?: unknown): AppError =>
  new AppError('UNPROCESSABLE', `This is no whole backup of Karavan: ${what}. Nothing was restored.`, { cause });

/** What zlib and tar say of damaged bytes, and the operating system of a file that is not there. */
function toProblem(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || error instanceof AppError) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (/^(ENOENT|EACCES|EISDIR|EPERM)$/.test(code))
    return new AppError('BAD_INPUT', `${file} cannot be read: ${error.message}`, { cause: error });
  if (code.startsWith('Z_') || /tar header|Unexpected end of data|premature close/i.test(`${error.message} ${code}`))
    return notBackup(error.message, error);
  return error;
}
