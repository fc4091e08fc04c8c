import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, lchown, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from '../log.ts';
import { type Account, runAs } from './account.ts';
import type { Binaries } from './binaries.ts';

/** The superuser of the cluster and the name of its one database. */
export const DATABASE = 'karavan';

type Place = { clusterDir: string; passwordFile: string; account: Account | undefined; binaries: Binaries; log: Logger };

/**
 * A whole cluster in `clusterDir`, created if missing, owned by the account, and its password from `passwordFile`.
 * A new one is built beside and renamed when complete, so an interrupted first start leaves nothing half-made in use.
 *
 * @throws Error when what is there is no cluster, was made by another PostgreSQL, or belongs to another user.
 */
export async function openCluster(place: Place): Promise<{ password: string }> {
  const { clusterDir, account, binaries } = place;
  const version = await versionOf(clusterDir);
  if (version === undefined) return { password: await createCluster(place) };
  if (version !== binaries.major) {
    throw new Error(
      `The database in ${clusterDir} was made by PostgreSQL ${version}, but this program brings PostgreSQL ${binaries.major}. ` +
        'Make a backup with the version that made it and restore it with this one, or set DATABASE_URL.',
    );
  }
  await own(clusterDir, account);
  return { password: await readPassword(place) };
}

/** The major version of the cluster, or undefined where there is none yet. */
async function versionOf(clusterDir: string): Promise<number | undefined> {
  const present = await readdir(clusterDir).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (present.length === 0) return undefined;
  if (!present.includes('PG_VERSION')) throw new Error(`${clusterDir} is not a PostgreSQL cluster; move it out of the way.`);
  return Number(await readFile(path.join(clusterDir, 'PG_VERSION'), 'utf8'));
}

async function createCluster({ clusterDir, passwordFile, account, binaries, log }: Place): Promise<string> {
  const making = `${clusterDir}.new`;
  await rm(making, { recursive: true, force: true });
  await mkdir(making, { mode: 0o700 });
  await own(making, account);
  await initialise({ clusterDir: making, account, binaries });
  const password = newPassword();
  await runSql({ clusterDir: making, account, binaries }, [passwordSql(password), `CREATE DATABASE ${DATABASE};`]);
  await keepPassword(passwordFile, password);
  await rm(clusterDir, { recursive: true, force: true });
  await rename(making, clusterDir);
  log.info({ event: 'database.created', clusterDir }, 'created the database cluster');
  return password;
}

type Target = Pick<Place, 'clusterDir' | 'account' | 'binaries'>;

/**
 * UTF-8 with PostgreSQL's own C.UTF-8 rules: the same order and the same upper and lower case (Cyrillic included) on
 * every machine. The C library's part, LC_CTYPE, is asked for too, since trigram search looks there for what a letter is.
 */
async function initialise({ clusterDir, account, binaries }: Target): Promise<void> {
  const rules = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--text-search-config=simple'];
  const args = [`--pgdata=${clusterDir}`, `--username=${DATABASE}`, '--auth=trust', '--no-instructions', ...rules];
  try {
    await runTool(binaries.initdb, { args: [...args, '--locale=C.UTF-8'], account });
  } catch (error) {
    if (!/invalid locale|locale name/.test(String(error))) throw error;
    await runTool(binaries.initdb, { args: [...args, '--locale=C'], account });
  }
  // initdb was told to trust so that no password has to lie in a file for it; nobody is trusted from here on.
  await writeFile(path.join(clusterDir, 'pg_hba.conf'), 'host all all 127.0.0.1/32 scram-sha-256\n');
}

/** Gives the cluster to the account, all of it: files restored or copied by root would stop the server later. */
async function own(clusterDir: string, account: Account | undefined): Promise<void> {
  const { uid } = await stat(clusterDir);
  const wanted = account?.uid ?? process.getuid?.();
  if (uid === wanted) return;
  if (account === undefined) {
    throw new Error(`The database in ${clusterDir} belongs to user id ${uid}; start as that user or as root.`);
  }
  await chmod(clusterDir, 0o700);
  await lchown(clusterDir, account.uid, account.gid);
  for (const name of await readdir(clusterDir, { recursive: true })) {
    await lchown(path.join(clusterDir, name), account.uid, account.gid);
  }
}

async function readPassword(place: Place): Promise<string> {
  const kept = await readFile(place.passwordFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  if (kept.trim() !== '') return kept.trim();
  place.log.warn({ event: 'database.password-renewed' }, 'the password file was missing, a new password is set');
  const password = newPassword();
  await runSql(place, [passwordSql(password)]);
  await keepPassword(place.passwordFile, password);
  return password;
}

function newPassword(): string {
  return randomBytes(24).toString('base64url');
}

function passwordSql(password: string): string {
  return `ALTER ROLE ${DATABASE} PASSWORD '${password}';`;
}

async function keepPassword(file: string, password: string): Promise<void> {
  await rm(file, { force: true });
  await writeFile(file, `${password}\n`, { mode: 0o600, flag: 'wx', flush: true });
}

/** Runs statements in single-user mode: no port is opened and no password is needed, so there is no moment of weakness. */
async function runSql({ clusterDir, account, binaries }: Target, statements: string[]): Promise<void> {
  const args = ['--single', '-D', clusterDir, '-c', 'exit_on_error=on', 'postgres'];
  await runTool(binaries.postgres, { args, account, input: `${statements.join('\n')}\n` });
}

function runTool(
  file: string,
  { args, account, input }: { args: string[]; account: Account | undefined; input?: string },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = execFile(file, args, runAs(account), (error, _stdout, stderr) => {
      if (error === null) return resolve();
      // Neither error.message nor the statement may be passed on: the statement holds the password.
      const said = stderr.replace(/^.*(STATEMENT|PASSWORD).*$/gm, '').trim();
      reject(new Error(`${path.basename(file)} failed (exit code ${error.code ?? error.signal}): ${said}`));
    });
    child.stdin?.on('error', () => {}).end(input);
  });
}
