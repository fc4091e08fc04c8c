import type { AssetState, ServerEvents } from '@karavan/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Changes } from './changes.ts';
import { decodeCursor } from './cursor.ts';
import { createFeed, type Feed } from './feed.ts';
import type { Frame } from './frame.ts';
import type { Bbox } from './group.ts';
import { createHub, type Hub } from './hub.ts';
import { shownAs } from './sight.ts';
import type { Viewer } from './viewer.ts';

const COMPANIES = ['company-a', 'company-b'];
const CUSTOMERS = ['customer-1', 'customer-2', null];
const NOW = new Date('2026-03-01T12:00:00Z');
const BOXES: Bbox[] = [
  [0, 0, 100, 100],
  [0, 0, 50, 50],
];
const NOWHERE: Bbox = [1, 1, 0, 0];
type Place = {
  lat: number;
  lon: number;
  at: number;
  status: string;
  carriesFor: (string | null)[];
  revision: number;
  gone: boolean;
};
type Told = Changes['events'][number];

/** The database as the gateway meets it: what a scope may see now, and what changed since a revision. */
class World {
  revision = 0;
  told = 0;
  readonly assets = new Map<string, Place>();
  readonly events: Told[] = [];
  readonly hub: Hub = createHub({ upTo: () => this.told });

  move(id: string, change: Omit<Place, 'revision' | 'at' | 'gone'>): void {
    this.revision += 1;
    // two reports may name the same minute
    this.assets.set(id, { ...change, at: isWagon(id) ? 1 : this.revision, revision: this.revision, gone: false });
  }

  remove(id: string): void {
    const place = this.assets.get(id);
    if (place === undefined) return;
    this.revision += 1;
    this.assets.set(id, { ...place, revision: this.revision, gone: true });
  }

  tell(companyId: string, customerId: string | null): void {
    this.revision += 1;
    const event = {
      id: `e${this.revision}`,
      revision: this.revision,
      kind: 'late',
      at: NOW.toISOString(),
      evidence: {},
      late: false,
    };
    this.events.push({ companyId, customerId, event });
  }

  /** what this viewer should have been told since he first looked */
  toldTo({ scope }: Viewer, since: number): string[] {
    return this.events
      .filter(({ companyId, customerId }) => companyId === scope.companyId && [null, customerId].includes(scope.customerId))
      .flatMap(({ event }) => (event.revision > since ? [event.id] : []));
  }

  look(): void {
    const since = this.told;
    this.told = this.revision;
    if (since === this.revision) return;
    const markers = [...this.assets].flatMap(([id, place]) => (place.revision > since ? [rowOf(id, place)] : []));
    const events = this.events.filter(({ event }) => event.revision > since);
    this.hub.take({ upTo: this.told, markers, shipments: [], events }, NOW);
  }

  seenBy(viewer: Viewer, box: Bbox, shipments: ReadonlySet<string> = new Set()): AssetState[] {
    return [...this.assets].flatMap(([id, place]) => {
      if (place.gone || companyOf(id) !== viewer.scope.companyId) return [];
      const shipmentIds = audienceOf(id, place)
        .filter(({ customerId }) => viewer.scope.customerId === null || customerId === viewer.scope.customerId)
        .map(({ shipmentId }) => shipmentId);
      if (!isIn(place, box) && !shipmentIds.some((shipmentId) => shipments.has(shipmentId))) return [];
      return viewer.scope.customerId !== null && shipmentIds.length === 0 ? [] : [{ ...stateOf(id, place), shipmentIds }];
    });
  }
}

const isWagon = (id: string): boolean => id.endsWith('w');
const companyOf = (id: string): string => (id.startsWith('a') ? 'company-a' : 'company-b');
const isIn = ({ lat, lon }: { lat: number; lon: number }, [west, south, east, north]: Bbox): boolean =>
  lat >= south && lat <= north && lon >= west && lon <= east;
const audienceOf = (id: string, { carriesFor }: Place): { customerId: string; shipmentId: string }[] =>
  [...new Set(carriesFor)].flatMap((customerId) =>
    customerId === null ? [] : [{ customerId, shipmentId: `${customerId}-${id}` }],
  );
const stateOf = (id: string, { lat, lon, at, status, revision }: Place): AssetState => ({
  id,
  kind: isWagon(id) ? 'wagon' : 'truck',
  label: id,
  revision,
  position: { lat, lon, at: new Date(at * 1000).toISOString(), speedKmh: null, courseDeg: null, source: 'wialon' },
  freshness: 'stale',
  status,
  shipmentIds: [],
});

const rowOf = (id: string, place: Place): Changes['markers'][number] => ({
  companyId: companyOf(id),
  id,
  kind: isWagon(id) ? 'wagon' : 'truck',
  label: id,
  status: place.status,
  source: 'wialon',
  train: null,
  approximate: false,
  gone: place.gone,
  audience:
    audienceOf(id, place)
      .map(({ customerId, shipmentId }) => `${customerId}:${shipmentId}`)
      .join() || null,
  revision: place.revision,
  lat: place.gone ? null : place.lat,
  lon: place.gone ? null : place.lon,
  at: place.gone ? null : place.at * 1000,
  courseDeg: null,
  speedKmh: null,
});

