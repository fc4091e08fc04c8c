import type { AssetState, PositionTuple, ServerEvents, Watch } from '@karavan/contracts';
import type { assets } from '@karavan/store';
import { assetView } from '@karavan/usecases';
import { encodeCursor } from './cursor.ts';
import type { Changes } from './tail.ts';
import type { Viewer } from './viewer.ts';

export interface Outlet {
  emit<E extends keyof ServerEvents>(event: E, ...payload: Parameters<ServerEvents[E]>): void;
}

/** Four batches of positions a second to one client, no more. */
const BATCH_MS = 250;

/** What one socket watches and what it has been told. Holds nothing that a fresh snapshot would not bring back. */
export interface Feed {
  watchFleet(bbox: readonly [number, number, number, number]): void;
  watchShipment(id: string): void;
  /** whether the client already holds something that a snapshot of another topic must not replace */
  watchesMoreThan(target: { bbox: unknown } | { shipmentId: string }): boolean;
  /** From here on changes are held back until the snapshot with this cursor is out. */
  hold(): void;
  /** `replaces`: the client drops what it held and keeps what is shown. */
  release(input: { cursor: number; shown: readonly AssetState[]; replaces: boolean }): void;
  take(changes: Changes, now: Date): void;
  close(): void;
}

export function createFeed(input: { viewer: Viewer; outlet: Outlet }): Feed {
  const { viewer, outlet } = input;
  const shipmentIds = new Set<string>();
  let bbox: Extract<Watch, { topic: 'fleet' }>['bbox'] | undefined;
  /** what the client knows of each asset but its place; a change of it goes out whole, a mere move as a tuple */
  const known = new Map<string, string>();
  const moved = new Map<string, PositionTuple>();
  const whole = new Map<string, AssetState>();
  let heldBack: { changes: Changes; now: Date }[] | undefined;
  let sentUpTo = 0;
  let timer: NodeJS.Timeout | undefined;
  let lastFlush = 0;

  function take(changes: Changes, now: Date): void {
    if (heldBack !== undefined) heldBack.push({ changes, now });
    else deliver(changes, now);
  }

  function deliver(changes: Changes, now: Date): void {
    if (changes.upTo <= sentUpTo) return;
    for (const { event, ...owner } of changes.events)
      if (event.revision > sentUpTo && isTheirs(owner) && isWatched(event.shipmentId)) outlet.emit('event', event);
    for (const { state, ...owner } of changes.shipments)
      if (state.revision > sentUpTo && isTheirs(owner) && isWatched(state.id)) outlet.emit('shipment', state);
    for (const changed of changes.assets) {
      const seen = visibleTo(viewer, changed);
      if (seen !== undefined && changed.asset.revision > sentUpTo) (seen.gone ? noteGone : noteAsset)(assetView(seen, now));
    }
    sentUpTo = changes.upTo;
    if (moved.size + whole.size > 0) schedule();
  }

  const isTheirs = (owner: { companyId: string; customerId: string | null }): boolean =>
    owner.companyId === viewer.scope.companyId &&
    (viewer.scope.customerId === null || owner.customerId === viewer.scope.customerId);

  const isWatched = (shipmentId: string | undefined): boolean =>
    (bbox !== undefined && viewer.kind === 'actor') || (shipmentId !== undefined && shipmentIds.has(shipmentId));

  /** A marker that was taken away is news only to who shows it. */
  function noteGone(asset: AssetState): void {
    moved.delete(asset.id);
    if (known.delete(asset.id)) whole.set(asset.id, asset);
    else whole.delete(asset.id);
  }

  function noteAsset(asset: AssetState): void {
    const watched =
      known.has(asset.id) || (bbox !== undefined && isInside(asset, bbox)) || asset.shipmentIds.some((id) => shipmentIds.has(id));
    if (!watched) return;
    const signature = signatureOf(asset);
    // A wagon's place is as old as its report, and two reports may name the same minute: only the revision orders them.
    if (asset.kind === 'wagon' || whole.has(asset.id) || known.get(asset.id) !== signature) whole.set(asset.id, asset);
    known.set(asset.id, signature);
    const { position } = asset;
    if (position !== null)
      moved.set(asset.id, [
        asset.id,
        position.lat,
        position.lon,
        position.courseDeg,
        position.speedKmh,
        Math.floor(Date.parse(position.at) / 1000),
      ]);
  }

  function schedule(): void {
    timer ??= setTimeout(flush, Math.max(0, lastFlush + BATCH_MS - performance.now()));
  }

  function flush(): void {
    timer = undefined;
    lastFlush = performance.now();
    const cursor = encodeCursor(sentUpTo);
    if (whole.size > 0) outlet.emit('snapshot', { cursor, assets: [...whole.values()], partial: true });
    if (moved.size > 0) outlet.emit('positions', { cursor, items: [...moved.values()] });
    whole.clear();
    moved.clear();
  }

  return {
    take,
    watchFleet: (box) => {
      bbox = [...box];
    },
    watchShipment: (id) => shipmentIds.add(id),
    watchesMoreThan: (target) =>
      'bbox' in target ? shipmentIds.size > 0 : bbox !== undefined || [...shipmentIds].some((id) => id !== target.shipmentId),
    hold: () => {
      heldBack ??= [];
    },
    release({ cursor, shown, replaces }) {
      if (replaces) known.clear();
      for (const asset of shown) if (!asset.gone) known.set(asset.id, signatureOf(asset));
      sentUpTo = Math.max(sentUpTo, cursor);
      const missed = heldBack ?? [];
      heldBack = undefined;
      for (const { changes, now } of missed) deliver(changes, now);
    },
    close: () => clearTimeout(timer),
  };
}

/** The asset as this viewer may see it: a customer only what carries his cargo, a share only its one shipment. */
function visibleTo(viewer: Viewer, changed: assets.ChangedAsset): assets.AssetRecord | undefined {
  const { scope } = viewer;
  if (changed.companyId !== scope.companyId) return undefined;
  if (viewer.kind === 'actor' && scope.customerId === null) return changed.asset;
  const shipmentIds = changed.audience
    .filter((seen) => seen.customerId === scope.customerId && (viewer.kind === 'actor' || seen.shipmentId === viewer.shipmentId))
    .map((seen) => seen.shipmentId);
  return shipmentIds.length === 0 ? undefined : { ...changed.asset, shipmentIds: [...new Set(shipmentIds)] };
}

const signatureOf = (asset: AssetState): string =>
  [
    asset.label,
    asset.status,
    asset.freshness,
    asset.position === null,
    asset.position?.source,
    asset.position?.approximate,
    ...asset.shipmentIds,
  ].join('|');

function isInside({ position }: AssetState, [west, south, east, north]: readonly [number, number, number, number]): boolean {
  if (position === null) return true; // of no known place: it belongs to every box
  return position.lat >= south && position.lat <= north && position.lon >= west && position.lon <= east;
}
