import { encodeCursor } from './cursor.ts';
import type { Digest, Notice } from './digest.ts';
import { encodeFrame, type Frame } from './frame.ts';
import type { Sight } from './sight.ts';
import type { Viewer } from './viewer.ts';

export type Bbox = readonly [west: number, south: number, east: number, north: number];

/** What is watched, and by whom: sockets that agree in all of it are told the same. */
export interface Interest {
  viewer: Viewer;
  bbox: Bbox | undefined;
  shipmentIds: ReadonlySet<string>;
}

/** A socket. */
export interface Member {
  send(frame: Frame): void;
}

/** Marker → what its holder knows of it but its place. */
export type Knowledge = Map<string, string>;

/** A socket that has its snapshot and wants to be told what is new. */
export interface Entry {
  member: Member;
  /** what it holds, as of these revisions: its markers, and its events and shipments */
  knows: Knowledge;
  /** the revision of each marker it was shown: rows may be newer than the cursor read before them */
  shownAt: ReadonlyMap<string, number>;
  assetsUpTo: number;
  noticesUpTo: number;
  /** what has come since it began to wait */
  held: readonly Digest[];
  /** called once it is in */
  letIn(): void;
}

/** What goes out at once. */
interface Batch {
  /** new markers, and those of which more changed than their place */
  whole: Map<string, Sight>;
  moved: Map<string, Sight>;
}

/** Known of a marker, but not by every member, or not how much: its next news goes out whole. */
export const NOT_BY_ALL = '';

/**
 * The sockets of equal interest: what is new to them is looked for once, encoded once, and sent to each as it is. Who
 * comes later may know less than the others (a marker that has left the box meanwhile); that is told to him alone.
 */
export interface Group {
  readonly interest: Interest;
  /** Lets a socket in as soon as what has been sent reaches as far as its snapshot; at once where that is so. */
  enter(entry: Entry): void;
  /** It does not want to be let in any more. */
  withdraw(entry: Entry): void;
  leave(member: Member): void;
  /** What this member knows. */
  knowledgeOf(member: Member): Knowledge;
  /** Sends to all what is news to them. */
  take(digest: Digest): void;
  isEmpty(): boolean;
}

export function createGroup(input: { interest: Interest; upTo: () => number }): Group {
  const { interest, upTo } = input;
  const known: Knowledge = new Map();
  const members = new Map<Member, Set<string>>();
  const entries = new Set<Entry>();
  let toldUpTo = upTo();

  function take(digest: Digest): void {
    if (members.size > 0) {
      const notices = digest.notices.filter((notice) => isToldOf(interest, notice));
      for (const notice of notices) tellAll(notice.frame());
      const batch = note({ interest, known }, [digest]);
      tellBatch(batch);
      if (notices.length > 0 && isEmpty(batch)) tellAll(heardFrame(upTo()));
    }
    toldUpTo = upTo();
    for (const entry of entries) if (entry.assetsUpTo <= upTo()) letIn(entry);
  }

  function tellAll(frame: Frame): void {
    for (const member of members.keys()) member.send(frame);
  }

  function tellBatch(batch: Batch): void {
    if (batch.whole.size > 0) tellAll(wholeFrame(batch.whole, batch.moved.size > 0 ? toldUpTo : upTo()));
    for (const [member, unsure] of members) if (unsure.size > 0) makeSure(member, { unsure, batch });
    if (batch.moved.size > 0) tellAll(movedFrame(batch.moved, upTo()));
  }

  /** A member that does not know a marker whole hears of it whole once. */
  function makeSure(member: Member, { unsure, batch }: { unsure: Set<string>; batch: Batch }): void {
    const sights = new Map<string, Sight>();
    for (const id of both(unsure, batch.whole)) unsure.delete(id);
    for (const id of both(unsure, batch.moved)) {
      const sight = batch.moved.get(id);
      if (sight !== undefined) sights.set(id, sight);
      unsure.delete(id);
    }
    if (sights.size > 0) member.send(wholeFrame(sights, toldUpTo)); // the moves follow
  }

  function letIn(entry: Entry): void {
    const { member, knows, shownAt, held, assetsUpTo, noticesUpTo } = entry;
    entries.delete(entry);
    const notices = held.flatMap((digest) =>
      digest.notices.filter((notice) => notice.revision > noticesUpTo && isToldOf(interest, notice)),
    );
    for (const notice of notices) member.send(notice.frame());
    const missed = note({ interest, known: knows, since: assetsUpTo, shownAt }, held);
    if (missed.whole.size > 0) member.send(wholeFrame(missed.whole, missed.moved.size > 0 ? assetsUpTo : upTo()));
    if (missed.moved.size > 0) member.send(movedFrame(missed.moved, upTo()));
    if (notices.length > 0 && isEmpty(missed)) member.send(heardFrame(upTo()));
    members.set(member, members.size === 0 ? becomeFirst(knows) : unsureOf(knows));
    entry.letIn();
  }

  function becomeFirst(knows: Knowledge): Set<string> {
    known.clear();
    for (const [id, signature] of knows) known.set(id, signature);
    return new Set();
  }

  function unsureOf(knows: Knowledge): Set<string> {
    const unsure = new Set<string>();
    for (const [id, signature] of known) if (knows.get(id) !== signature) unsure.add(id);
    for (const id of knows.keys()) if (!known.has(id)) known.set(id, NOT_BY_ALL);
    return unsure;
  }

  return {
    interest,
    take,
    enter(entry) {
      entries.add(entry);
      if (entry.assetsUpTo <= upTo()) letIn(entry);
    },
    withdraw: (entry) => void entries.delete(entry),
    leave: (member) => void members.delete(member),
    knowledgeOf(member) {
      const unsure = members.get(member);
      // What it is unsure of it may hold all the same, and must hear of when it is gone.
      return new Map([...known].map(([id, signature]) => [id, unsure?.has(id) ? NOT_BY_ALL : signature]));
    },
    isEmpty: () => members.size + entries.size === 0,
  };
}

