import type { Palette } from '../../theme/palette.ts';
import { type Box, overlap } from '../base/clip.ts';
import type { Body } from './body.ts';
import type { Single } from './cluster-index.ts';
import { type AnyCanvas, type Context2D, centred, contextOf, createCanvas, FONT } from './paint/shapes.ts';
import { type Marked, ringOf } from './ranks.ts';

export interface CaptionWords {
  ageWords: (body: Body) => string;
  trainWords: (train: string, wagons: number) => string;
}

/** A single marker on the screen, in CSS pixels. */
export interface Seen {
  node: Single;
  x: number;
  y: number;
}

/** With more single markers than this on the screen, names would only be noise; with three times as many, ages too. */
const MOST_NAMES = 60;
export const MOST_CAPTIONS = 3 * MOST_NAMES;
const MOST_KEPT = 500;

/** A text drawn once: letters with a halo are dear. */
interface TextImage {
  canvas: AnyCanvas;
  size: number;
}

/** Names and ages below the markers, the important ones first, none over another. */
export class Captions {
  readonly #kept = new Map<string, TextImage>();
  #palette: Palette | null = null;
  #ratio = 0;

  look(palette: Palette, ratio: number): void {
    if (palette !== this.#palette || ratio !== this.#ratio) this.#kept.clear();
    this.#palette = palette;
    this.#ratio = ratio;
  }

  /** Of markers from the least to the most telling; the canvas counts in CSS pixels. */
  draw(context: Context2D, seen: readonly Seen[], { words, marked }: { words: CaptionWords; marked: Marked }): void {
    const taken: Box[] = [];
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    for (const { node, x, y } of seen.toReversed()) {
      const isMarked = ringOf(node.group, marked) !== null;
      const text = caption(node, words, isMarked || seen.length <= MOST_NAMES);
      if (!text) continue;
      const half = text.length * 3.2;
      const below = isMarked ? 36 : 24;
      const box = { minX: x - half, maxX: x + half, minY: y + below - 7, maxY: y + below + 7 };
      if (!isMarked && taken.some((other) => overlap(other, box))) continue;
      taken.push(box);
      const { canvas, size } = this.#image(text, isMarked);
      const place = (middle: number) => Math.round((middle - size / 2) * this.#ratio);
      context.drawImage(canvas, place(x), place(y + below));
    }
    context.restore();
  }

  #image(text: string, strong: boolean): TextImage {
    const key = `${strong} ${text}`;
    const known = this.#kept.get(key);
    if (known || !this.#palette) return known ?? { canvas: createCanvas(1, 1), size: 1 };
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    const made = drawText(text, { strong, palette: this.#palette, ratio: this.#ratio });
    this.#kept.set(key, made);
    return made;
  }
}

function drawText(text: string, { strong, palette, ratio }: { strong: boolean; palette: Palette; ratio: number }): TextImage {
  const size = Math.ceil(text.length * 7.5 + 12);
  const canvas = createCanvas(Math.ceil(size * ratio), Math.ceil(size * ratio));
  const context = contextOf(canvas);
  context.scale(ratio, ratio);
  context.translate(size / 2, size / 2);
  context.font = `${strong ? 600 : 500} 11px ${FONT}`;
  context.lineJoin = 'round';
  context.strokeStyle = palette.map.land;
  context.lineWidth = 3.5;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.strokeText(text, 0, 0);
  centred(context, text, strong ? palette.text : palette.muted);
  return { canvas, size };
}

function caption({ group: { bodies, train } }: Single, words: CaptionWords, withName: boolean): string {
  const [body] = bodies;
  const age = body.asset.freshness === 'fresh' ? '' : words.ageWords(body);
  const own = bodies.length === 1 ? body.asset.label : '';
  const name = withName ? (train === undefined ? own : words.trainWords(train, bodies.length)) : '';
  const about = name && body.asset.position?.approximate ? '≈ ' : '';
  return [about + name, age].filter(Boolean).join(' · ');
}