/** A page: merges what it is sent as the contract says, and remembers every marker it was ever told of. */
class Page {
  readonly held = new Map<string, AssetState>();
  readonly everTold = new Set<string>();
  readonly events: string[] = [];
  /** the cursor of its first snapshot */
  firstCursor: number | undefined;
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
    this.firstCursor ??= this.world.revision;
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
    this.feed.release({ cursor, shown: shown.map(shownAs) });
  }

  hear({ text, options }: Frame): void {
    const [frame] = options.wsPreEncodedFrame;
    expect(frame.subarray(frame.length - Buffer.byteLength(text)).toString()).toBe(text);
    const [event, payload] = JSON.parse(text.slice('2/live,'.length)) as
      | ['snapshot', Parameters<ServerEvents['snapshot']>[0]]
      | ['positions', Parameters<ServerEvents['positions']>[0]]
      | ['event', Parameters<ServerEvents['event']>[0]];
    if (event === 'event') this.events.push(payload.id);
    else if (event === 'snapshot') for (const asset of payload.assets) this.merge(asset);
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
      id: fc.constantFrom('a1', 'a2', 'a3w', 'b1'),
      lat: fc.nat(89),
      lon: fc.nat(99),
      status: fc.constantFrom('moving', 'stopped'),
      carriesFor: fc.array(fc.constantFrom(...CUSTOMERS), { maxLength: 2 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('look' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), id: fc.constantFrom('a1', 'a2', 'a3w') }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('tell' as const),
      company: fc.constantFrom(...COMPANIES),
      customer: fc.constantFrom(...CUSTOMERS),
    }),
  },
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
      fc.property(fc.array(step, { minLength: 30, maxLength: 90, size: 'max' }), (steps) => {
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
          if (one.do === 'remove') world.remove(one.id);
          if (one.do === 'tell') world.tell(one.company, one.customer);
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
          const { firstCursor = Number.POSITIVE_INFINITY } = page;
          expect(page.events).toEqual(world.toldTo(page.viewer, firstCursor));
        }
        for (const page of pages) page.feed.close();
        const there = [...world.assets.values()].filter(({ gone }) => !gone).length;
        expect(world.hub.size()).toEqual({ groups: 0, holders: 0, faces: there });
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  const parked = { lat: 10, lon: 10, status: 'moving', carriesFor: [] };
  const staff = { companyId: 'company-a', customerId: null };

  function watching(world: World, box: Bbox): Page & { heard: string[] } {
    const page = Object.assign(new Page(world, staff), { heard: [] as string[] });
    const { hear } = page;
    page.hear = (frame) => {
      page.heard.push(/"(\w+)"/.exec(frame.text)?.[1] ?? '');
      hear.call(page, frame);
    };
    page.ask(box);
    page.answer();
    return page;
  }

  it('tells a move as a tuple, and the marker whole only where more than its place has changed', () => {
    const world = new World();
    world.move('a1', parked);
    world.look();
    const page = watching(world, [0, 0, 100, 100]);
    for (const status of ['moving', 'moving', 'stopped', 'stopped']) {
      world.move('a1', { ...parked, status });
      world.look();
    }
    expect(page.heard).toEqual(['positions', 'positions', 'snapshot', 'positions', 'positions']);
  });

  it('promises by a cursor only what has been sent by then: the line may break between two messages of one look', () => {
    const world = new World();
    world.move('a1', parked);
    world.look();
    const page = watching(world, [0, 0, 100, 100]);
    const cursors: string[] = [];
    const { hear } = page;
    page.hear = (frame) => {
      cursors.push(/"cursor":"(\w+)"/.exec(frame.text)?.[1] ?? '');
      hear.call(page, frame);
    };
    world.move('a1', parked);
    world.look();
    const before = world.told;
    world.move('a1', { ...parked, status: 'stopped' });
    world.look();
    expect(cursors.map(decodeCursor)).toEqual([before, before, world.told]);
    const asked = world.revision;
    const shown = world.seenBy(page.viewer, [0, 0, 50, 50]).map(shownAs);
    page.feed.hold({ keeps: false });
    page.feed.watchFleet([0, 0, 50, 50]);
    world.move('a1', { ...parked, status: 'moving' });
    world.look();
    page.feed.release({ cursor: asked, shown });
    expect(cursors.slice(3).map(decodeCursor)).toEqual([asked, world.told]);
  });

  it('tells of what is in the box, and of what has left it, but not of what was never there', () => {
    const world = new World();
    world.move('a1', parked);
    world.look();
    const page = watching(world, [0, 0, 50, 50]);
    const other = watching(world, [60, 60, 100, 100]);
    world.move('a1', { ...parked, lat: 70, lon: 40 });
    world.move('a2', { ...parked, lat: 70, lon: 40 });
    world.look();
    expect([...page.everTold]).toEqual(['a1']);
    expect(page.held.get('a1')?.position).toMatchObject({ lat: 70, lon: 40 });
    expect([...other.everTold]).toEqual([]);
  });
});
