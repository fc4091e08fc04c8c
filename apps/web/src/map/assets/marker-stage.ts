import { DomUtil, type Map as LeafletMap } from 'leaflet';
import type { Palette } from '../../theme/palette.ts';
import { type Mercator, mercatorX, mercatorY, type Projection } from '../mercator.ts';
import { type Body, isMoving, placeOf } from './body.ts';
import type { Single } from './cluster-index.ts';
import { choosePainter, nextPainter } from './paint/choose-painter.ts';
import type { MarkerPainter, PainterName, Sight } from './paint/painter.ts';
import type { Marked } from './ranks.ts';
import { StampSheet } from './stamp-sheet.ts';

export interface FrameStats {
  /** frames of markers that were put on the screen */
  frames: number;
  totalMs: number;
  maxMs: number;
  /** who stamps them */
  painter: PainterName;
}

export interface Scene {
  projection: Projection;
  now: number;
  palette: Palette;
  isGliding: boolean;
}

const DENSEST = 3;
/** What was painted for another zoom is of no use any more; in the last frames of a glide it differs by less. */
const OTHER_ZOOM = 1.2;

/** The single markers as they are on the screen: the sheet of their stamps, and a painter that may show it a frame later. */
export class MarkerStage {
  readonly stats: FrameStats;
  readonly #sheet = new StampSheet();
  readonly #request: () => void;
  #painter: MarkerPainter;
  #map: LeafletMap | null = null;
  #under: HTMLElement | null = null;
  #isWaitedFor = false;
  #singles: readonly Single[] = [];
  #marked: Marked = { selected: null, hovered: null };
  /** came to rest, and are not shown there yet: in the frame on its way, in the next one */
  #settlingNow = new Set<Body>();
  #settling = new Set<Body>();
  #sent = { now: 0 };
  #latest: Pick<Scene, 'projection' | 'isGliding'> | null = null;
  #painted: { now: number; at: number } | null = null;

  constructor({ request, painter }: { request: () => void; painter: PainterName | undefined }) {
    this.#request = request;
    this.#painter = this.#choose(painter);
    this.stats = { frames: 0, totalMs: 0, maxMs: 0, painter: this.#painter.name };
  }

  /** How many frames of the screen a step of what moves is to take. */
  get framesAStep(): number {
    return Math.max(1, Math.ceil(this.#singles.length / this.#painter.stampsAFrame));
  }

  /** false: the last frame is still being painted; a new one is requested when it is shown */
  isReady(): boolean {
    this.#isWaitedFor ||= !this.#painter.isReady;
    return this.#painter.isReady;
  }

  attach(map: LeafletMap, { under }: { under: HTMLElement }): void {
    this.#map = map;
    this.#under = under;
    under.before(this.#painter.element);
  }

  remove(): void {
    this.#map = null;
    this.#painter.remove();
  }

  nodeOf(body: Body): Single | undefined {
    return this.#sheet.nodeOf(body);
  }

  /** Where a marker is in the frame on the screen. */
  placeOf(body: Body): Mercator {
    return placeOf(body, this.#painted?.now ?? 0);
  }

  /** null while it is in no frame that was shown */
  paintedOf(body: Body): { place: Mercator; since: number; isAtFix: boolean } | null {
    if (body.stamp === null || !this.#painted) return null;
    const { now, at } = this.#painted;
    const { motion, restsSince } = body;
    if (motion && now <= motion.startedAt) return null;
    const moves = isMoving(body, now);
    const since = moves ? at : restsSince;
    return since === null ? null : { place: { ...placeOf(body, now) }, since, isAtFix: !moves };
  }

  /** Others come onto the stage, or stand in another order. */
  stand(singles: readonly Single[], marked: Marked, now: number): void {
    this.#singles = singles;
    this.#marked = marked;
    for (const body of this.#sheet.fill(singles, marked, { origin: this.#origin(), now })) this.#settling.add(body);
  }

  mend(bodies: readonly Body[], now: number): void {
    for (const body of bodies) {
      this.#sheet.mend(body, now);
      if (!body.motion) this.#settling.add(body);
    }
  }

  /** They have come to where their stamps lead. */
  settle(bodies: readonly Body[]): void {
    for (const body of bodies) this.#settling.add(body);
  }

  /** A painter that is busy paints when it is done. */
  paint({ projection, now, palette, isGliding }: Scene): void {
    if (!this.#map) return;
    if (!this.#sheet.isClockFine(now)) this.stand(this.#singles, this.#marked, now);
    if (this.isReady()) {
      this.#settlingNow = this.#settling;
      this.#settling = new Set();
      this.#sent = { now };
      this.#painter.paint({
        sight: this.#sight(projection, now),
        projection,
        palette,
        pictures: this.#sheet.book.pictures,
        stamps: this.#sheet.takeChanged(),
      });
    }
    this.#latest = { projection, isGliding };
    this.#place();
  }

  note(tookMs: number): void {
    this.stats.totalMs += tookMs;
    this.stats.maxMs = Math.max(this.stats.maxMs, tookMs);
  }

  #choose(first?: PainterName): MarkerPainter {
    const again = () => {
      this.#sheet.forget();
      this.#request();
    };
    const painter: MarkerPainter = choosePainter(
      {
        onShown: () => this.#note(),
        onRestored: again,
        onFailed: () => {
          painter.remove();
          this.#painter = this.#choose(nextPainter(painter.name));
          this.stats.painter = this.#painter.name;
          this.#under?.before(this.#painter.element);
          again();
        },
      },
      first,
    );
    return painter;
  }

  /** The frame is on the screen. */
  #note(): void {
    const at = performance.now();
    const { now } = this.#sent;
    for (const body of this.#settlingNow) {
      if (body.stamp !== null && !this.#settling.has(body) && !isMoving(body, now)) body.restsSince ??= at;
    }
    this.#settlingNow.clear();
    this.#painted = { now, at };
    this.stats.frames += 1;
    this.#place();
    if (!this.#isWaitedFor) return;
    this.#isWaitedFor = false;
    this.#request();
  }

  #origin(): Mercator {
    const { lat, lng } = this.#map?.getCenter() ?? { lat: 0, lng: 0 };
    return { x: mercatorX(lng), y: mercatorY(lat) };
  }

  #sight({ scale, left, top }: Projection, now: number): Sight {
    const size = this.#map?.getSize() ?? { x: 0, y: 0 };
    const { origin } = this.#sheet;
    return {
      scale,
      left: left - origin.x * scale,
      top: top - origin.y * scale,
      width: size.x,
      height: size.y,
      ratio: Math.min(globalThis.devicePixelRatio || 1, DENSEST),
      now: this.#sheet.clock(now),
    };
  }

  /** What was painted a frame ago lies where it belongs on the map of now. */
  #place(): void {
    const { shown, element } = this.#painter;
    if (!this.#map || !shown || !this.#latest) return;
    const { projection, isGliding } = this.#latest;
    const corner = this.#map.containerPointToLayerPoint([0, 0]);
    const zoomed = Math.max(shown.scale / projection.scale, projection.scale / shown.scale);
    element.style.visibility = zoomed > OTHER_ZOOM && !isGliding ? 'hidden' : '';
    const away = shown.scale === projection.scale ? [shown.left - projection.left, shown.top - projection.top] : [0, 0];
    DomUtil.setPosition(element, corner.add([away[0] ?? 0, away[1] ?? 0]));
  }
}
