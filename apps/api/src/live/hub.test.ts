import type { AssetState, ServerEvents } from '@karavan/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Changes } from './changes.ts';
import { decodeCursor } from './cursor.ts';
import { createFeed, type Feed } from './feed.ts';
import { encodeFrame, type Frame } from './frame.ts';
import type { Bbox } from './group.ts';
import { createHub, type Hub } from './hub.ts';
import { shownAs } from './sight.ts';
import { snapshotFrame } from './snapshot-frame.ts';
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

  /** several at once, as one report brings them */
  tell(
    companyId: string,
    customerId: string | null,
    { count = 1, shipmentId }: { count?: number; shipmentId?: string | undefined } = {},
  ): void {
    this.revision += 1;
    for (let index = 0; index < count; index += 1) {
      const event = {
        id: `e${this.revision}.${index}`,
        revision: this.revision,
        kind: 'late',
        at: NOW.toISOString(),
        ...(shipmentId === undefined ? {} : { shipmentId }),
        evidence: {},
        late: false,
      };
      this.events.push({ companyId, customerId, event });
    }
  }

  /** what this viewer should have been told since he first looked */
  toldTo({ scope }: Viewer, since: number): string[] {
    return this.heardBy({ scope }, { since, upTo: Number.POSITIVE_INFINITY }).map(({ id }) => id);
  }

  heardBy({ scope }: Pick<Viewer, 'scope'>, { since, upTo }: { since: number; upTo: number }): Told['event'][] {
    return this.events
      .filter(({ companyId, customerId }) => companyId === scope.companyId && [null, customerId].includes(scope.customerId))
      .flatMap(({ event }) => (event.revision > since && event.revision <= upTo ? [event] : []));
  }

  /** the rows a page that comes back is shown: what has changed since, wherever it is, and what is gone */
  changedFor(viewer: Viewer, since: number): AssetState[] {
    const there = this.seenBy(viewer, [-180, -90, 180, 90]).filter(({ revision }) => revision > since);
    const gone = [...this.assets].filter(
      ([id, one]) => one.gone && one.revision > since && companyOf(id) === viewer.scope.companyId,
    );
    return [...there, ...gone.map(([id, place]): AssetState => ({ ...stateOf(id, place), position: null, gone: true }))];
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
  /** heard again, though a later cursor was known */
  readonly repeated: string[] = [];
  /** the revision from which on it is promised every event */
  firstCursor: number | undefined;
  readonly viewer: Viewer;
  feed: Feed;
  readonly world: World;
  box: Bbox = NOWHERE;
  readonly shipments = new Set<string>();
  cursor: number | undefined;
  /** its line is there, and breaks after so many more messages */
  #line = { isWhole: true, lasts: Number.POSITIVE_INFINITY };
  #heldBox: Bbox | undefined;
  #pending:
    | { cursor: number; only: string | undefined; adds: boolean; missed: Told['event'][]; since: number | undefined }
    | undefined;

  constructor(world: World, scope: Viewer['scope']) {
    this.world = world;
    this.viewer = { kind: 'actor', scope, actor: { ...scope, role: 'dispatcher', userId: null, name: 'test' } };
    this.feed = this.#connect();
  }

  /** after how many messages its next line breaks */
  lineAfterNext = Number.POSITIVE_INFINITY;

  #connect(): Feed {
    const line = { isWhole: true, lasts: this.lineAfterNext };
    this.lineAfterNext = Number.POSITIVE_INFINITY;
    this.#line = line;
    return createFeed({
      viewer: this.viewer,
      hub: this.world.hub,
      member: {
        send: (frame) => {
          if (line.lasts <= 0) line.isWhole = false;
          else this.hear(frame);
          line.lasts -= 1;
        },
      },
    });
  }

  get isCut(): boolean {
    return !this.#line.isWhole;
  }

  breakAfter(messages: number): void {
    this.#line.lasts = Math.min(this.#line.lasts, messages);
    if (messages === 0) this.#line.isWhole = false;
  }

  /** Comes back with what it holds, and with its cursor. */
  comeBack(): void {
    this.feed.close();
    this.#pending = undefined;
    this.feed = this.#connect();
    this.shipments.clear();
    const wanted = this.box;
    if (this.cursor === undefined || this.#heldBox === undefined) {
      this.firstCursor = undefined;
      if (wanted !== NOWHERE) this.ask(wanted);
      return;
    }
    this.ask(this.#heldBox, this.cursor);
    this.answer();
    if (wanted !== this.box) this.ask(wanted);
  }

  ask(box: Bbox, since?: number): void {
    this.answer();
    this.box = box;
    this.#hold({ bbox: box }, since);
    this.firstCursor ??= this.world.revision;
  }

  /** A shipment beside what is watched already. */
  also(shipmentId: string): void {
    this.answer();
    if (!this.feed.watchesMoreThan({ shipmentId })) return;
    this.shipments.add(shipmentId);
    this.#hold({ shipmentId }, this.cursor);
  }

  #hold(target: { bbox: Bbox } | { shipmentId: string }, since: number | undefined): void {
    const adds = this.feed.watchesMoreThan(target);
    this.feed.hold({ keeps: adds });
    const missable = this.feed.canHaveMissed(target);
    if ('bbox' in target) this.feed.watchFleet(target.bbox);
    else this.feed.watchShipment(target.shipmentId);
    const cursor = this.world.revision;
    const resumed = missable === undefined ? undefined : since;
    this.#pending = {
      cursor,
      only: 'bbox' in target ? undefined : target.shipmentId,
      adds,
      since: resumed,
      missed:
        resumed === undefined
          ? []
          : this.world
              .heardBy(this.viewer, { since: resumed, upTo: Math.min(missable?.upTo ?? cursor, cursor) })
              .filter(({ shipmentId = '' }) => missable?.except.includes(shipmentId) === false),
    };
  }

  /** The rows are read later than the cursor: they may be newer. */
  answer(): void {
    if (this.#pending === undefined) return;
    const { cursor, only, adds, missed, since } = this.#pending;
    this.#pending = undefined;
    const { world, viewer, box } = this;
    const resumes = since !== undefined && viewer.scope.customerId === null && only === undefined && !adds;
    const whole = only === undefined ? world.seenBy(viewer, box) : world.seenBy(viewer, NOWHERE, new Set([only]));
    const shown = (resumes ? world.changedFor(viewer, since) : whole).map(shownAs);
    this.feed.release({
      cursor,
      shown,
      held: resumes ? whole.flatMap(({ id, revision }) => (revision <= since ? [id] : [])) : [],
      missed: missed.map((event) => encodeFrame('event', JSON.stringify(event))),
      frame: snapshotFrame(shown, adds || resumes),
    });
  }

  hear({ text, options }: Frame): void {
    const [frame] = options.wsPreEncodedFrame;
    expect(frame.subarray(frame.length - Buffer.byteLength(text)).toString()).toBe(text);
    const [event, payload] = JSON.parse(text.slice('2/live,'.length)) as
      | ['snapshot', Parameters<ServerEvents['snapshot']>[0]]
      | ['positions', Parameters<ServerEvents['positions']>[0]]
      | ['event', Parameters<ServerEvents['event']>[0]];
    if (event === 'event') {
      this.hearEvent(payload);
      return;
    }
    expect(decodeCursor(payload.cursor)).toBeGreaterThanOrEqual(this.cursor ?? 0);
    this.cursor = decodeCursor(payload.cursor);
    if (event === 'snapshot') {
      if (payload.partial !== true) {
        this.held.clear();
        this.#heldBox = this.box;
      }
      for (const asset of payload.assets) this.merge(asset);
    } else
      for (const [id, lat, lon, , , seconds] of payload.items) {
        this.everTold.add(id);
        const held = this.held.get(id);
        if (held?.position != null && Date.parse(held.position.at) < seconds * 1000)
          this.held.set(id, { ...held, position: { ...held.position, lat, lon, at: new Date(seconds * 1000).toISOString() } });
      }
  }

  hearEvent({ id, revision }: Parameters<ServerEvents['event']>[0]): void {
    if (revision <= (this.cursor ?? -1)) this.repeated.push(id);
    if (!this.events.includes(id)) this.events.push(id);
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
      count: fc.integer({ min: 1, max: 3 }),
      shipment: fc.constantFrom(undefined, 'customer-1-a1', 'customer-2-a2'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cut' as const), page: fc.nat(7), after: fc.nat(4) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('return' as const), page: fc.nat(7) }) },
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
          if (one.do === 'tell') world.tell(one.company, one.customer, { count: one.count, shipmentId: one.shipment });
          if (one.do === 'cut') pages[one.page]?.breakAfter(one.after);
          if (one.do === 'return' && pages[one.page]?.isCut) pages[one.page]?.comeBack();
          if (one.do === 'ask') pages[one.page]?.ask(one.box);
          if (one.do === 'also') pages[one.page]?.also(one.shipment);
          if (one.do === 'answer') pages[one.page]?.answer();
          if (one.do === 'leave') {
            pages[one.page]?.feed.close();
            pages[one.page] = new Page(world, SCOPES[one.page] ?? { companyId: '', customerId: null });
          }
        }
        for (const page of pages) {
          page.breakAfter(0);
          page.comeBack();
          page.answer();
        }
        world.look();
        for (const page of pages) {
          expect(page.repeated).toEqual([]);
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
    expect(page.heard).toEqual(['snapshot', 'positions', 'positions', 'snapshot', 'positions', 'positions']);
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
    page.feed.release({ cursor: asked, shown, held: [], missed: [], frame: snapshotFrame(shown, false) });
    expect(cursors.slice(3).map(decodeCursor)).toEqual([asked, asked, world.told]);
  });

  it('follows events with a cursor, also where nothing has moved: who comes back does not hear of them again', () => {
    const world = new World();
    world.move('a1', parked);
    world.look();
    const page = watching(world, [0, 0, 100, 100]);
    world.tell('company-a', null, { count: 2 });
    world.look();
    expect(page.heard).toEqual(['snapshot', 'event', 'event', 'positions']);
    expect(page.cursor).toBe(world.told);
    world.tell('company-b', null);
    world.look();
    expect(page.heard).toHaveLength(4);
  });

  it.each([0, 1, 2, 3, 4, 5])(
    'brings each event once and in order to who comes back, though the line breaks after %i messages of it',
    (messages) => {
      const world = new World();
      world.move('a1', parked);
      world.look();
      const page = new Page(world, staff);
      page.ask([0, 0, 100, 100]);
      page.answer();
      page.breakAfter(0);
      const told = [1, 2, 3].map(() => {
        world.tell('company-a', null);
        return `e${world.revision}.0`;
      });
      world.look();
      page.lineAfterNext = messages;
      page.comeBack();
      world.tell('company-a', null);
      told.push(`e${world.revision}.0`);
      world.look();
      expect(page.events).toEqual(told.slice(0, Math.min(messages, 3) + (messages === 5 ? 1 : 0)));
      page.comeBack();
      world.look();
      expect(page.events).toEqual(told);
      expect(page.repeated).toEqual([]);
    },
  );

  it('knows that who comes back still holds what has not changed, and says when it is gone', () => {
    const world = new World();
    world.move('a1', parked);
    world.move('a2', parked);
    world.look();
    const page = watching(world, [0, 0, 50, 50]);
    page.breakAfter(0);
    page.comeBack();
    world.remove('a1');
    world.move('a2', { ...parked, lat: 70 });
    world.look();
    expect([...page.held.values()].map(({ id, position }) => [id, position?.lat])).toEqual([['a2', 70]]);
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
