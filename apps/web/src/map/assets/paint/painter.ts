import type { Palette } from '../../../theme/palette.ts';
import type { Projection } from '../../mercator.ts';
import type { Picture } from './pictures.ts';

/**
 * A stamp: one picture on its way. All painters read the same records of `STRIDE` numbers, the first one lowest:
 * from x, y and to x, y in mercator from the sheet's origin; when it starts and how long it takes in ms (0: it is there);
 * aside by x, y in CSS pixels; the number of its picture, that of its heading or `NO_PICTURE`; opacity.
 */
export const STRIDE = 11;
export const [FROM_X, FROM_Y, TO_X, TO_Y, STARTED, DURATION, ASIDE_X, ASIDE_Y, PICTURE, HEADING_PICTURE, OPACITY] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
] as const;

/** Records that have changed, from record `first` on; `count` are there in all. */
export interface Stamps {
  first: number;
  data: Float32Array<ArrayBuffer>;
  count: number;
}

/** What is to be seen: the records' mercator times `scale` minus `left` and `top` is CSS pixels. */
export interface Sight {
  scale: number;
  left: number;
  top: number;
  width: number;
  height: number;
  /** device pixels in a CSS pixel */
  ratio: number;
  /** on the records' clock, in ms */
  now: number;
}

/** One frame: what has changed since the last one, and the sight of it. */
export interface Frame {
  sight: Sight;
  /** where on the map it is, for whoever shows it later than it was asked for */
  projection: Projection;
  palette: Palette;
  /** all of them; a number is a place in this list, and a known one never changes */
  pictures: readonly Picture[];
  stamps: Stamps | null;
}

/** Puts stamps on a canvas of its own. */
export interface MarkerPainter {
  readonly name: PainterName;
  readonly element: HTMLCanvasElement;
  /** false: the last frame is still being painted, ask again when `onShown` tells */
  readonly isReady: boolean;
  /** how many stamps a frame may have before frames are to be left out */
  readonly stampsAFrame: number;
  /** the projection of what is on the canvas now; null before the first frame */
  readonly shown: Projection | null;
  paint(frame: Frame): void;
  remove(): void;
}

export interface PainterHandlers {
  /** the frame that was asked for last is on the canvas */
  onShown: () => void;
  /** all was lost and the canvas is good again: everything is to be handed over anew */
  onRestored: () => void;
  /** it cannot paint any more: take another one */
  onFailed: () => void;
}

export type PainterName = 'gl' | 'thread' | 'flat';

export function fitCanvas(canvas: HTMLCanvasElement, { width, height, ratio }: Sight): boolean {
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width === wide && canvas.height === high && canvas.style.width === `${width}px`) return false;
  canvas.width = wide;
  canvas.height = high;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  return true;
}

export function makeMarkerCanvas(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.className = 'kv-asset-canvas';
  canvas.setAttribute('aria-hidden', 'true');
  return canvas;
}
