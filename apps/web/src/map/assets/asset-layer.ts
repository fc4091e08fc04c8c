import L from 'leaflet';
import type { FleetChange, FleetStore } from '../../live/fleet-store.ts';
import { markerState } from '../../live/marker-state.ts';
import type { Palette } from '../../theme/palette.ts';
import { pointsWithFinger, wantsNoMotion } from '../../ui/media.ts';
import { type Box, inside } from '../base/clip.ts';
import { SharpCanvas } from '../canvas.ts';
import { latOf, type Mercator, type Projection, projectionOf, worldSize } from '../mercator.ts';
import { type Body, createBody, hasPlace, type Placed, toMercator } from './body.ts';
import { ClusterIndex, type Drawn, type Node } from './cluster-index.ts';
import { drawNodes } from './draw-nodes.ts';
import { groupBodies } from './grouping.ts';
import { isOver, placeAt, planMotion } from './motion.ts';
import { Sprites } from './sprites.ts';
import { glideAt, type ZoomGlide } from './zoom-glide.ts';

export interface AssetLayerLook {
  palette: Palette;
  ageWords: (body: Body) => string;
  trainWords: (train: string, wagons: number) => string;
  describe: (node: Node) => string;
}

export interface AssetLayerHandlers {
  onPick: (node: Node) => void;
  onHover: (assetId: string | null) => void;
}

export interface FrameStats {
  frames: number;
  totalMs: number;
  maxMs: number;
}

const EQUATOR_M = 40_075_017;
/** Nodes are asked for a little beyond the screen, so that a marker does not vanish before its edge does. */
const RIM_PX = 48;
/** Clusters are made anew at most so often, and never for more than a fortieth of the time. */
const REBUILD_MS = 200;
const REBUILD_SHARE = 40;
/** A marker that has gone so far from where it was clustered may belong to another cluster. */
const STRAYED_PX = 6;
/** Clusters are made for the screen and so many more screens around it. */
const INDEX_MARGIN = 1;
const FINGER_PX = 22;
/** So many markers are stamped in a frame; twice as many make their steps every second one, and so on: smaller than a pixel or two. */
const STAMPS_A_FRAME = 1700;
/** A cluster's centre is never farther from its members. */
const SELECTED_REACH_PX = 120;

/**
 * All markers on one canvas. The layer owns the pixels: it hears of changes from the store, moves its bodies itself and
 * paints at most once a frame; React knows nothing of single markers. Clusters are made anew only when something
 * appeared, vanished or changed its state, when a second of movement has gathered, or for another zoom level.
 */
export class AssetLayer extends L.Layer {
  readonly stats: FrameStats = { frames: 0, totalMs: 0, maxMs: 0 };
  readonly #canvas = new SharpCanvas('kv-asset-canvas');
  readonly #bodies = new Map<string, Body>();
  readonly #moving = new Set<Body>();
  #fleet: FleetStore;
  readonly #handlers: AssetLayerHandlers;
  readonly #tooltip = L.tooltip({ direction: 'top', offset: [0, -16], className: 'kv-tooltip', opacity: 1 });
  #look: AssetLayerLook;
  #sprites: Sprites | null = null;
  #isShown: (body: Body) => boolean = () => true;
  #selected: string | null = null;
  #hovered: string | null = null;
  #index: { clusters: ClusterIndex; box: Box } | null = null;
  #nodes: { list: Node[]; index: object; key: string; selected: Node | null } | null = null;
  #drawn: Drawn[] = [];
  #painted: Body[] = [];
  #glide: ZoomGlide | null = null;
  #frame = 0;
  #rebuildTimer: ReturnType<typeof setTimeout> | undefined;
  #buildTook = 0;
  #strayed = false;
  #builtAt = Number.NEGATIVE_INFINITY;
  #unsubscribe: () => void = () => {};

  constructor(fleet: FleetStore, look: AssetLayerLook, handlers: AssetLayerHandlers) {
    super();
    this.#fleet = fleet;
    this.#look = look;
    this.#handlers = handlers;
  }

