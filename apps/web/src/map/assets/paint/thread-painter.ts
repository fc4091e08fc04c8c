import type { Palette } from '../../../theme/palette.ts';
import type { Projection } from '../../mercator.ts';
import {
  type Frame,
  fitCanvas,
  type MarkerPainter,
  makeMarkerCanvas,
  type PainterHandlers,
  type Sight,
  type Stamps,
} from './painter.ts';
import type { Picture } from './pictures.ts';

/** To the thread: a frame, of which only what is news travels. */
export interface FrameForThread {
  sight: Sight;
  palette: Palette | null;
  newPictures: readonly Picture[];
  stamps: Stamps | null;
}

/** Stamps in a thread of its own, one frame at a time: without a graphics processor stamping is work, and the page has other work. */
export class ThreadPainter implements MarkerPainter {
  readonly name = 'thread';
  readonly element = makeMarkerCanvas();
  readonly stampsAFrame = Number.POSITIVE_INFINITY;
  readonly #worker: Worker;
  readonly #context: ImageBitmapRenderingContext;
  readonly #handlers: PainterHandlers;
  #palette: Palette | null = null;
  #sent = 0;
  #waiting: Pick<Frame, 'sight' | 'projection'> | null = null;
  shown: Projection | null = null;

  /** null where threads cannot draw */
  static create(handlers: PainterHandlers): ThreadPainter | null {
    if (typeof Worker !== 'function' || typeof OffscreenCanvas !== 'function') return null;
    try {
      return new ThreadPainter(handlers);
    } catch (error) {
      console.warn('Markers are not painted in a thread', error);
      return null;
    }
  }

  private constructor(handlers: PainterHandlers) {
    const context = this.element.getContext('bitmaprenderer');
    if (!context) throw new Error('This browser shows no bitmaps on a canvas');
    this.#context = context;
    this.#handlers = handlers;
    this.#worker = new Worker(new URL('./paint-thread.ts', import.meta.url), { type: 'module' });
    this.#worker.onmessage = ({ data }: MessageEvent<ImageBitmap>) => this.#show(data);
    this.#worker.onerror = () => this.#handlers.onFailed();
  }

  get isReady(): boolean {
    return this.#waiting === null;
  }

  paint({ sight, projection, palette, pictures, stamps }: Frame): void {
    this.#waiting = { sight, projection };
    const isNew = palette !== this.#palette;
    const message: FrameForThread = {
      sight,
      palette: isNew ? palette : null,
      newPictures: pictures.slice(this.#sent),
      // what is sent is gone: the sheet keeps its own
      stamps: stamps && { ...stamps, data: stamps.data.slice() },
    };
    this.#palette = palette;
    this.#sent = pictures.length;
    this.#worker.postMessage(message, message.stamps ? [message.stamps.data.buffer] : []);
  }

  remove(): void {
    this.#worker.terminate();
    this.element.remove();
  }

  #show(bitmap: ImageBitmap): void {
    const frame = this.#waiting;
    this.#waiting = null;
    if (!frame) return;
    fitCanvas(this.element, frame.sight);
    this.#context.transferFromImageBitmap(bitmap);
    this.shown = frame.projection;
    this.#handlers.onShown();
  }
}
