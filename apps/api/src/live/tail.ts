import type { ShipmentState, TrackingEvent } from '@karavan/contracts';
import type { Logger } from '@karavan/runtime';
import { assets, type Database, events, live } from '@karavan/store';

/** Everything that changed between two revisions, with who may hear of it. */
export interface Changes {
  upTo: number;
  assets: assets.ChangedAsset[];
  shipments: { companyId: string; customerId: string; state: ShipmentState }[];
  events: { companyId: string; customerId: string | null; event: TrackingEvent }[];
}

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
  let toldAt = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | undefined;

  async function look(): Promise<void> {
    while (wanted) {
      await sleep(toldAt + REST_MS - performance.now());
      wanted = false;
      try {
        const changes = await readChanges(db, last);
        if (changes === undefined) continue;
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
      await running;
    },
  };
}

/** What was changed again while it is read has a higher revision and comes with the next look: no writer waits for a reader. */
async function readChanges(db: Database, since: number): Promise<Changes | undefined> {
  const upTo = await db.systemOnce(live.newestRevision);
  if (upTo <= since) return undefined;
  // Each statement sees at least what the counter told of; a transaction around them would add nothing but messages.
  const [changed, shipments, told] = await db.systemOnce(async (tx) => [
    await assets.listChangedAssets(tx, since),
    await live.listChangedShipments(tx, since),
    await events.listChangedEvents(tx, since),
  ]);
  return {
    upTo,
    assets: changed.filter(({ asset }) => asset.revision <= upTo),
    shipments: shipments.filter(({ state }) => state.revision <= upTo),
    events: told.filter(({ event }) => event.revision <= upTo),
  };
}

const sleep = (ms: number): Promise<void> => (ms <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms)));
