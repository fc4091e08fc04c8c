import { DomUtil, type Map as LeafletMap } from 'leaflet';
import { SharpCanvas } from '../canvas.ts';
import type { Context2D } from './paint/shapes.ts';

/** A flat canvas over the map that is drawn on only when something on it differs from the last time, and is not there while it is empty. */
export class Paper {
  readonly #canvas = new SharpCanvas('kv-asset-canvas');
  #drawn: readonly unknown[] = [];

  get element(): HTMLCanvasElement {
    return this.#canvas.element;
  }

  /** `of`: everything the drawing depends on. */
  show(map: LeafletMap, of: readonly unknown[], draw: ((context: Context2D) => void) | null): void {
    const { element } = this.#canvas;
    if (!draw) {
      if (this.#drawn.length > 0) element.style.display = 'none';
      this.#drawn = [];
      return;
    }
    const size = map.getSize();
    DomUtil.setPosition(element, map.containerPointToLayerPoint([0, 0]));
    const depends = [...of, size.x, size.y, globalThis.devicePixelRatio];
    if (depends.length === this.#drawn.length && depends.every((one, index) => one === this.#drawn[index])) return;
    if (this.#drawn.length === 0) element.style.display = '';
    this.#drawn = depends;
    this.#canvas.begin(size.x, size.y);
    draw(this.#canvas.context);
  }
}
