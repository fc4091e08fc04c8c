import type { AssetState, ServerEvents } from '@karavan/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFeed, type Feed } from './feed.ts';
import type { Frame } from './frame.ts';
import type { Bbox } from './group.ts';
import { createHub, type Hub } from './hub.ts';
import { Sight } from './sight.ts';
import type { Changes } from './tail.ts';
import type { Viewer } from './viewer.ts';

const COMPANIES = ['company-a', 'company-b'];
const CUSTOMERS = ['customer-1', 'customer-2', null];
const NOW = new Date('2026-03-01T12:00:00Z');
const BOXES: Bbox[] = [
  [0, 0, 100, 100],
  [0, 0, 50, 50],
];
const NOWHERE: Bbox = [1, 1, 0, 0];
type Place = { lat: number; lon: number; at: number; status: string; carriesFor: (string | null)[]; revision: number };

/** The database as the gateway meets it: what a scope may see now, and what changed since a revision. */
class World {
  revision = 0;
  told = 0;
  readonly assets = new Map<string, Place>();
  readonly hub: Hub = createHub({ upTo: () => this.told });

  move(id: string, change: Omit<Place, 'revision' | 'at'>): void {
    this.revision += 1;
    this.assets.set(id, { ...change, at: this.revision, revision: this.revision });
  }

  look(): void {
    const since = this.told;
    this.told = this.revision;
    if (since === this.revision) return;
    const assets = [...this.assets].flatMap(([id, place]): Changes['assets'] => {
      if (place.revision <= since) return [];
      const audience = audienceOf(id, place);
      const { freshness: _, ...asset } = stateOf(id, place);
      return [{ companyId: companyOf(id), audience, asset: { ...asset, shipmentIds: audience.map((one) => one.shipmentId) } }];
    });
    this.hub.take({ upTo: this.told, assets, shipments: [], events: [] }, NOW);
  }

  seenBy(viewer: Viewer, box: Bbox, shipments: ReadonlySet<string> = new Set()): AssetState[] {
    return [...this.assets].flatMap(([id, place]) => {
      if (companyOf(id) !== viewer.scope.companyId) return [];
      const shipmentIds = audienceOf(id, place)
        .filter(({ customerId }) => viewer.scope.customerId === null || customerId === viewer.scope.customerId)
        .map(({ shipmentId }) => shipmentId);
      if (!isIn(place, box) && !shipmentIds.some((shipmentId) => shipments.has(shipmentId))) return [];
      return viewer.scope.customerId !== null && shipmentIds.length === 0 ? [] : [{ ...stateOf(id, place), shipmentIds }];
    });
  }
}

const companyOf = (id: string): string => (id.startsWith('a') ? 'company-a' : 'company-b');
const isIn = ({ lat, lon }: { lat: number; lon: number }, [west, south, east, north]: Bbox): boolean =>
  lat >= south && lat <= north && lon >= west && lon <= east;
const audienceOf = (id: string, { carriesFor }: Place): Changes['assets'][number]['audience'] =>
  [...new Set(carriesFor)].flatMap((customerId) =>
    customerId === null ? [] : [{ customerId, shipmentId: `${customerId}-${id}` }],
  );
const stateOf = (id: string, { lat, lon, at, status, revision }: Place): AssetState => ({
  id,
  kind: 'truck',
  label: id,
  revision,
  position: { lat, lon, at: new Date(at * 1000).toISOString(), speedKmh: null, courseDeg: null, source: 'wialon' },
  freshness: 'stale',
  status,
  shipmentIds: [],
});

/** A page: merges what it is sent as the contract says, and remembers every marker it was ever told of. */
class Page {
  readonly held = new Map<string, AssetState>();
  readonly everTold = new Set<string>();
  readonly viewer: Viewer;
  readonly feed: Feed;
  readonly world: World;
  box: Bbox = NOWHERE;
  readonly shipments = new Set<string>();
  #pending: { cursor: number; only: string | undefined } | undefined;

  constructor(world: World, scope: Viewer['scope']) {
    this.world = world;
    this.viewer = { kind: 'actor', scope, actor: { ...scope, role: 'dispatcher', userId: null, name: 'test' } };
    this.feed = createFeed({ viewer: this.viewer, hub: world.hub, member: { send: (frame) => this.hear(frame) } });
  }

  ask(box: Bbox): void {
    this.answer();
    this.box = box;
    const keeps = this.feed.watchesMoreThan({ bbox: box });
    this.feed.hold({ keeps });
    this.feed.watchFleet(box);
    this.#pending = { cursor: this.world.revision, only: undefined };
    if (!keeps) this.held.clear();
  }

  /** A shipment beside what is watched already. */
  also(shipmentId: string): void {
    this.answer();
    if (!this.feed.watchesMoreThan({ shipmentId })) return;
    this.shipments.add(shipmentId);
    this.feed.hold({ keeps: true });
    this.feed.watchShipment(shipmentId);
    this.#pending = { cursor: this.world.revision, only: shipmentId };
  }

