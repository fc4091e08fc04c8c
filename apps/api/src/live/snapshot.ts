import type { AssetState } from '@karavan/contracts';
import { assets, events, live } from '@karavan/store';
import { assetView, type Deps } from '@karavan/usecases';
import { isStaff } from './digest.ts';
import { encodeFrame, type Frame } from './frame.ts';
import type { Bbox } from './group.ts';
import { type Shown, shownAs } from './sight.ts';
import { snapshotFrame } from './snapshot-frame.ts';
import { type Viewer, viewerKey } from './viewer.ts';

export type Target = { bbox: Bbox } | { shipmentId: string };

/** What a socket is sent first. */
export interface Snapshot {
  /** all that is shown is as of this revision, or newer */
  cursor: number;
  shown: readonly Shown[];
  /** markers that the client holds from before and that have not changed since */
  held: readonly string[];
  /** what was missed since the cursor the client came with, oldest first */
  missed: readonly Frame[];
  /** the snapshot itself, promising no more than what its reader has heard by then */
  frame(upTo: number): Frame;
}

/** News up to this revision (`undefined`: to the newest one) but for those of these shipments, which have been told already. */
export interface Missable {
  upTo: number | undefined;
  except: readonly string[];
}

interface Wanted {
  viewer: Viewer;
  target: Target;
  /** the client comes with a cursor, and may have missed what came after it */
  resume: (Missable & { since: number }) | undefined;
  /** the client keeps what it holds beside it */
  adds: boolean;
}

export type SnapshotLoader = (wanted: Wanted) => Promise<Snapshot>;

const WORLD: Bbox = [-180, -90, 180, 90];
/** More missed events, or shipments, than this and the client is better off with a full snapshot and the lists. */
const MISSED_NEWS = 1000;

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

const keyOf = ({ viewer, target, resume, adds }: Wanted): string =>
  JSON.stringify([viewerKey(viewer), target, resume ?? null, adds]);

async function readSnapshot(deps: Deps, wanted: Wanted): Promise<Snapshot> {
  const { viewer, target, adds } = wanted;
  const cursor = await deps.db.systemOnce(live.newestRevision);
  const missed = await readMissed(deps, { ...wanted, cursor });
  // What a customer may not see any more, or does not carry a shipment any more, is in no list of changes; those lists are short.
  const resumes = missed !== undefined && isStaff(viewer) && 'bbox' in target && !adds;
  const [records, held] = await deps.db.scoped(viewer.scope, async (tx) =>
    resumes
      ? // Everything that changed counts, wherever it is now: it may have left the box the client shows.
        [
          await assets.listAssets(tx, { filter: { bbox: WORLD }, since: missed.since }),
          await assets.listUnchangedAssets(tx, { bbox: target.bbox, upTo: missed.since }),
        ]
      : [await assets.listAssets(tx, { filter: target }), []],
  );
  const now = deps.clock();
  const shown = records.map((record) => shownAs(narrow(assetView(record, now), viewer)));
  return { cursor, shown, held, missed: missed?.frames ?? [], frame: snapshotFrame(shown, adds || resumes) };
}

/** A share link never names another shipment on the same truck. */
const narrow = (asset: AssetState, viewer: Viewer): AssetState =>
  viewer.kind === 'share' ? { ...asset, shipmentIds: asset.shipmentIds.filter((id) => id === viewer.shipmentId) } : asset;

/** `undefined`: no cursor, one of another database, or too much */
async function readMissed(
  deps: Deps,
  { resume, cursor, target, viewer }: Wanted & { cursor: number },
): Promise<{ since: number; frames: Frame[] } | undefined> {
  if (resume === undefined || resume.since > cursor) return undefined;
  const { since, except } = resume;
  const only = 'shipmentId' in target ? { shipmentId: target.shipmentId } : {};
  const query = { since, upTo: Math.min(resume.upTo ?? cursor, cursor), limit: MISSED_NEWS + 1, except, ...only };
  const [told, states] = await deps.db.scoped(viewer.scope, async (tx) => [
    await events.listEventsSince(tx, query),
    await live.listShipmentsSince(tx, query),
  ]);
  if (told.length > MISSED_NEWS || states.length > MISSED_NEWS) return undefined;
  return {
    since,
    frames: [
      ...told.map((event) => encodeFrame('event', JSON.stringify(event))),
      ...states.map((state) => encodeFrame('shipment', JSON.stringify(state))),
    ],
  };
}
