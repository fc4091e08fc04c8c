/** A folder that other systems put reports into. What is taken in moves to `done`, what cannot be used to `failed`. */
import type { Stats } from 'node:fs';
import { lstat, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type FileOutcome, SourceError, type SourceFile, type SourceReader } from '@karavan/contracts';

export interface FolderOptions {
  path: string;
  /** a file that has not changed for so long is whole; default 2 s */
  settleMs?: number;
}

const MAX_BYTES = 40 * 1024 * 1024;
/** what programs call a file while they are still writing it */
const UNFINISHED = /^[.~]|\.(part|partial|tmp|crdownload|filepart|reason\.txt)$/i;

export function createFolderReader({ path: folder, settleMs = 2000 }: FolderOptions): SourceReader {
  return {
    async *read({ signal, recall }) {
      for (const name of await list(folder)) {
        signal.throwIfAborted();
        const file = path.join(folder, name);
        const stats = await settled(file, { settleMs, signal });
        if (stats === undefined) continue; // still growing, or gone: the next look has it
        const key = `${name}|${stats.size}|${stats.mtimeMs}`;
        const before = await recall(key);
        if (before !== undefined) {
          // Taken in by a program that ended before it could move the file.
          await put(file, { into: path.join(folder, before === 'stored' ? 'done' : 'failed') });
          continue;
        }
        yield await toSourceFile(file, { key, size: stats.size });
      }
    },
  };
}

async function list(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const names = entries.filter((entry) => entry.isFile() && !UNFINISHED.test(entry.name)).map(({ name }) => name);
    return names.sort();
  } catch (cause) {
    throw new SourceError('UNREACHABLE', `The folder ${folder} cannot be read: ${reasonOf(cause)}.`, cause);
  }
}

/** The file as it is when it has stopped growing; undefined while it has not. A link is no file of this folder. */
async function settled(
  file: string,
  { settleMs, signal }: { settleMs: number; signal: AbortSignal },
): Promise<Stats | undefined> {
  const first = await statOf(file);
  if (first === undefined || Date.now() - first.mtimeMs >= settleMs) return first;
  await pause(settleMs, undefined, { signal });
  const second = await statOf(file);
  return second !== undefined && second.size === first.size && second.mtimeMs === first.mtimeMs ? second : undefined;
}

async function statOf(file: string): Promise<Stats | undefined> {
  const stats = await lstat(file).catch(() => undefined); // somebody took it away
  return stats?.isFile() ? stats : undefined;
}

async function toSourceFile(file: string, { key, size }: { key: string; size: number }): Promise<SourceFile> {
  const folder = path.dirname(file);
  const settle = ({ problem }: FileOutcome) =>
    put(file, problem === null ? { into: path.join(folder, 'done') } : { into: path.join(folder, 'failed'), reason: problem });
  const base = { key, fileName: path.basename(file), settle };
  if (size > MAX_BYTES)
    return { ...base, bytes: null, outcome: { stored: false, problem: `It is larger than ${MAX_BYTES / 1024 / 1024} MB.` } };
  try {
    return { ...base, bytes: await readFile(file) };
  } catch (cause) {
    throw new SourceError('UNREACHABLE', `${file} cannot be read: ${reasonOf(cause)}.`, cause);
  }
}

/** Nothing is written over: a name that is taken gets a number. The reason lies beside the file. */
async function put(file: string, { into, reason }: { into: string; reason?: string }): Promise<void> {
  try {
    await mkdir(into, { recursive: true });
    const to = await freeName(path.join(into, path.basename(file)));
    await rename(file, to);
    if (reason !== undefined) await writeFile(`${to}.reason.txt`, `${reason}\n`);
  } catch (cause) {
    throw new SourceError('UNREACHABLE', `${file} cannot be moved to ${into}: ${reasonOf(cause)}.`, cause);
  }
}

async function freeName(wanted: string): Promise<string> {
  const { dir, name, ext } = path.parse(wanted);
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? wanted : path.join(dir, `${name} (${number})${ext}`);
    if ((await lstat(candidate).catch(() => undefined)) === undefined) return candidate;
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