/** Who waits for a parked truck to move waits for long: the shorter of the two is walked through. */
function both(unsure: ReadonlySet<string>, batch: ReadonlyMap<string, Sight>): string[] {
  return unsure.size < batch.size
    ? Array.from(unsure).filter((id) => batch.has(id))
    : Array.from(batch.keys()).filter((id) => unsure.has(id));
}

interface Hearer {
  interest: Interest;
  known: Knowledge;
  since?: number;
  shownAt?: ReadonlyMap<string, number>;
}

/** What of these digests is news to who knows this; knows it from then on. */
function note(input: Hearer, digests: readonly Digest[]): Batch {
  const { interest, known, since = -1, shownAt } = input;
  const isNews = ({ id, revision }: Sight): boolean => revision > since && revision > (shownAt?.get(id) ?? -1);
  const batch: Batch = { whole: new Map(), moved: new Map() };
  for (const digest of digests) {
    for (const sight of digest.sightsOf(interest.viewer)) {
      if (!isNews(sight)) continue;
      if (sight.gone) noteGone(sight);
      else noteMarker(sight);
    }
    for (const lost of digest.lostTo(interest.viewer, known)) if (isNews(lost)) noteGone(lost);
  }
  return batch;

  /** A marker that was taken away is news only to who shows it. */
  function noteGone(sight: Sight): void {
    const { id } = sight;
    batch.moved.delete(id);
    if (known.delete(id) || batch.whole.has(id)) batch.whole.set(id, sight); // also where it was taken away twice in one batch
  }

  function noteMarker(sight: Sight): void {
    const { id, signature, place } = sight;
    const before = known.get(id);
    if (before === undefined && !isWatched(interest, sight)) return;
    // A wagon's place is as old as its report, and two reports may name the same minute: only the revision orders them.
    if (before !== signature || sight.kind === 'wagon' || batch.whole.has(id)) batch.whole.set(id, sight);
    if (before !== signature) known.set(id, signature);
    if (place === null) batch.moved.delete(id);
    else batch.moved.set(id, sight);
  }
}

function isWatched({ bbox, shipmentIds }: Interest, sight: Sight): boolean {
  return (bbox !== undefined && isInside(sight.place, bbox)) || sight.shipmentIds.some((id) => shipmentIds.has(id));
}

/** What has no known place belongs to every box. */
export function isInside(place: { lat: number; lon: number } | null, [west, south, east, north]: Bbox): boolean {
  return place === null || (place.lat >= south && place.lat <= north && place.lon >= west && place.lon <= east);
}

function isToldOf({ viewer, bbox, shipmentIds }: Interest, { companyId, customerId, shipmentId }: Notice): boolean {
  const { scope } = viewer;
  if (companyId !== scope.companyId || (scope.customerId !== null && customerId !== scope.customerId)) return false;
  return (bbox !== undefined && viewer.kind === 'actor') || (shipmentId !== undefined && shipmentIds.has(shipmentId));
}

/** `upTo`: what its reader has heard by then; where the moves of the same look follow, no more than before, for the line may break. */
function wholeFrame(whole: ReadonlyMap<string, Sight>, upTo: number): Frame {
  const assets = Array.from(whole.values(), (sight) => sight.json());
  return encodeFrame('snapshot', `{"cursor":"${encodeCursor(upTo)}","assets":[${assets.join(',')}],"partial":true}`);
}

const isEmpty = ({ whole, moved }: Batch): boolean => whole.size + moved.size === 0;

/** Events carry no cursor: who comes back after one of them would hear of it again. */
const heardFrame = (upTo: number): Frame => movedFrame(new Map(), upTo);

function movedFrame(moved: ReadonlyMap<string, Sight>, upTo: number): Frame {
  const items = Array.from(moved.values(), (sight) => sight.tupleJson());
  return encodeFrame('positions', `{"cursor":"${encodeCursor(upTo)}","items":[${items.join(',')}]}`);
}
