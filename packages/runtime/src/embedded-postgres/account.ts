import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Logger } from '../log.ts';

const run = promisify(execFile);

/** Who the server runs as. PostgreSQL refuses to run as root, so root lends it another user. */
export type Account = { uid: number; gid: number };

const OWN_USER = 'karavan';
const EXISTING_USERS = [OWN_USER, 'postgres'];

/**
 * The user for the server: nobody else (undefined) unless we are root. As root, the present owner of the cluster keeps
 * it; a new cluster goes to the user `karavan` or `postgres` if there is one, else to a system user `karavan` created
 * for it, and to `nobody` where no user can be created (a read-only /etc).
 */
export async function chooseAccount(clusterDir: string, log: Logger): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await stat(clusterDir).catch(() => undefined);
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  return (await firstOf(EXISTING_USERS)) ?? (await createUser(log)) ?? (await firstOf(['nobody'])) ?? noUser();
}

async function firstOf(names: string[]): Promise<Account | undefined> {
  for (const name of names) {
    const account = await lookUp(name);
    if (account !== undefined && account.uid !== 0) return account;
  }
  return undefined;
}

async function lookUp(name: string): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

async function createUser(log: Logger): Promise<Account | undefined> {
  const ways: [string, string[]][] = [
    ['useradd', ['--system', '--user-group', '-M', '-d', '/nonexistent', '-s', '/usr/sbin/nologin', OWN_USER]],
    ['adduser', ['-S', '-D', '-H', '-h', '/nonexistent', '-s', '/sbin/nologin', OWN_USER]],
  ];
  for (const [command, args] of ways) {
    try {
      await run(command, args);
      log.info({ event: 'database.user-created', user: OWN_USER }, 'created a system user for the database server');
    } catch (error) {
      log.debug({ event: 'database.user-not-created', command, error }, 'could not create a system user this way');
    }
    // Looked up even after a failure: another program may have created it at this very moment.
    const account = await lookUp(OWN_USER);
    if (account !== undefined) return account;
  }
  return undefined;
}

function noUser(): never {
  throw new Error(
    'PostgreSQL does not run as root and no other user could be found or created. ' +
      'Start as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.',
  );
}

/** What `spawn` needs to become the account. The working directory of the parent may be closed to it. */
export function runAs(account: Account | undefined): { cwd: string; env: NodeJS.ProcessEnv; uid?: number; gid?: number } {
  // Only what a server needs: PGDATA and the like would redirect it, and our secrets are none of its business.
  const kept = ['PATH', 'LD_LIBRARY_PATH'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { cwd: '/', env: { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' }, ...account };
}

/** Asks the system itself whether the account can enter a directory: modes, owners, ACLs and mounts all have their say. */
export async function canEnter(account: Account | undefined, dir: string): Promise<boolean> {
  try {
    await run('/bin/sh', ['-c', 'cd "$1"', 'sh', dir], runAs(account));
    return true;
  } catch {
    return false;
  }
}
