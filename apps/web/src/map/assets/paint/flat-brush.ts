import type { Palette } from '../../../theme/palette.ts';
import { drawPicture } from './draw-picture.ts';
import {
  ASIDE_X,
  ASIDE_Y,
  DURATION,
  FROM_X,
  FROM_Y,
  HEADING_PICTURE,
  OPACITY,
  PICTURE,
  type Sight,
  STARTED,
  STRIDE,
  type Stamps,
  TO_X,
  TO_Y,
} from './painter.ts';
import { extentOf, NO_PICTURE, type Picture } from './pictures.ts';
import { type AnyCanvas, type Context2D, contextOf, createCanvas } from './shapes.ts';

/** A picture, with its heading where it has one, drawn once: `left` and `top` are from the marker's middle, in pixels of the screen. */
interface Bitmap {
  image: ImageBitmap | HTMLCanvasElement;
  left: number;
  top: number;
}

/** So many bitmaps are kept at a density of 1; what drives has 64 headings. */
const MOST_KEPT = 1500;
const HEADING_KEYS = 65_536;

/** Stamps bitmaps on a flat canvas, in the page or in a thread. */
export class FlatBrush {
  #palette: Palette | null = null;
  #ratio = 0;
  #pictures: readonly Picture[] = [];
  #kept = new Map<number, Bitmap>();
  #data = new Float32Array(0);
  #count = 0;

  take({ first, data, count }: Stamps): void {
    const begin = first * STRIDE;
    if (this.#data.length < begin + data.length) {
      const grown = new Float32Array(2 * (begin + data.length));
      grown.set(this.#data);
      this.#data = grown;
    }
    this.#data.set(data, begin);
    this.#count = count;
  }

  look({ palette, pictures, ratio }: { palette: Palette; pictures: readonly Picture[]; ratio: number }): void {
    if (palette !== this.#palette || ratio !== this.#ratio) this.#kept.clear();
    this.#palette = palette;
    this.#ratio = ratio;
    this.#pictures = pictures;
  }

  /** Onto a cleared canvas that counts in pixels of the screen: pictures are stamped pixel for pixel, which is quicker and sharper. */
  paint(context: Context2D, { scale, left, top, width, height, ratio, now }: Sight): void {
    const data = this.#data;
    const [wide, high] = [width * ratio, height * ratio];
    let alpha = 1;
    for (let i = 0, end = this.#count * STRIDE; i < end; i += STRIDE) {
      const duration = at(data, i + DURATION);
      const share = duration > 0 ? Math.min(1, Math.max(0, (now - at(data, i + STARTED)) / duration)) : 1;
      const x = at(data, i + FROM_X) * (1 - share) + at(data, i + TO_X) * share;
      const y = at(data, i + FROM_Y) * (1 - share) + at(data, i + TO_Y) * share;
      const middleX = Math.round((x * scale - left + at(data, i + ASIDE_X)) * ratio);
      const middleY = Math.round((y * scale - top + at(data, i + ASIDE_Y)) * ratio);
      if (middleX < -200 || middleX > wide + 200 || middleY < -200 || middleY > high + 200) continue;
      const bitmap = this.#bitmap(at(data, i + PICTURE), at(data, i + HEADING_PICTURE));
      if (!bitmap) continue;
      const opacity = at(data, i + OPACITY);
      if (opacity !== alpha) {
        context.globalAlpha = opacity;
        alpha = opacity;
      }
      context.drawImage(bitmap.image, middleX + bitmap.left, middleY + bitmap.top);
    }
    context.globalAlpha = 1;
  }

  #bitmap(picture: number, heading: number): Bitmap | null {
    const key = picture * HEADING_KEYS + heading + 1;
    const known = this.#kept.get(key);
    if (known) return known;
    if (this.#kept.size >= MOST_KEPT / this.#ratio ** 2) this.#kept.clear();
    const parts = [heading, picture].flatMap((number) => this.#pictures[number] ?? []);
    const palette = this.#palette;
    if (parts.length === 0 || !palette || (heading !== NO_PICTURE && parts.length < 2)) return null;
    const made = drawBitmap(parts, palette, this.#ratio);
    this.#kept.set(key, made);
    return made;
  }
}

const at = (data: Float32Array, index: number): number => data[index] as number;

/** The parts over one another, the first one lowest. */
function drawBitmap(parts: readonly Picture[], palette: Palette, ratio: number): Bitmap {
  const boxes = parts.map((picture) => {
    const { half, dx, dy } = extentOf(picture, ratio);
    return { left: dx - half, top: dy - half, right: dx + half, bottom: dy + half };
  });
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  const right = Math.max(...boxes.map((box) => box.right));
  const bottom = Math.max(...boxes.map((box) => box.bottom));
  const canvas = createCanvas(right - left, bottom - top);
  const context = contextOf(canvas);
  for (const picture of parts) {
    context.setTransform(ratio, 0, 0, ratio, -left, -top);
    drawPicture(context, picture, palette);
  }
  return { image: asImage(canvas), left, top };
}

/** A bitmap is stamped twice as fast as a canvas, of which the browser first makes sure that nobody has drawn on it. */
const asImage = (canvas: AnyCanvas): Bitmap['image'] =>
  'transferToImageBitmap' in canvas ? canvas.transferToImageBitmap() : canvas;
