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

/** Known of a marker, but not by every member: its next news goes out whole. */
const NOT_BY_ALL = '';

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

  function take(digest: Digest): void {
    if (members.size > 0) {
      for (const notice of digest.notices) if (isToldOf(interest, notice)) tellAll(notice.frame());
      tellBatch(note({ interest, known }, [digest]));
    }
    for (const entry of entries) if (entry.assetsUpTo <= upTo()) letIn(entry);
  }

  function tellAll(frame: Frame): void {
    for (const member of members.keys()) member.send(frame);
  }

  function tellBatch(batch: Batch): void {
    if (batch.whole.size > 0) tellAll(wholeFrame(batch.whole, upTo()));
    for (const [member, unsure] of members) if (unsure.size > 0) makeSure(member, { unsure, batch });
    if (batch.moved.size > 0) tellAll(movedFrame(batch.moved, upTo()));
  }

  /** A member that does not know a marker whole hears of it whole once. */
  function makeSure(member: Member, { unsure, batch }: { unsure: Set<string>; batch: Batch }): void {
    const sights = new Map<string, Sight>();
    for (const id of batch.whole.keys()) unsure.delete(id);
    for (const [id, sight] of batch.moved) if (unsure.delete(id)) sights.set(id, sight);
    if (sights.size > 0) member.send(wholeFrame(sights, upTo()));
  }

  function letIn(entry: Entry): void {
    const { member, knows, held, assetsUpTo, noticesUpTo } = entry;
    entries.delete(entry);
    for (const { notices } of held)
      for (const notice of notices) if (notice.revision > noticesUpTo && isToldOf(interest, notice)) member.send(notice.frame());
    const missed = note({ interest, known: knows, since: assetsUpTo }, held);
    if (missed.whole.size > 0) member.send(wholeFrame(missed.whole, upTo()));
    if (missed.moved.size > 0) member.send(movedFrame(missed.moved, upTo()));
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
      return new Map([...known].filter(([id]) => !unsure?.has(id)));
    },
    isEmpty: () => members.size + entries.size === 0,
  };
}

/** What of these digests is news to who knows this; knows it from then on. */
function note(input: { interest: Interest; known: Knowledge; since?: number }, digests: readonly Digest[]): Batch {
  const { interest, known, since = -1 } = input;
  const batch: Batch = { whole: new Map(), moved: new Map() };
  for (const digest of digests) {
    for (const sight of digest.sightsOf(interest.viewer)) {
      if (sight.state.revision <= since) continue;
      if (sight.state.gone) noteGone(sight);
      else noteMarker(sight);
    }
    for (const lost of digest.lostTo(interest.viewer, known)) if (lost.state.revision > since) noteGone(lost);
  }
  return batch;

  /** A marker that was taken away is news only to who shows it. */
  function noteGone(sight: Sight): void {
    const { id } = sight.state;
    batch.moved.delete(id);
    if (known.delete(id)) batch.whole.set(id, sight);
    else batch.whole.delete(id);
  }

  function noteMarker(sight: Sight): void {
    const { id, kind, position } = sight.state;
    if (!known.has(id) && !isWatched(interest, sight)) return;
    // A wagon's place is as old as its report, and two reports may name the same minute: only the revision orders them.
    if (kind === 'wagon' || batch.whole.has(id) || known.get(id) !== sight.signature) batch.whole.set(id, sight);
    known.set(id, sight.signature);
    if (position === null) batch.moved.delete(id);
    else batch.moved.set(id, sight);
  }
}

function isWatched({ bbox, shipmentIds }: Interest, { state }: Sight): boolean {
  return (bbox !== undefined && isInside(state.position, bbox)) || state.shipmentIds.some((id) => shipmentIds.has(id));
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

function wholeFrame(whole: ReadonlyMap<string, Sight>, upTo: number): Frame {
  const assets = Array.from(whole.values(), (sight) => sight.json());
  return encodeFrame('snapshot', `{"cursor":"${encodeCursor(upTo)}","assets":[${assets.join(',')}],"partial":true}`);
}

function movedFrame(moved: ReadonlyMap<string, Sight>, upTo: number): Frame {
  const items = Array.from(moved.values(), (sight) => sight.tupleJson());
  return encodeFrame('positions', `{"cursor":"${encodeCursor(upTo)}","items":[${items.join(',')}]}`);
}