  override onAdd(map: L.Map): this {
    const pane = map.getPane('assets') ?? map.createPane('assets');
    pane.style.zIndex = '620';
    pane.style.pointerEvents = 'none';
    pane.appendChild(this.#canvas.element);
    this.#unsubscribe = this.#fleet.subscribe(this.#take);
    this.#take({ ids: new Set(this.#fleet.all().map((asset) => asset.id)), structure: true });
    return this;
  }

  override onRemove(): this {
    this.#unsubscribe();
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#rebuildTimer);
    this.#tooltip.remove();
    this.#canvas.element.remove();
    return this;
  }

  override getEvents(): Record<string, L.LeafletEventHandlerFn> {
    const pointer = (handle: (event: L.LeafletMouseEvent) => void) => handle as L.LeafletEventHandlerFn;
    return {
      move: this.#paintNow,
      moveend: this.#paintNow,
      resize: this.#paintNow,
      zoomanim: this.#startGlide as L.LeafletEventHandlerFn,
      zoomend: () => {
        this.#glide = null;
        this.#request();
      },
      click: pointer((event) => {
        const hit = this.#hit(event.containerPoint);
        if (hit) this.#handlers.onPick(hit.node);
      }),
      mousemove: pointer((event) => this.#point(this.#hit(event.containerPoint))),
      mouseout: () => this.#point(null),
    };
  }

  /** Another fleet to show: the past, or the present again. Nothing glides from one to the other. */
  setFleet(fleet: FleetStore): void {
    if (fleet === this.#fleet) return;
    this.#fleet = fleet;
    if (!this._map) return;
    this.#unsubscribe();
    this.#bodies.clear();
    this.#moving.clear();
    this.#unsubscribe = fleet.subscribe(this.#take);
    this.#take({ ids: new Set(fleet.all().map((asset) => asset.id)), structure: true });
    this.#rebuild();
  }

  setLook(look: AssetLayerLook): void {
    if (look.palette !== this.#look.palette) this.#sprites = null;
    this.#look = look;
    this.#request();
  }

  /** Which markers are shown at all; the others are not even counted. */
  setFilter(isShown: (body: Body) => boolean): void {
    this.#isShown = isShown;
    this.#rebuild();
  }

  setSelected(assetId: string | null): void {
    this.#selected = assetId;
    this.#nodes = null;
    this.#request();
  }

  setHovered(assetId: string | null): void {
    this.#hovered = assetId;
    this.#request();
  }

  /** Where the marker that stands for an asset is in the map's container: its own, its group's or its cluster's. */
  pixelOf(assetId: string): { x: number; y: number } | null {
    const body = this.#bodies.get(assetId);
    if (!body) return null;
    const holds = ({ node }: Drawn) => (node.kind === 'group' ? node.group.bodies : node.bodies()).includes(body);
    const found = this.#drawn.find(holds);
    return found ? { x: found.x, y: found.y } : null;
  }

  bodyOf(assetId: string): Body | undefined {
    return this.#bodies.get(assetId);
  }

  #take = ({ ids, structure }: FleetChange): void => {
    for (const id of ids) {
      const asset = this.#fleet.get(id);
      if (!asset || !hasPlace(asset)) this.#drop(id);
      else this.#update(asset);
    }
    if (structure || this.#strayed) this.#rebuildSoon();
    this.#request();
  };

  #drop(id: string): void {
    const body = this.#bodies.get(id);
    if (!body) return;
    this.#moving.delete(body);
    this.#bodies.delete(id);
  }

  #update(asset: Placed): void {
    const late = this.#fleet.isLate(asset);
    const body = this.#bodies.get(asset.id);
    if (!body) {
      this.#bodies.set(asset.id, createBody(asset, late));
      return;
    }
    const before = body.asset.position;
    body.asset = asset;
    body.state = markerState(asset);
    body.late = late;
    if (before && before.lat === asset.position.lat && before.lon === asset.position.lon) return;
    const intervalMs = before ? Date.parse(asset.position.at) - Date.parse(before.at) : 0;
    this.#send(body, { from: before ? toMercator(before) : body.shown, to: toMercator(asset.position), intervalMs });
  }

  #send(body: Body, { from, to: target, intervalMs }: { from: Mercator; to: Mercator; intervalMs: number }): void {
    const world = this._map ? worldSize(this._map.getZoom()) : 0;
    this.#strayed ||= Math.hypot(target.x - body.clustered.x, target.y - body.clustered.y) * world > STRAYED_PX;
    const distanceM = Math.hypot(target.x - from.x, target.y - from.y) * EQUATOR_M * Math.cos((latOf(target.y) * Math.PI) / 180);
    const pixels = Math.hypot(target.x - body.shown.x, target.y - body.shown.y) * world;
    // a wagon is known at its stations and nowhere in between
    const still = body.asset.kind === 'wagon' || document.hidden || wantsNoMotion();
    const now = performance.now();
    body.motion = planMotion({ shown: body.shown, current: body.motion, target, distanceM, intervalMs, pixels, now, still });
    if (body.motion) this.#moving.add(body);
    else {
      body.shown.x = target.x;
      body.shown.y = target.y;
      this.#moving.delete(body);
    }
  }

  #rebuildSoon(): void {
    const due = this.#builtAt + Math.max(REBUILD_MS, this.#buildTook * REBUILD_SHARE);
    this.#rebuildTimer ??= setTimeout(() => this.#rebuild(), Math.max(0, due - performance.now()));
  }

