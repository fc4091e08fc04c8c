import L from 'leaflet';
import type { FleetChange, FleetStore } from '../../live/fleet-store.ts';
import type { Palette } from '../../theme/palette.ts';
import { type Mercator, type Projection, projectionOf, worldSize } from '../mercator.ts';
import { type Body, goalOf } from './body.ts';
import { Captions, type CaptionWords, MOST_CAPTIONS, type Seen } from './captions.ts';
import type { Cluster, Node, Single } from './cluster-index.ts';
import { Crowd } from './crowd.ts';
import { drawClusters } from './draw-clusters.ts';
import { Field, isNear } from './field.ts';
import { type FrameStats, MarkerStage } from './marker-stage.ts';
import type { PainterName } from './paint/painter.ts';
import type { Context2D } from './paint/shapes.ts';
import { Paper } from './paper.ts';
import { Pointing } from './pointing.ts';
import { inRankOrder, type Marked } from './ranks.ts';
import { glideAt, type ZoomGlide } from './zoom-glide.ts';

export interface AssetLayerLook extends CaptionWords {
  palette: Palette;
  describe: (node: Node) => string;
}

export interface AssetLayerHandlers {
  onPick: (node: Node) => void;
  onHover: (assetId: string | null) => void;
}

/** Clusters are made anew at most so often, and never for more than a fortieth of the time. */
const REBUILD_MS = 200;
const REBUILD_SHARE = 40;

/**
 * All markers. The layer owns the pixels: it hears of changes from the store, moves its bodies itself and paints at most once a
 * frame; React knows nothing of single markers. Clusters are made anew only when something appeared, vanished or changed its state,
 * when somebody has gone far, or for another zoom level. Over one another lie clusters, single markers, and their captions.
 */
export class AssetLayer extends L.Layer {
  readonly #clusters = new Paper();
  readonly #names = new Paper();
  readonly #captions = new Captions();
  readonly #stage: MarkerStage;
  readonly #pointing: Pointing;
  #fleet: FleetStore;
  #crowd: Crowd;
  #look: AssetLayerLook;
  #isShown: (body: Body) => boolean = () => true;
  #marked: Marked = { selected: null, hovered: null };
  #field: Field | null = null;
  /** single markers of the field from the least to the most telling; null when they are to be ordered anew */
  #order: Single[] | null = null;
  /** the cluster the selected asset is inside of */
  #selectedCluster: Cluster | null = null;
  #glide: ZoomGlide | null = null;
  #frame = 0;
  #rebuildTimer: ReturnType<typeof setTimeout> | undefined;
  #builtAt = Number.NEGATIVE_INFINITY;
  #buildTook = 0;
  #unsubscribe: () => void = () => {};

  constructor(fleet: FleetStore, look: AssetLayerLook, handlers: AssetLayerHandlers & { painter?: PainterName }) {
    super();
    this.#fleet = fleet;
    this.#crowd = new Crowd(fleet);
    this.#look = look;
    this.#stage = new MarkerStage({ request: () => this.#request(), painter: handlers.painter });
    this.#pointing = new Pointing({
      ...handlers,
      hovered: () => this.#marked.hovered,
      describe: (node) => this.#look.describe(node),
      nodes: () => ({ clusters: this.#field?.clusters ?? [], singles: this.#order ?? [] }),
      placeOf: (body) => this.#stage.placeOf(body),
    });
  }

  get stats(): FrameStats {
    return this.#stage.stats;
  }

