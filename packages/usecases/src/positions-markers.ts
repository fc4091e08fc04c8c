import { ingest } from '@karavan/store';
import { MOVING_KMH } from '@karavan/tracking';
import type { Deps } from './deps.ts';

type Marker = ingest.MarkerToSave;

/** So often markers that wait are written: what a page is told of them it is told four times a second at most. */
const WRITE_MS = 100;
/** While the database is away. */
const RETRY_MS = 1_000;
/** Positions in as long as that; where more of them come, a marker would be written many times before anybody looks at it. */
const RUSH = 150;

/**
 * Markers of positions that are stored and acknowledged already. In a rush they are written apart from their positions, the newest
 * of each alone: until then the row of the device says where it is, and whoever starts next finds what was left behind there.
 */
export interface WaitingMarkers {
  /** Counts positions that come in; tells whether there are so many that their markers had better wait. */
  isRush(positions: number): boolean;
  put(companyId: string, markers: readonly Marker[]): void;
  /** Resolves when all that waited is written; rejects where it could not be, and it goes on waiting. */
  flush(): Promise<void>;
}

const known = new WeakMap<Deps['db'], WaitingMarkers>();

/** One a database: all listeners of a process share it. */
export function waitingMarkersOf(deps: Deps): WaitingMarkers {
  const found = known.get(deps.db) ?? createWaitingMarkers(deps);
  known.set(deps.db, found);
  return found;
}

/** Writes what still waits, where anything does: a process that ends calls it last. */
export const flushMarkers = async ({ db }: Pick<Deps, 'db'>): Promise<void> => known.get(db)?.flush();

function createWaitingMarkers(deps: Deps): WaitingMarkers {
  let waiting = new Map<string, Map<string, Marker>>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | undefined;
  const isRush = rushMeter();

  function keep(companyId: string, markers: Iterable<Marker>): void {
    const own = waiting.get(companyId) ?? new Map<string, Marker>();
    waiting.set(companyId, own);
    for (const marker of markers) if (!isNewer(own.get(marker.id), marker)) own.set(marker.id, marker);
  }

  function schedule(ms: number): void {
    if (timer !== undefined || writing !== undefined || waiting.size === 0) return;
    timer = setTimeout(() => {
      timer = undefined;
      writeAll().catch((error: unknown) => deps.log.warn({ event: 'markers.not_written', error }));
    }, ms);
  }

  function writeAll(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const taken = waiting;
    waiting = new Map();
    let restMs = RETRY_MS;
    writing = (async () => {
      for (const [companyId, own] of taken) {
        await writeMarkers(deps, { companyId, markers: [...own.values()] });
        taken.delete(companyId);
      }
      restMs = WRITE_MS;
    })().finally(() => {
      writing = undefined;
      for (const [companyId, own] of taken) keep(companyId, own.values());
      schedule(restMs);
    });
    return writing;
  }

  return {
    isRush,
    put(companyId, markers) {
      keep(companyId, markers);
      schedule(WRITE_MS);
    },
    async flush() {
      await writing?.catch(() => undefined);
      if (waiting.size > 0) await writeAll();
    },
  };
}

const isNewer = (held: Marker | undefined, than: Marker): boolean => held !== undefined && held.atMs > than.atMs;

function rushMeter(): (positions: number) => boolean {
  let beganMs = Number.NEGATIVE_INFINITY;
  let before = 0;
  let now = 0;
  return (positions) => {
    const elapsedMs = performance.now() - beganMs;
    if (elapsedMs > WRITE_MS) {
      before = elapsedMs > 2 * WRITE_MS ? 0 : now;
      now = 0;
      beganMs += elapsedMs;
    }
    now += positions;
    return Math.max(before, now) > RUSH;
  };
}

async function writeMarkers(deps: Deps, input: { companyId: string; markers: readonly Marker[] }): Promise<void> {
  const { companyId, markers } = input;
  const moved = await deps.db.systemOnce((tx) => ingest.moveMarkers(tx, input));
  if (moved < markers.length)
    // Something of their trucks was changed meanwhile: those that may follow their device still are written whole.
    await deps.db.scoped({ companyId, customerId: null }, async (tx) => {
      const own = await ingest.listOwnMarkers(tx, markers);
      const left = markers.filter(({ id }) => own.has(id));
      if (left.length > 0) await ingest.saveMarkers(tx, { companyId, revision: undefined, markers: left });
    });
  deps.announce();
}

export const statusOf = (speedKmh: number | null): string => ((speedKmh ?? 0) > MOVING_KMH ? 'moving' : 'standing');

/** Moves markers on whose process ended between storing positions and moving their markers. */
export async function catchUpMarkers(deps: Deps): Promise<void> {
  const behind = await deps.db.systemOnce(ingest.listMarkersBehind);
  for (const { companyId, at, ...marker } of behind)
    waitingMarkersOf(deps).put(companyId, [{ ...marker, atMs: Date.parse(at), status: statusOf(marker.speedKmh) }]);
}