  #rebuild(): void {
    if (!this._map) return;
    clearTimeout(this.#rebuildTimer);
    this.#rebuildTimer = undefined;
    const startedAt = performance.now();
    this.#strayed = false;
    const box = this.#indexBox();
    const shown: Body[] = [];
    for (const body of this.#bodies.values()) {
      const { x, y } = body.motion?.to ?? body.shown;
      if (x < box.minX || x > box.maxX || y < box.minY || y > box.maxY || !this.#isShown(body)) continue;
      body.clustered = { x, y };
      shown.push(body);
    }
    this.#index = { clusters: new ClusterIndex(groupBodies(shown), this.#clusterZoom()), box };
    this.#builtAt = performance.now();
    this.#buildTook = this.#builtAt - startedAt;
    this.#request();
  }

  #indexBox(): Box {
    const { scale, left, top } = projectionOf(this._map);
    const { x, y } = this._map.getSize();
    return {
      minX: (left - x * INDEX_MARGIN - RIM_PX) / scale,
      maxX: (left + x * (1 + INDEX_MARGIN) + RIM_PX) / scale,
      minY: (top - y * INDEX_MARGIN - RIM_PX) / scale,
      maxY: (top + y * (1 + INDEX_MARGIN) + RIM_PX) / scale,
    };
  }

