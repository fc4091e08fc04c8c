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
  close(): Promise<void>;
}

/** A wake-up may be lost; then the change waits this long, no longer. */
const LOOK_EVERY_MS = 1000;

/**
 * Follows the database from its newest revision on and hands out what changes, in order, without gaps: the state tables
 * themselves are the log, every row carrying the revision of its last change.
 */
export async function startTail(input: { db: Database; log: Logger; onChanges: (changes: Changes) => void }): Promise<Tail> {
  const { db, log, onChanges } = input;
  let last = await db.system(live.newestRevision);
  let wanted = false;
  let running: Promise<void> | undefined;

  async function look(): Promise<void> {
    while (wanted) {
      wanted = false;
      try {
        const changes = await readChanges(db, last);
        if (changes === undefined) continue;
        last = changes.upTo;
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
    async close() {
      clearInterval(timer);
      wanted = false;
      await running;
    },
  };
}

async function readChanges(db: Database, since: number): Promise<Changes | undefined> {
  return db.system(async (tx) => {
    const upTo = await live.newestRevision(tx); // its lock keeps writers out until the three lists are read
    if (upTo <= since) return undefined;
    return {
      upTo,
      assets: await assets.listChangedAssets(tx, since),
      shipments: await live.listChangedShipments(tx, since),
      events: await events.listChangedEvents(tx, since),
    };
  });
}
