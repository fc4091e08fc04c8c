import type { Language } from '@karavan/contracts';
import L from 'leaflet';
import type { Palette } from '../../theme/palette.ts';
import { SharpCanvas } from '../canvas.ts';
import { projectionOf } from '../mercator.ts';
import { drawGeometry, drawLabels, drawRailways } from './draw-base-map.ts';
import {
  BASE_ATTRIBUTION,
  type BaseGeometry,
  type City,
  loadCities,
  loadGeometry,
  loadRailways,
  type Shape,
} from './load-base-map.ts';

/** From this zoom on the detailed coast is worth drawing. */
const DETAIL_ZOOM = 5;
/** How much beyond the screen is drawn on each side, in screens: so much can be dragged before the next drawing. */
const MARGIN = 0.4;

export interface BaseMapLook {
  palette: Palette;
  language: Language;
  /** online tiles lie above: the own geometry shows only where they are missing, labels not at all */
  underTiles: boolean;
}

/** The offline base map: one canvas, drawn anew when the map has come to rest, moved and scaled in between. */
export class BaseMapLayer extends L.Layer {
  readonly #canvas = new SharpCanvas('leaflet-zoom-animated kv-base-canvas');
  readonly #onFailure: (error: unknown) => void;
  readonly #onDrawn: () => void;
  #look: BaseMapLook;
  #world: BaseGeometry | null = null;
  #detail: BaseGeometry | null = null;
  #cities: City[] = [];
  #railways: Shape[] = [];
  #drawn = { zoom: 0, center: L.latLng(0, 0) };

  constructor(look: BaseMapLook, onFailure: (error: unknown) => void, onDrawn: () => void) {
    super();
    L.setOptions(this, { attribution: BASE_ATTRIBUTION });
    this.#look = look;
    this.#onFailure = onFailure;
    this.#onDrawn = onDrawn;
  }

  setLook(look: BaseMapLook): void {
    this.#look = look;
    this.#draw();
  }

  override onAdd(map: L.Map): this {
    map.getPane('tilePane')?.appendChild(this.#canvas.element);
    this.#draw();
    void this.#load().catch(this.#onFailure);
    return this;
  }

  override onRemove(): this {
    this.#canvas.element.remove();
    return this;
  }

  override getEvents(): Record<string, L.LeafletEventHandlerFn> {
    return {
      moveend: this.#draw,
      resize: this.#draw,
      viewreset: this.#draw,
      zoom: this.#follow,
      zoomanim: (event) => {
        const { center, zoom } = event as L.ZoomAnimEvent;
        this.#transform(center, zoom);
      },
    };
  }

  async #load(): Promise<void> {
    const cities = loadCities();
    const railways = loadRailways();
    // each is awaited in its turn below; until then a failure is not unheard of
    void Promise.allSettled([cities, railways]);
    this.#world = await loadGeometry('land');
    this.#draw();
    this.#onDrawn();
    this.#cities = await cities;
    this.#railways = await railways;
    this.#draw();
    this.#detail = await loadGeometry('land-detail');
    this.#draw();
  }

  #draw = (): void => {
    const map = this._map as L.Map | null;
    if (!map) return;
    const size = map.getSize();
    const margin = size.multiplyBy(MARGIN).round();
    const screen = projectionOf(map);
    const projection = { scale: screen.scale, left: screen.left - margin.x, top: screen.top - margin.y };
    const zoom = map.getZoom();
    const { width, height } = { width: size.x + 2 * margin.x, height: size.y + 2 * margin.y };
    this.#canvas.begin(width, height);
    L.DomUtil.setTransform(this.#canvas.element, map.containerPointToLayerPoint(margin.multiplyBy(-1)), 1);
    this.#drawn = { zoom, center: map.getCenter() };
    const sheet = { context: this.#canvas.context, projection, width, height };
    const geometry = (zoom >= DETAIL_ZOOM && this.#detail) || this.#world;
    if (geometry) drawGeometry(sheet, geometry, this.#look.palette, zoom);
    drawRailways(sheet, this.#railways, this.#look.palette, zoom);
    if (!this.#look.underTiles) drawLabels(sheet, this.#cities, this.#look.palette, zoom, this.#look.language);
  };

  #follow = (): void => {
    const map = this._map;
    if (map) this.#transform(map.getCenter(), map.getZoom());
  };

  /** Puts what was drawn for one view where it belongs in another: the same sum Leaflet does for its own renderers. */
  #transform(center: L.LatLng, zoom: number): void {
    const map = this._map;
    const scale = map.getZoomScale(zoom, this.#drawn.zoom);
    const size = map.getSize();
    const half = size.multiplyBy(0.5).add(size.multiplyBy(MARGIN).round());
    const pane = map.getPane('mapPane');
    const origin = map
      .project(center, zoom)
      .subtract(size.divideBy(2))
      .add(pane ? L.DomUtil.getPosition(pane) : L.point(0, 0))
      .round();
    const corner = map.project(this.#drawn.center, zoom).subtract(half.multiplyBy(scale)).subtract(origin);
    L.DomUtil.setTransform(this.#canvas.element, corner, scale);
  }
}