  #clusterZoom(): number {
    return Math.floor(this._map.getZoom() + 0.01);
  }

  #request = (): void => {
    if (this.#frame === 0 && this._map) this.#frame = requestAnimationFrame(this.#paint);
  };

  /** The next step of what moves by itself: a crowd moves in longer ones, so that its frames stay within the budget. */
  #requestStep(): void {
    if (this.#frame !== 0) return;
    const wait = (left: number) => {
      this.#frame = requestAnimationFrame(left <= 1 ? this.#paint : () => wait(left - 1));
    };
    wait(Math.max(1, Math.ceil(this.#drawn.length / STAMPS_A_FRAME)));
  }

  /** While the map is dragged the canvas must be there in the same frame. */
  #paintNow = (): void => {
    cancelAnimationFrame(this.#frame);
    this.#paint();
  };

  #startGlide = (event: L.ZoomAnimEvent): void => {
    const map = this._map;
    const corner = map.project(event.center, event.zoom).subtract(map.getSize().divideBy(2));
    const to = { scale: worldSize(event.zoom), left: corner.x, top: corner.y };
    this.#glide = { from: projectionOf(map), to, startedAt: performance.now() };
    this.#point(null);
    this.#request();
  };

  #paint = (): void => {
    this.#frame = 0;
    const map = this._map as L.Map | null;
    if (!map) return;
    const startedAt = performance.now();
    const size = map.getSize();
    this.#canvas.begin(size.x, size.y);
    L.DomUtil.setPosition(this.#canvas.element, map.containerPointToLayerPoint([0, 0]));
    const projection = this.#glide ? glideAt(this.#glide, startedAt) : projectionOf(map);
    this.#advance(startedAt);
    const { palette, ageWords, trainWords } = this.#look;
    const nodes = this.#visibleNodes(projection, size);
    this.#sprites ??= new Sprites(palette, this.#canvas.ratio);
    this.#drawn = drawNodes(
      {
        context: this.#canvas.context,
        projection,
        ratio: this.#canvas.ratio,
        palette,
        ageWords,
        trainWords,
        sprites: this.#sprites,
        selected: this.#selected,
        selectedCluster: this.#nodes?.selected ?? null,
        hovered: this.#hovered,
      },
      nodes,
    );
    this.#note(startedAt);
    if (this.#glide) this.#request();
    else if (this.#isAnythingMoving()) this.#requestStep();
  };

  #advance(now: number): void {
    for (const body of this.#moving) {
      if (!body.motion) continue;
      placeAt(body.motion, now, body.shown);
      if (!isOver(body.motion, now)) continue;
      body.motion = null;
      this.#moving.delete(body);
    }
  }

  /** The nodes stay the same objects while nothing but single markers moves. */
  #visibleNodes(projection: Projection, size: L.Point): Node[] {
    if (!this.#glide && !this.#isIndexFit(projection, size)) this.#rebuild();
    const index = this.#index;
    if (!index) return [];
    const key = this.#glide ? 'glide' : `${projection.scale} ${projection.left} ${projection.top} ${size.x} ${size.y}`;
    if (this.#nodes?.index === index && this.#nodes.key === key) return this.#nodes.list;
    const boxes = this.#glide ? [this.#glide.from, this.#glide.to] : [projection];
    const edge = (pick: (...values: number[]) => number, value: (p: Projection) => number) => pick(...boxes.map(value));
    const from = { x: edge(Math.min, (p) => (p.left - RIM_PX) / p.scale), y: edge(Math.min, (p) => (p.top - RIM_PX) / p.scale) };
    const to = {
      x: edge(Math.max, (p) => (p.left + size.x + RIM_PX) / p.scale),
      y: edge(Math.max, (p) => (p.top + size.y + RIM_PX) / p.scale),
    };
    const list = index.clusters.nodes(from, to);
    this.#nodes = { list, index, key, selected: this.#clusterOf(this.#selected, list) };
    return list;
  }

  #isIndexFit({ scale, left, top }: Projection, size: L.Point): boolean {
    if (!this.#index || this.#index.clusters.zoom !== this.#clusterZoom()) return false;
    const sight = { minX: left / scale, maxX: (left + size.x) / scale, minY: top / scale, maxY: (top + size.y) / scale };
    return inside(sight, this.#index.box);
  }

  #clusterOf(assetId: string | null, list: Node[]): Node | null {
    const body = assetId === null ? undefined : this.#bodies.get(assetId);
    if (!body) return null;
    const reach = SELECTED_REACH_PX / worldSize(this.#clusterZoom());
    const isNear = ({ x, y }: Mercator) => Math.hypot(x - body.shown.x, y - body.shown.y) < reach;
    return list.find((node) => node.kind === 'cluster' && isNear(node.place) && node.bodies().includes(body)) ?? null;
  }

  #isAnythingMoving(): boolean {
    if (this.#moving.size === 0) return false;
    return this.#drawn.some(({ node }) => node.kind === 'group' && node.group.bodies[0].motion !== null);
  }

  /** Remembers since when every marker has been where it is. */
  #note(startedAt: number): void {
    const seen: Body[] = [];
    const since = performance.now();
    const frame = this.stats.frames;
    for (const { node } of this.#drawn) {
      if (node.kind === 'cluster') continue;
      for (const body of node.group.bodies) {
        const { x, y } = body.shown;
        const { painted } = body;
        if (painted === null) body.painted = { x, y, since, frame };
        else {
          painted.frame = frame;
          if (painted.x !== x || painted.y !== y) [painted.x, painted.y, painted.since] = [x, y, since];
        }
        seen.push(body);
      }
    }
    for (const body of this.#painted) if (body.painted?.frame !== frame) body.painted = null;
    this.#painted = seen;
    const took = since - startedAt;
    this.stats.frames++;
    this.stats.totalMs += took;
    this.stats.maxMs = Math.max(this.stats.maxMs, took);
  }

  #hit(point: L.Point): Drawn | null {
    const reach = pointsWithFinger() ? FINGER_PX : 0;
    return this.#drawn.findLast(({ x, y, radius }) => Math.hypot(point.x - x, point.y - y) <= Math.max(radius, reach)) ?? null;
  }

  #point(hit: Drawn | null): void {
    const map = this._map as L.Map | null;
    if (!map) return;
    map.getContainer().classList.toggle('kv-pointing', hit !== null);
    const id = hit?.node.kind === 'group' ? hit.node.group.bodies[0].asset.id : null;
    if (id !== this.#hovered) this.#handlers.onHover(id);
    if (!hit) {
      this.#tooltip.remove();
      return;
    }
    const text = document.createElement('span');
    text.textContent = this.#look.describe(hit.node);
    this.#tooltip.setContent(text).setLatLng(map.containerPointToLatLng([hit.x, hit.y]));
    if (!map.hasLayer(this.#tooltip)) this.#tooltip.addTo(map);
  }
}
