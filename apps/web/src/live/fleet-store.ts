import type { AssetState, PositionTuple, ShipmentState, TrackingEvent } from '@karavan/contracts';
import { isPositionTuple, mergeAsset, mergePosition } from './merge.ts';

/** What happened to the fleet since the last notice. */
export interface FleetChange {
  /** assets whose place, state or existence changed */
  ids: ReadonlySet<string>;
  /** something appeared, vanished or changed its state or freshness: lists and clusters are to be made anew */
  structure: boolean;
}

type Listener = (change: FleetChange) => void;
const KEPT_EVENTS = 200;
/** Known by their ids for longer than they are kept: more than may be told again after a break. */
const KNOWN_EVENTS = 2500;

/**
 * The live fleet, outside of React. Changes gather and listeners hear of them once a frame, so a thousand reports cost
 * one notice. Assets are immutable: a changed asset is a new object under the same id.
 */
export class FleetStore {
  readonly #assets = new Map<string, AssetState>();
  readonly #shipments = new Map<string, ShipmentState>();
  readonly #labels = new Map<string, string>();
  readonly #listeners = new Set<Listener>();
  readonly #schedule: (notify: () => void) => void;
  #events: TrackingEvent[] = [];
  /** the newest revision heard of each event */
  readonly #known = new Map<string, number>();
  #changed = new Set<string>();
  #structure = false;
  #pending = false;
  #version = 0;
  #cursor: string | undefined;
  #loaded = false;

  constructor(schedule: (notify: () => void) => void = onceAFrame) {
    this.#schedule = schedule;
  }

  get cursor(): string | undefined {
    return this.#cursor;
  }
  /** grows with every notice */
  get version(): number {
    return this.#version;
  }
  /** true once the first snapshot is in: an empty fleet is then a fact, not a wait */
  get isLoaded(): boolean {
    return this.#loaded;
  }
  get events(): readonly TrackingEvent[] {
    return this.#events;
  }

  all(): AssetState[] {
    return [...this.#assets.values()];
  }

  get(id: string): AssetState | undefined {
    return this.#assets.get(id);
  }

  /** By wagon number, plate or id: what stands in an address. */
  find(name: string): AssetState | undefined {
    return this.#assets.get(name) ?? this.#assets.get(this.#labels.get(labelKey(name)) ?? '');
  }

  /** `null` while nobody knows. */
  isLate(asset: AssetState): boolean {
    return asset.shipmentIds.some((id) => this.#shipments.get(id)?.late === true);
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Returns how many assets are news. */
  applySnapshot(snapshot: { cursor: string; assets: readonly AssetState[]; partial?: boolean | undefined }): number {
    this.#cursor = snapshot.cursor;
    this.#loaded = true;
    if (!snapshot.partial) {
      const staying = new Set(snapshot.assets.map((asset) => asset.id));
      for (const id of this.#assets.keys()) if (!staying.has(id)) this.#remove(id);
    }
    const news = this.#mergeAll(snapshot.assets);
    this.#announce();
    return news;
  }

  /** The fleet of another moment, earlier or later: what is held is replaced, whatever is newer. */
  show(assets: readonly AssetState[]): void {
    this.#loaded = true;
    const staying = new Set(assets.map((asset) => asset.id));
    for (const id of this.#assets.keys()) if (!staying.has(id)) this.#remove(id);
    for (const next of assets) {
      const held = this.#assets.get(next.id);
      if (held && isSameSight(held, next)) continue;
      this.#assets.set(next.id, next);
      this.#labels.set(labelKey(next.label), next.id);
      this.#changed.add(next.id);
      this.#structure ||= !held || differs(held, next);
    }
    this.#announce();
  }

  applyPositions(batch: { cursor: string; items: readonly unknown[] }): void {
    this.#cursor = batch.cursor;
    let news = 0;
    for (const item of batch.items) if (isPositionTuple(item) && this.#move(item)) news++;
    if (news > 0) this.#announce();
  }

  applyShipment(state: ShipmentState): void {
    const held = this.#shipments.get(state.id);
    if (held && held.revision >= state.revision) return;
    this.#shipments.set(state.id, state);
    if (held?.late === state.late) return;
    for (const asset of this.#assets.values()) if (asset.shipmentIds.includes(state.id)) this.#changed.add(asset.id);
    this.#structure = true;
    this.#announce();
  }

  /** Returns whether it is news. */
  applyEvent(event: TrackingEvent): boolean {
    const known = this.#known.get(event.id);
    if (known !== undefined && known >= event.revision) return false;
    this.#known.delete(event.id);
    this.#known.set(event.id, event.revision);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= KNOWN_EVENTS) break;
      this.#known.delete(oldest);
    }
    this.#events = [event, ...this.#events.filter(({ id }) => id !== event.id)].slice(0, KEPT_EVENTS);
    this.#announce();
    return true;
  }

  #move(tuple: PositionTuple): boolean {
    const held = this.#assets.get(tuple[0]);
    if (!held) return false;
    const next = mergePosition(held, tuple);
    if (next === held) return false;
    this.#structure ||= next.freshness !== held.freshness || held.position === null;
    this.#assets.set(next.id, next);
    this.#changed.add(next.id);
    return true;
  }

  #mergeAll(assets: readonly AssetState[]): number {
    let news = 0;
    for (const incoming of assets) {
      const held = this.#assets.get(incoming.id);
      const next = mergeAsset(held, incoming);
      if (next === held) continue;
      if (next.gone) {
        this.#remove(next.id);
        continue;
      }
      if (!held || held.revision !== next.revision) news++;
      this.#assets.set(next.id, next);
      this.#labels.set(labelKey(next.label), next.id);
      this.#changed.add(next.id);
      this.#structure ||= !held || differs(held, next);
    }
    return news;
  }

  #remove(id: string): void {
    const held = this.#assets.get(id);
    if (!held) return;
    this.#assets.delete(id);
    if (this.#labels.get(labelKey(held.label)) === id) this.#labels.delete(labelKey(held.label));
    this.#changed.add(id);
    this.#structure = true;
  }

  #announce(): void {
    if (this.#pending) return;
    this.#pending = true;
    this.#schedule(() => {
      this.#pending = false;
      const change = { ids: this.#changed, structure: this.#structure };
      this.#changed = new Set();
      this.#structure = false;
      this.#version++;
      for (const listener of this.#listeners) listener(change);
    });
  }
}

function differs(a: AssetState, b: AssetState): boolean {
  return (
    a.status !== b.status ||
    a.freshness !== b.freshness ||
    a.label !== b.label ||
    (a.position === null) !== (b.position === null) ||
    a.position?.approximate !== b.position?.approximate ||
    a.train !== b.train ||
    a.shipmentIds.join() !== b.shipmentIds.join()
  );
}

function isSameSight(a: AssetState, b: AssetState): boolean {
  return (
    !differs(a, b) &&
    a.position?.at === b.position?.at &&
    a.position?.lat === b.position?.lat &&
    a.position?.lon === b.position?.lon
  );
}

/** `а 123 вс 56` in an address is the plate `А123ВС56`. */
function labelKey(label: string): string {
  return label.replace(/[\s-]/g, '').toUpperCase();
}

/** Frames do not come to a hidden tab, news must not pile up there either. */
function onceAFrame(notify: () => void): void {
  if (document.hidden) setTimeout(notify, 250);
  else requestAnimationFrame(notify);
}