  override onAdd(map: L.Map): this {
    const pane = map.getPane('assets') ?? map.createPane('assets');
    pane.style.zIndex = '620';
    pane.style.pointerEvents = 'none';
    pane.append(this.#clusters.element, this.#names.element);
    this.#stage.attach(map, { under: this.#names.element });
    this.#pointing.attach(map);
    this.#follow();
    return this;
  }

  override onRemove(): this {
    this.#unsubscribe();
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#rebuildTimer);
    this.#pointing.remove();
    this.#stage.remove();
    this.#clusters.element.remove();
    this.#names.element.remove();
    return this;
  }

  override getEvents(): Record<string, L.LeafletEventHandlerFn> {
    return {
      ...this.#pointing.events(),
      move: this.#paintNow,
      moveend: this.#paintNow,
      resize: this.#paintNow,
      zoomanim: this.#startGlide as L.LeafletEventHandlerFn,
      zoomend: () => {
        this.#glide = null;
        this.#request();
      },
    };
  }

  /** Another fleet to show: the past, or the present again. Nothing glides from one to the other. */
  setFleet(fleet: FleetStore): void {
    if (fleet === this.#fleet) return;
    this.#fleet = fleet;
    if (!this._map) return;
    this.#unsubscribe();
    this.#crowd = new Crowd(fleet);
    this.#follow();
    this.#rebuild();
  }

  setLook(look: AssetLayerLook): void {
    this.#look = look;
    this.#request();
  }

  /** Which markers are shown at all; the others are not even counted. */
  setFilter(isShown: (body: Body) => boolean): void {
    this.#isShown = isShown;
    this.#rebuild();
  }

  setSelected(selected: string | null): void {
    this.#mark({ ...this.#marked, selected });
  }

  setHovered(hovered: string | null): void {
    this.#mark({ ...this.#marked, hovered });
  }

  /** Where the marker that stands for an asset is in the map's container: its own, its group's or its cluster's. */
  pixelOf(assetId: string): { x: number; y: number } | null {
    const body = this.#crowd.get(assetId);
    const node = body && (this.#stage.nodeOf(body) ?? this.#field?.clusterOf(body));
    if (!node) return null;
    const { x, y } = this.#pointing.locate(node);
    return isNear(this._map.getSize(), { x, y }) ? { x, y } : null;
  }

  bodyOf(assetId: string): Body | undefined {
    return this.#crowd.get(assetId);
  }

  /** The place an asset's own marker is painted at, and since when (ms of the page); `fix` where it is at its fix. */
  paintedOf(assetId: string): { place: Mercator; since: number; isAtFix: boolean } | null {
    const body = this.#crowd.get(assetId);
    const painted = body ? this.#stage.paintedOf(body) : null;
    return painted && this.pixelOf(assetId) ? painted : null;
  }

  #follow(): void {
    this.#unsubscribe = this.#fleet.subscribe(this.#take);
    this.#take({ ids: new Set(this.#fleet.all().map((asset) => asset.id)), structure: true });
  }

  #take = ({ ids, structure }: FleetChange): void => {
    const world = this._map ? worldSize(this._map.getZoom()) : 0;
    const isClustered = (this.#field?.clusters.length ?? 0) > 0;
    this.#crowd.take({ ids }, { world, isClustered, now: performance.now() });
    if (this.#crowd.takeStrayed() || structure) this.#rebuildSoon();
    this.#request();
  };

  #mark(marked: Marked): void {
    if (marked.selected === this.#marked.selected && marked.hovered === this.#marked.hovered) return;
    this.#marked = marked;
    this.#order = null;
    this.#request();
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
    this.#field = new Field(this._map, { bodies: this.#crowd.all(), isShown: this.#isShown });
    this.#order = null;
    this.#builtAt = performance.now();
    this.#buildTook = this.#builtAt - startedAt;
    this.#request();
  }

  #request = (): void => {
    if (this.#frame === 0 && this._map) this.#frame = requestAnimationFrame(this.#paint);
  };

  /** The next step of what moves by itself: where stamping is dear a crowd moves in longer ones, so that frames stay within the budget. */
  #requestStep(frames: number): void {
    if (this.#frame !== 0) return;
    const wait = (left: number) => {
      this.#frame = requestAnimationFrame(left <= 1 ? this.#paint : () => wait(left - 1));
    };
    wait(frames);
  }

  /** While the map is dragged the markers must be there in the same frame. */
  #paintNow = (): void => {
    cancelAnimationFrame(this.#frame);
    this.#paint();
  };

  #startGlide = (event: L.ZoomAnimEvent): void => {
    const map = this._map;
    const corner = map.project(event.center, event.zoom).subtract(map.getSize().divideBy(2));
    const to = { scale: worldSize(event.zoom), left: corner.x, top: corner.y };
    this.#glide = { from: projectionOf(map), to, startedAt: performance.now() };
    this.#pointing.leave();
    this.#request();
  };

  #paint = (): void => {
    this.#frame = 0;
    const map = this._map as L.Map | null;
    if (!map) return;
    const now = performance.now();
    if (!this.#glide && !this.#field?.isFit(map)) this.#rebuild();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const field = this.#field;
    if (!field) return;
    const projection = this.#glide ? glideAt(this.#glide, now) : projectionOf(map);
    this.#crowd.advance(now);
    if (!this.#order) {
      this.#order = inRankOrder(field.singles, this.#marked);
      this.#stage.stand(this.#order, this.#marked, now);
      const selected = this.#crowd.get(this.#marked.selected ?? '');
      this.#selectedCluster = selected && selected.stamp === null ? field.clusterOf(selected) : null;
    }
    this.#stage.mend(this.#crowd.takeDirty(), now);
    this.#stage.settle(this.#crowd.takeArrived());
    this.#drawClusters(field, projection);
    this.#drawNames(projection, now);
    this.#stage.paint({ projection, now, palette: this.#look.palette, isGliding: this.#glide !== null });
    if (this.#glide) this.#request();
    else if (this.#isAnythingMoving(projection) && this.#stage.isReady()) this.#requestStep(this.#stage.framesAStep);
    this.#stage.note(performance.now() - now);
  };

  #drawClusters(field: Field, projection: Projection): void {
    const { clusters } = field;
    const map = this._map;
    const { palette } = this.#look;
    const selected = this.#selectedCluster;
    const draw = (context: Context2D) => drawClusters(context, clusters, { projection, size: map.getSize(), palette, selected });
    const of = [field, palette, selected, projection.scale, projection.left, projection.top];
    this.#clusters.show(map, of, clusters.length > 0 ? draw : null);
  }

  #drawNames(projection: Projection, now: number): void {
    const seen = this.#seen(projection);
    const [words, marked] = [this.#look, this.#marked];
    const draw = (context: Context2D) => {
      this.#captions.look(words.palette, globalThis.devicePixelRatio || 1);
      this.#captions.draw(context, seen, { words, marked });
    };
    const isAnyMoving = seen.some(({ node }) => node.group.bodies[0].motion !== null);
    const of = [this.#order, words, isAnyMoving && now, this.#fleet.version, projection.scale, projection.left, projection.top];
    this.#names.show(this._map, of, seen.length > 0 ? draw : null);
  }

  /** Single markers on the screen, as long as they are few enough for captions. */
  #seen(projection: Projection): Seen[] {
    const seen: Seen[] = [];
    const size = this._map.getSize();
    for (const node of this.#order ?? []) {
      const { x, y } = this.#pointing.locate(node, projection);
      if (!isNear(size, { x, y })) continue;
      seen.push({ node, x, y });
      if (seen.length > MOST_CAPTIONS) return [];
    }
    return seen;
  }

  #isAnythingMoving({ scale, left, top }: Projection): boolean {
    const size = this._map.getSize();
    for (const body of this.#crowd.moving()) {
      if (body.stamp === null) continue;
      const { x, y } = goalOf(body);
      if (isNear(size, { x: x * scale - left, y: y * scale - top })) return true;
    }
    return false;
  }
}
