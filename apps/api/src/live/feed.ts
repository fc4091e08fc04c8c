import type { AssetState } from '@karavan/contracts';
import type { Digest } from './digest.ts';
import { type Bbox, type Entry, type Group, isInside, type Knowledge, type Member, NOT_BY_ALL } from './group.ts';
import type { Hub } from './hub.ts';
import type { Missable, Snapshot, Target } from './snapshot.ts';
import type { Viewer } from './viewer.ts';

/** What one socket watches. Holds nothing that a fresh snapshot would not bring back. */
export interface Feed {
  watchFleet(bbox: Bbox): void;
  watchShipment(id: string): void;
  /** whether the client already holds something that a snapshot of another topic must not replace */
  watchesMoreThan(target: { bbox: unknown } | { shipmentId: string }): boolean;
  /** From here on changes are held back until the snapshot is out. `keeps`: the client keeps what it holds beside it. */
  hold(input: { keeps: boolean }): void;
  /** What news of this target the client can have missed while it was away; asked while held, before the target is watched. */
  canHaveMissed(target: Target): Missable | undefined;
  /**
   * Sends what was missed, then the snapshot, then what came meanwhile, then what comes. In that order, so that no cursor
   * ever promises a message behind it: wherever the line breaks, what was not sent comes with the next resumption.
   */
  release(snapshot: Snapshot): void;
  close(): void;
}

/** What is held back, and what the client knows beside the snapshot it waits for. */
interface Waiting {
  digests: Digest[];
  stop(): void;
  /** `undefined`: the snapshot replaces all of it */
  knows: Knowledge | undefined;
  /** the revision of each marker its snapshots have shown */
  shownAt: Map<string, number>;
  /** the revision up to which the client has been told, `undefined` while it has been told nothing */
  toldUpTo: number | undefined;
  /** the snapshot is out, and a group is asked to let it in */
  entry: Entry | undefined;
}

/** A socket is in a group, waits (for its snapshot, or for the group to let it in), or has watched nothing yet. */
export function createFeed(input: { viewer: Viewer; hub: Hub; member: Member }): Feed {
  const { viewer, hub, member } = input;
  const shipmentIds = new Set<string>();
  let bbox: Bbox | undefined;
  let group: Group | undefined;
  let waiting: Waiting | undefined;
  let isClosed = false;

  function beginToWait(keeps: boolean): void {
    const digests: Digest[] = [];
    const toldUpTo = group === undefined ? undefined : hub.upTo();
    const knows = keeps ? group?.knowledgeOf(member) : undefined;
    leaveGroup();
    waiting = {
      digests,
      stop: hub.hold((digest) => digests.push(digest)),
      knows,
      shownAt: new Map(),
      toldUpTo,
      entry: undefined,
    };
  }

  /** Another watch before the group has let it in: it goes on to wait. */
  function waitOn(keeps: boolean, { entry }: Waiting): void {
    if (waiting === undefined || entry === undefined) return;
    group?.withdraw(entry);
    leaveGroup();
    waiting.entry = undefined;
    waiting.knows = keeps ? entry.knows : undefined;
    if (!keeps) waiting.shownAt.clear();
    waiting.toldUpTo = Math.min(entry.assetsUpTo, entry.noticesUpTo);
  }

  function leaveGroup(): void {
    group?.leave(member);
    if (group !== undefined) hub.tidy(group);
    group = undefined;
  }

  const isKept = ({ gone, position, shipmentIds: ids }: AssetState): boolean =>
    !gone && ((bbox !== undefined && isInside(position, bbox)) || ids.some((id) => shipmentIds.has(id)));

  return {
    watchFleet: (box) => {
      bbox = [...box];
    },
    watchShipment: (id) => shipmentIds.add(id),
    watchesMoreThan: (target) =>
      'bbox' in target ? shipmentIds.size > 0 : bbox !== undefined || [...shipmentIds].some((id) => id !== target.shipmentId),
    hold({ keeps }) {
      if (waiting === undefined) beginToWait(keeps);
      else waitOn(keeps, waiting);
    },
    canHaveMissed(target) {
      const isTold = bbox !== undefined || ('shipmentId' in target && shipmentIds.has(target.shipmentId));
      return isTold ? undefined : { upTo: waiting?.toldUpTo, except: [...shipmentIds] };
    },
    release({ cursor, shown, held, missed, frame }) {
      if (waiting === undefined || isClosed) return;
      const { digests, knows = new Map<string, string>(), toldUpTo = cursor } = waiting;
      const assetsUpTo = waiting.knows === undefined ? cursor : Math.min(toldUpTo, cursor);
      for (const news of missed) member.send(news);
      member.send(frame(Math.min(toldUpTo, cursor)));
      for (const id of held) if (!knows.has(id)) knows.set(id, NOT_BY_ALL);
      for (const { state, signature } of shown) {
        waiting.shownAt.set(state.id, state.revision);
        if (isKept(state)) knows.set(state.id, signature);
      }
      waiting.entry = {
        member,
        knows,
        shownAt: waiting.shownAt,
        assetsUpTo,
        noticesUpTo: toldUpTo,
        held: digests,
        letIn() {
          waiting?.stop();
          waiting = undefined;
        },
      };
      group = hub.groupOf({ viewer, bbox, shipmentIds: new Set(shipmentIds) });
      group.enter(waiting.entry);
    },
    close() {
      isClosed = true;
      waiting?.stop();
      if (waiting?.entry !== undefined) group?.withdraw(waiting.entry);
      waiting = undefined;
      leaveGroup();
    },
  };
}
