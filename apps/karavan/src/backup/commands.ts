import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError, type Logger, startEmbeddedPostgres } from '@karavan/runtime';
import { restoreBackup } from '@karavan/store';
import type { KaravanEnv } from '../env.ts';
import { findRunning } from '../open.ts';
import { KEY } from './archive.ts';
import { readArchive } from './read-archive.ts';
import { writeArchive } from './write-archive.ts';

export const BACKUP_HELP = `  backup <file>                  everything at this moment into one file; the program may run
  restore <file>                 a backup into an empty installation; - reads standard input
`;

type Place = { env: KaravanEnv; dataDir: string; log: Logger };

export interface BackupReply {
  file: string;
  bytes: number;
  takenAt: string;
  rows: Record<string, number>;
}

/**
 * Writes all data into one new file, readable by its owner only: the database as it was at one moment and the key that seals
 * passwords, unless that comes from SECRET_KEY. Nobody's session is in it.
 * @throws AppError CONFLICT when there is a file of that name
 */
export async function backupInto(
  file: string,
  { url, dataDir, now }: { url: string; dataDir: string; now: Date },
): Promise<BackupReply> {
  if (await isThere(file)) throw new AppError('CONFLICT', `${file} exists already; a backup overwrites nothing.`);
  const key = await keptKey(dataDir);
  const rows = await writeArchive({ url, file, takenAt: now, key }).catch((error: unknown) => {
    throw isNoPlace(error) ? new AppError('BAD_INPUT', `${file} cannot be written: ${error.message}`, { cause: error }) : error;
  });
  return { file, bytes: (await stat(file)).size, takenAt: now.toISOString(), rows };
}

export interface RestoreReply {
  takenAt: string;
  rows: number;
}

/**
 * Puts a backup into an installation that has no data yet and does not run: all of it, or nothing.
 * @throws AppError CONFLICT when the program runs or data is there; UNPROCESSABLE when the file is no whole backup
 */
export async function restoreFrom(file: string, { env, dataDir, log }: Place): Promise<RestoreReply> {
  if (env.DATABASE_URL !== undefined) return restoreInto(env.DATABASE_URL, { file, dataDir });
  if ((await findRunning(dataDir)) !== undefined)
    throw new AppError('CONFLICT', `The program runs on ${dataDir}. Stop it first.`);
  const embedded = await startEmbeddedPostgres({ dataDir, log });
  try {
    return await restoreInto(embedded.url, { file, dataDir });
  } finally {
    await embedded.stop();
  }
}

const restoreInto = (url: string, { file, dataDir }: { file: string; dataDir: string }): Promise<RestoreReply> =>
  readArchive(file, async ({ takenAt, key, head, rows, tail }) => {
    const tailAndKey = async () => {
      const said = await tail();
      if (key !== undefined) await keepKey(dataDir, key); // before the rows count: without it their passwords stay sealed
      return said;
    };
    return { takenAt, rows: await restoreBackup(url, { head, rows, tail: tailAndKey }) };
  });

async function keepKey(dataDir: string, key: string): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  await writeFile(path.join(dataDir, KEY), `${key}\n`, { mode: 0o600 });
}

const isThere = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

/** None where SECRET_KEY is used, or where no password was ever sealed. One that is there and cannot be read must not be left out. */
const keptKey = (dataDir: string): Promise<string | undefined> =>
  readFile(path.join(dataDir, KEY), 'utf8').then(
    (text) => text.trim(),
    (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return undefined;
      throw new AppError('BAD_INPUT', `${KEY} cannot be read, and without it passwords stay sealed: ${cause.message}`, { cause });
    },
  );

const isNoPlace = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && /^(ENOENT|EACCES|EPERM|EISDIR|ENOTDIR|ENOSPC|EROFS)$/.test(String(error.code));
