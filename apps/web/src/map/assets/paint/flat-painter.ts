import type { Projection } from '../../mercator.ts';
import { FlatBrush } from './flat-brush.ts';
import { type Frame, fitCanvas, type MarkerPainter, makeMarkerCanvas, type PainterHandlers } from './painter.ts';
import { type Context2D, contextOf } from './shapes.ts';

/** Stamps on a flat canvas in the page itself: where there are neither graphics nor threads that draw. */
export class FlatPainter implements MarkerPainter {
  readonly name = 'flat';
  readonly element = makeMarkerCanvas();
  readonly isReady = true;
  readonly stampsAFrame = 1700;
  readonly #brush = new FlatBrush();
  readonly #context: Context2D;
  readonly #handlers: PainterHandlers;
  shown: Projection | null = null;

  constructor(handlers: PainterHandlers) {
    this.#handlers = handlers;
    this.#context = contextOf(this.element);
  }

  paint({ sight, projection, palette, pictures, stamps }: Frame): void {
    if (!fitCanvas(this.element, sight)) this.#context.clearRect(0, 0, this.element.width, this.element.height);
    this.#brush.look({ palette, pictures, ratio: sight.ratio });
    if (stamps) this.#brush.take(stamps);
    this.#brush.paint(this.#context, sight);
    this.shown = projection;
    this.#handlers.onShown();
  }

  remove(): void {
    this.element.remove();
  }
}
