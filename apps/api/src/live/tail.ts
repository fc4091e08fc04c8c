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
  let wanted: 'news' | 'whatever there is' | undefined;
  let closed = false;
  let toldAt = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | undefined;

  async function look(): Promise<void> {
    while (wanted !== undefined) {
      await sleep(toldAt + REST_MS - performance.now());
      const read = wanted === 'news' ? readChanges : readQuiet;
      wanted = undefined;
      try {
        const changes = await read(db, last);
        if (changes === undefined) continue;
        if (closed) break;
        if (changes.isPart) wanted = 'news';
        last = changes.upTo;
        toldAt = performance.now();
        onChanges(changes);
      } catch (error) {
        log.error({ event: 'live.tail_failed', error }); // the database is away; the timer tries again
      }
    }
  }

  function ask(what: NonNullable<typeof wanted>): void {
    wanted = wanted === 'whatever there is' ? wanted : what;
    running ??= look().finally(() => {
      running = undefined;
      if (wanted !== undefined) ask(wanted);
    });
  }

  const timer = setInterval(() => ask('whatever there is'), LOOK_EVERY_MS);
  return {
    wake: () => ask('news'),
    upTo: () => last,
    async close() {
      clearInterval(timer);
      wanted = undefined;
      closed = true;
      await running;
    },
  };
}

/**
 * What was changed again while it is read has a higher revision and comes with the next look: no writer waits for a reader.
 * One statement sees all revisions up to the newest it sees, for each is committed before the next one is taken.
 */
const readChanges = (db: Database, since: number): Promise<Part | undefined> =>
  db.systemOnce(async (tx) => {
    for (let limit = ROWS_AT_ONCE; ; limit *= 4) {
      const news = await live.listNews(tx, { since, limit });
      const newest = newestOf(news);
      if (newest <= since) return undefined;
      const changes = wholePart(news, { since, newest, limit });
      if (changes !== undefined) return { ...changes, isPart: changes.upTo < newest };
    }
  });

/** Revisions that no row carries any more count too: somebody may wait for them to be told. */
const readQuiet = async (db: Database, since: number): Promise<Part | undefined> => {
  const newest = await db.systemOnce(live.newestRevision);
  if (newest <= since) return undefined;
  const changes = await readChanges(db, since);
  if (changes === undefined) return { upTo: newest, markers: [], shipments: [], events: [], isPart: false };
  return changes.isPart ? changes : { ...changes, upTo: Math.max(changes.upTo, newest) };
};

type Part = Changes & { isPart: boolean };

const newestOf = ({ markers, shipments, events }: live.News): number =>
  Math.max(markers.at(-1)?.revision ?? 0, shipments.at(-1)?.state.revision ?? 0, events.at(-1)?.event.revision ?? 0);

const sleep = (ms: number): Promise<void> => (ms <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms)));
