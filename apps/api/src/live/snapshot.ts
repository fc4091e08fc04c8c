import type { AssetState } from '@karavan/contracts';
import { assets, events, live } from '@karavan/store';
import { assetView, type Deps } from '@karavan/usecases';
import { encodeCursor } from './cursor.ts';
import { isStaff } from './digest.ts';
import { encodeFrame, type Frame } from './frame.ts';
import type { Bbox } from './group.ts';
import { type Shown, shownAs } from './sight.ts';
import { type Viewer, viewerKey } from './viewer.ts';

export type Target = { bbox: Bbox } | { shipmentId: string };

/** What a socket is sent first. */
export interface Snapshot {
  cursor: number;
  shown: readonly Shown[];
  /** the snapshot itself, then what was missed since the cursor the client came with */
  frames: readonly Frame[];
}

interface Wanted {
  viewer: Viewer;
  target: Target;
  since: number | undefined;
  /** the client keeps what it holds beside it */
  adds: boolean;
}

export type SnapshotLoader = (wanted: Wanted) => Promise<Snapshot>;

const WORLD: Bbox = [-180, -90, 180, 90];
/** More missed events than this and the client is better off with a full snapshot and the timeline. */
const MISSED_EVENTS = 1000;

/**
 * Who wants the same while it is being read waits and gets the next reading, together with all others who wait: after a
 * restart hundreds come back at once. What is read was begun after everybody who gets it had asked.
 */
export function createSnapshotLoader(deps: Deps): SnapshotLoader {
  const running = new Map<string, Promise<unknown>>();
  const next = new Map<string, Promise<Snapshot>>();

  function start(key: string, wanted: Wanted): Promise<Snapshot> {
    const reading = readSnapshot(deps, wanted).finally(() => {
      if (running.get(key) === reading) running.delete(key);
    });
    running.set(key, reading);
    return reading;
  }

  return (wanted) => {
    const key = keyOf(wanted);
    const before = running.get(key);
    if (before === undefined) return start(key, wanted);
    const begin = () => {
      next.delete(key);
      return start(key, wanted);
    };
    const waiting = next.get(key) ?? before.then(begin, begin);
    next.set(key, waiting);
    return waiting;
  };
}

const keyOf = ({ viewer, target, since, adds }: Wanted): string =>
  JSON.stringify([viewerKey(viewer), target, since ?? null, adds]);

async function readSnapshot(deps: Deps, wanted: Wanted): Promise<Snapshot> {
  const { viewer, target, adds } = wanted;
  const cursor = await deps.db.systemOnce(live.newestRevision);
  const missed = await readMissed(deps, { ...wanted, upTo: cursor });
  const filter = 'bbox' in target ? { bbox: target.bbox } : { shipmentId: target.shipmentId };
  // What a customer may not see any more is in no list of changes; his whole list is short.
  const resumes = missed !== undefined && isStaff(viewer);
  // Resuming, everything that changed counts, wherever it is now: it may have left the box the client shows.
  const query = resumes ? { filter: 'bbox' in target ? { bbox: WORLD } : filter, since: missed.since } : { filter };
  const records = await deps.db.scoped(viewer.scope, (tx) => assets.listAssets(tx, query));
  const now = deps.clock();
  const shown = records.map((record) => shownAs(narrow(assetView(record, now), viewer)));
  const list = shown.map(({ state }) => JSON.stringify(state)).join(',');
  const partial = adds || resumes ? ',"partial":true' : '';
  return {
    cursor,
    shown,
    frames: [
      encodeFrame('snapshot', `{"cursor":"${encodeCursor(cursor)}","assets":[${list}]${partial}}`),
      ...(missed?.events ?? []).map((event) => encodeFrame('event', JSON.stringify(event))),
      ...(missed?.shipments ?? []).map((state) => encodeFrame('shipment', JSON.stringify(state))),
    ],
  };
}

/** A share link never names another shipment on the same truck. */
const narrow = (asset: AssetState, viewer: Viewer): AssetState =>
  viewer.kind === 'share' ? { ...asset, shipmentIds: asset.shipmentIds.filter((id) => id === viewer.shipmentId) } : asset;

async function readMissed(deps: Deps, { since, upTo, target, viewer }: Wanted & { upTo: number }) {
  if (since === undefined || since > upTo) return undefined; // no cursor, or one of another database
  const only = 'shipmentId' in target ? { shipmentId: target.shipmentId } : {};
  const query = { since, upTo, limit: MISSED_EVENTS + 1, ...only };
  const missed = await deps.db.scoped(viewer.scope, (tx) => events.listEventsSince(tx, query));
  if (missed.length > MISSED_EVENTS) return undefined;
  return { since, events: missed, shipments: await deps.db.scoped(viewer.scope, (tx) => live.listShipmentsSince(tx, query)) };
}
