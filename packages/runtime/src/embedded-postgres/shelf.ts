import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Account, canEnter } from './account.ts';

/** Where things go that the server's user cannot reach in their own place: first the right one, then what is left. */
const PLACES = ['/var/lib/karavan', path.join(tmpdir(), 'karavan')];

/**
 * A directory, made if missing, that the server's user can enter. Only needed when root lends the server a user and the
 * checkout or the data lie in a closed place such as root's home, whose permissions are not ours to change.
 *
 * @throws Error when none of the places can be used.
 */
export async function findShelf(account: Account, places: readonly string[] = PLACES): Promise<string> {
  const problems: string[] = [];
  for (const place of places) {
    try {
      await mkdir(place, { recursive: true, mode: 0o755 });
      if (await canEnter(account, place)) return place;
      problems.push(`${place} is closed to user id ${account.uid}`);
    } catch (error) {
      problems.push(String(error));
    }
  }
  throw new Error(
    `The database server runs as user id ${account.uid}, which can reach neither the data directory nor a place to put ` +
      `the database instead (${problems.join('; ')}). Choose a DATA_DIR it can enter, or set DATABASE_URL.`,
  );
}