  /** The rows are read later than the cursor: they may be newer. */
  answer(): void {
    if (this.#pending === undefined) return;
    const { cursor, only } = this.#pending;
    this.#pending = undefined;
    const shown =
      only === undefined ? this.world.seenBy(this.viewer, this.box) : this.world.seenBy(this.viewer, NOWHERE, new Set([only]));
    for (const asset of shown) this.merge(asset);
    this.feed.release({ cursor, shown: shown.map((state) => new Sight(state)) });
  }

  hear({ text, options }: Frame): void {
    const [frame] = options.wsPreEncodedFrame;
    expect(frame.subarray(frame.length - Buffer.byteLength(text)).toString()).toBe(text);
    const [event, payload] = JSON.parse(text.slice('2/live,'.length)) as
      | ['snapshot', Parameters<ServerEvents['snapshot']>[0]]
      | ['positions', Parameters<ServerEvents['positions']>[0]];
    if (event === 'snapshot') for (const asset of payload.assets) this.merge(asset);
    else
      for (const [id, lat, lon, , , seconds] of payload.items) {
        this.everTold.add(id);
        const held = this.held.get(id);
        if (held?.position != null && Date.parse(held.position.at) < seconds * 1000)
          this.held.set(id, { ...held, position: { ...held.position, lat, lon, at: new Date(seconds * 1000).toISOString() } });
      }
  }

  merge(asset: AssetState): void {
    this.everTold.add(asset.id);
    if ((this.held.get(asset.id)?.revision ?? -1) > asset.revision) return;
    if (asset.gone) this.held.delete(asset.id);
    else this.held.set(asset.id, asset);
  }

  /** what is in its box or carries what it follows, but for revisions: a move has none */
  shows(): Record<string, unknown> {
    const isShown = ({ position, shipmentIds }: AssetState) =>
      (position !== null && isIn(position, this.box)) || shipmentIds.some((id) => this.shipments.has(id));
    return plain([...this.held.values()].filter(isShown));
  }
}

const plain = (assets: readonly AssetState[]): Record<string, unknown> =>
  Object.fromEntries(assets.map(({ id, revision: _, ...rest }) => [id, rest] as const).sort(([a], [b]) => a.localeCompare(b)));

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('move' as const),
      id: fc.constantFrom('a1', 'a2', 'a3', 'b1'),
      lat: fc.nat(89),
      lon: fc.nat(99),
      status: fc.constantFrom('moving', 'stopped'),
      carriesFor: fc.array(fc.constantFrom(...CUSTOMERS), { maxLength: 2 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('look' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('ask' as const), page: fc.nat(7), box: fc.constantFrom(...BOXES) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('also' as const),
      page: fc.nat(7),
      shipment: fc.constantFrom('customer-1-a1', 'customer-2-a2'),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('answer' as const), page: fc.nat(7) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('leave' as const), page: fc.nat(7) }) },
);
const SCOPES = [0, 1, 2, 3, 4, 5, 6, 7].map((index) => ({
  companyId: COMPANIES[index === 7 ? 1 : 0] ?? '',
  customerId: [null, null, null, 'customer-1', 'customer-1', 'customer-2', 'customer-2', null][index] ?? null,
}));

describe('sockets of equal interest share their messages', () => {
  it('each holds what it may see and nothing else, whoever came, went and looked elsewhere meanwhile', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const world = new World();
        const seen = new Map<Page, Set<string>>();
        const pages = SCOPES.map((scope) => new Page(world, scope));
        const note = () => {
          for (const page of pages)
            for (const { id } of world.seenBy(page.viewer, [-180, -90, 180, 90]))
              seen.set(page, (seen.get(page) ?? new Set()).add(id));
        };
        for (const one of steps) {
          if (one.do === 'move') world.move(one.id, one);
          note();
          if (one.do === 'look') world.look();
          if (one.do === 'ask') pages[one.page]?.ask(one.box);
          if (one.do === 'also') pages[one.page]?.also(one.shipment);
          if (one.do === 'answer') pages[one.page]?.answer();
          if (one.do === 'leave') {
            pages[one.page]?.feed.close();
            pages[one.page] = new Page(world, SCOPES[one.page] ?? { companyId: '', customerId: null });
          }
        }
        for (const page of pages) page.answer();
        world.look();
        for (const page of pages) {
          expect(page.shows()).toEqual(plain(world.seenBy(page.viewer, page.box, page.shipments)));
          for (const id of page.everTold) expect(seen.get(page)).toContain(id);
        }
        for (const page of pages) page.feed.close();
        expect(world.hub.size()).toEqual({ groups: 0, holders: 0 });
      }),
      { numRuns: 400 },
    );
  });
});
