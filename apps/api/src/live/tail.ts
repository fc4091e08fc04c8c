import type { Logger } from '@karavan/runtime';
import { type Database, live } from '@karavan/store';
import type { Changes } from './changes.ts';
import { ROWS_AT_ONCE, wholePart } from './parts.ts';

export interface Tail {
  /** Something was committed: look now. */
  wake(): void;
  /** the revision up to which everything has been handed out */
  upTo(): number;
  close(): Promise<void>;
}

/** A wake-up may be lost; then the change waits this long, no longer. */
const LOOK_EVERY_MS = 1000;
/** Every look is a batch to each client, and these are at most four a second: a moment more than the quarter, for timers ring early. */
const REST_MS = 252;

/**
 * Follows the database from its newest revision on and hands out what changes, in order, without gaps: the state tables
 * themselves are the log, every row carrying the revision of its last change.
 */
export async function startTail(input: { db: Database; log: Logger; onChanges: (changes: Changes) => void }): Promise<Tail> {
  const { db, log, onChanges } = input;
  let last = await db.system(live.newestRevision);
  let wanted = false;
  let closed = false;
  let toldAt = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | undefined;

  async function look(): Promise<void> {
    while (wanted) {
      await sleep(toldAt + REST_MS - performance.now());
      wanted = false;
      try {
        const changes = await readChanges(db, last);
        if (changes === undefined) continue;
        if (closed) break;
        wanted ||= changes.isPart;
        last = changes.upTo;
        toldAt = performance.now();
        onChanges(changes);
      } catch (error) {
        log.error({ event: 'live.tail_failed', error }); // the database is away; the timer tries again
      }
    }
  }

  function wake(): void {
    wanted = true;
    running ??= look().finally(() => {
      running = undefined;
      if (wanted) wake();
    });
  }

  const timer = setInterval(wake, LOOK_EVERY_MS);
  return {
    wake,
    upTo: () => last,
    async close() {
      clearInterval(timer);
      wanted = false;
      closed = true;
      await running;
    },
  };
}

/** What was changed again while it is read has a higher revision and comes with the next look: no writer waits for a reader. */
const readChanges = (db: Database, since: number): Promise<(Changes & { isPart: boolean }) | undefined> =>
  db.systemOnce(async (tx) => {
    const newest = await live.newestRevision(tx);
    if (newest <= since) return undefined;
    // A further statement sees at least what the counter told of; a transaction around them would add nothing but messages.
    for (let limit = ROWS_AT_ONCE; ; limit *= 4) {
      const changes = wholePart(await live.listNews(tx, { since, limit }), { since, newest, limit });
      if (changes !== undefined) return { ...changes, isPart: changes.upTo < newest };
    }
  });

const sleep = (ms: number): Promise<void> => (ms <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms)));
