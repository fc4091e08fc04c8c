import type { AssetState } from '@karavan/contracts';
import { MARKER_STATES, type MarkerState, type Palette } from '../../theme/palette.ts';
import { ringArcs, type Shares } from './cluster-index.ts';
import { HEADING, LATE_MARK, PLATES, SILHOUETTES } from './silhouettes.ts';

/** A picture drawn once and stamped many times; `half` is from its edge to its anchor, in CSS pixels. */
export interface Sprite {
  image: ImageBitmap | HTMLCanvasElement;
  half: number;
}

export interface Look {
  kind: AssetState['kind'] | 'train';
  state: MarkerState;
  freshness: AssetState['freshness'];
  late: boolean;
  approximate: boolean;
}

const MARKER_SIZE = 46;
const HEADING_SIZE = 58;
const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif';
const MOST_KEPT = 1500;
/** A full circle of headings; none is the last one. */
export const HEADINGS = 64;
const KINDS = ['wagon', 'truck', 'container', 'device', 'train'] as const satisfies readonly Look['kind'][];
const FRESHNESS = ['fresh', 'aging', 'stale'] as const satisfies readonly Look['freshness'][];

/** Every picture the layer stamps, drawn on first use for one palette and one screen density. */
export class Sprites {
  readonly #palette: Palette;
  readonly #ratio: number;
  readonly #kept = new Map<string, Sprite>();
  /** markers by the number of their look: asked for thousands of times a frame */
  #markers: (Sprite | undefined)[] = [];
  #count = 0;

  constructor(palette: Palette, ratio: number) {
    this.#palette = palette;
    this.#ratio = ratio;
  }

  /** The marker, with its heading (of `HEADINGS` in a circle) where it has one: a single picture, for it is stamped more than anything. */
  marker(look: Look, heading: number | null): Sprite {
    const { kind, state, freshness, late, approximate } = look;
    const plate = (KINDS.indexOf(kind) * MARKER_STATES.length + MARKER_STATES.indexOf(state)) * FRESHNESS.length;
    const marks = (plate + FRESHNESS.indexOf(freshness)) * 4 + (late ? 2 : 0) + (approximate ? 1 : 0);
    const number = marks * (HEADINGS + 1) + (heading === null ? HEADINGS : heading % HEADINGS);
    const known = this.#markers[number];
    if (known) return known;
    if (this.#count++ >= MOST_KEPT / this.#ratio ** 2) {
      this.#markers = [];
      this.#count = 1;
    }
    const made = this.#make(heading === null ? MARKER_SIZE : HEADING_SIZE, (context) => {
      if (heading !== null) {
        context.save();
        context.rotate((heading * 2 * Math.PI) / HEADINGS);
        outlined(context, HEADING, this.#palette.states[state], this.#palette.map.land, 2.5);
        context.restore();
      }
      drawMarker(context, look, this.#palette);
    });
    this.#markers[number] = made;
    return made;
  }

  /** How many wagons one marker stands for. */
  count(count: number, state: MarkerState): Sprite {
    const text = `×${count}`;
    return this.#keep(`n ${text} ${state}`, 34, (context) => {
      context.font = `600 11px ${FONT}`;
      const width = context.measureText(text).width + 8;
      context.beginPath();
      context.roundRect(-width / 2, -8, width, 16, 8);
      context.fillStyle = this.#palette.surface;
      context.fill();
      context.strokeStyle = this.#palette.states[state];
      context.lineWidth = 1.5;
      context.stroke();
      centred(context, text, this.#palette.text);
    });
  }

  text(text: string, strong: boolean): Sprite {
    const size = Math.ceil(text.length * 7.5 + 12);
    return this.#keep(`t ${strong} ${text}`, size, (context) => {
      context.font = `${strong ? 600 : 500} 11px ${FONT}`;
      context.lineJoin = 'round';
      context.strokeStyle = this.#palette.map.land;
      context.lineWidth = 3.5;
      context.textAlign = 'center';
      context.textBaseline = 'middle';
      context.strokeText(text, 0, 0);
      centred(context, text, strong ? this.#palette.text : this.#palette.muted);
    });
  }

  #keep(key: string, size: number, draw: (context: CanvasRenderingContext2D) => void): Sprite {
    const known = this.#kept.get(key);
    if (known) return known;
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    const sprite = this.#make(size, draw);
    this.#kept.set(key, sprite);
    return sprite;
  }

  #make(size: number, draw: (context: CanvasRenderingContext2D) => void): Sprite {
    const pixels = Math.ceil(size * this.#ratio);
    const canvas = createCanvas(pixels);
    // what is drawn with is the same in both
    const context = canvas.getContext('2d') as CanvasRenderingContext2D | null;
    if (context) {
      context.scale(this.#ratio, this.#ratio);
      context.translate(size / 2, size / 2);
      draw(context);
    }
    const image = canvas instanceof HTMLCanvasElement ? canvas : canvas.transferToImageBitmap();
    return { image, half: size / 2 };
  }
}

/** A bitmap is stamped twice as fast as a canvas, of which the browser first makes sure that nobody has drawn on it. */
function createCanvas(pixels: number): OffscreenCanvas | HTMLCanvasElement {
  if (typeof OffscreenCanvas === 'function') return new OffscreenCanvas(pixels, pixels);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = pixels;
  return canvas;
}

export function clusterRadius(count: number): number {
  return Math.min(27, 14 + Math.log2(count) * 1.35);
}

/** Fresh is a filled plate; aging the same, drawn lighter by the layer; stale only the outline. Unknown is never filled. */
function drawMarker(context: CanvasRenderingContext2D, look: Look, palette: Palette): void {
  const colour = palette.states[look.state];
  const filled = look.freshness !== 'stale' && look.state !== 'unknown';
  const plate = new Path2D(PLATES[look.state]);
  context.lineJoin = 'round';
  if (look.approximate) drawApproximate(context, colour);
  context.strokeStyle = palette.map.land;
  context.lineWidth = 4;
  context.stroke(plate);
  context.fillStyle = filled ? colour : palette.surface;
  context.fill(plate);
  if (!filled) {
    context.strokeStyle = colour;
    context.lineWidth = 2;
    if (look.state === 'unknown') context.setLineDash([4, 2.6]);
    context.stroke(plate);
    context.setLineDash([]);
  }
  context.save();
  context.translate(0, -0.6);
  context.fillStyle = filled ? palette.onState : colour;
  context.fill(new Path2D(SILHOUETTES[look.kind]));
  context.restore();
  if (look.late) drawLate(context, palette);
  if (look.approximate) drawAbout(context, palette);
}

function drawApproximate(context: CanvasRenderingContext2D, colour: string): void {
  context.beginPath();
  context.arc(0, 0, 19, 0, 2 * Math.PI);
  context.setLineDash([2.5, 3.5]);
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.stroke();
  context.setLineDash([]);
}

/** Beside the plate, above all of it: about here, not here. */
function drawAbout(context: CanvasRenderingContext2D, palette: Palette): void {
  context.save();
  context.translate(-14, -13);
  disc(context, 7, palette.surface);
  context.font = `700 14px ${FONT}`;
  centred(context, '≈', palette.text);
  context.restore();
}

function drawLate(context: CanvasRenderingContext2D, palette: Palette): void {
  outlined(context, LATE_MARK, palette.late, palette.surface, 2.5);
  context.fillStyle = palette.onState;
  context.fillRect(9.8, -14.2, 1.5, 3.6);
  context.fillRect(9.8, -9.7, 1.5, 1.4);
}

/** Around the origin. Hardly two clusters look alike, so they are drawn and not kept. */
export function paintCluster(context: CanvasRenderingContext2D, count: number, shares: Shares, palette: Palette): void {
  const radius = clusterRadius(count);
  disc(context, radius + 1.5, palette.map.land);
  disc(context, radius, palette.surface);
  const arcs = ringArcs(shares);
  const gap = arcs.length > 1 ? 1.6 / radius : 0;
  context.lineWidth = 4;
  for (const { state, from, to } of arcs) {
    context.beginPath();
    context.arc(0, 0, radius - 2, from * 2 * Math.PI - Math.PI / 2 + gap / 2, to * 2 * Math.PI - Math.PI / 2 - gap / 2);
    context.strokeStyle = palette.states[state];
    if (state === 'unknown' || shares.stale === count) context.setLineDash([3, 2]);
    context.stroke();
    context.setLineDash([]);
  }
  context.font = `600 ${count > 999 ? 11 : 12}px ${FONT}`;
  centred(context, count > 9999 ? `${Math.round(count / 1000)}k` : String(count), palette.text);
  if (shares.late > 0) {
    context.translate(radius - 17, 17 - radius - 3);
    drawLate(context, palette);
  }
}

function disc(context: CanvasRenderingContext2D, radius: number, colour: string): void {
  context.beginPath();
  context.arc(0, 0, radius, 0, 2 * Math.PI);
  context.fillStyle = colour;
  context.fill();
}

function outlined(context: CanvasRenderingContext2D, path: string, colour: string, halo: string, width: number): void {
  const shape = new Path2D(path);
  context.lineJoin = 'round';
  context.strokeStyle = halo;
  context.lineWidth = width;
  context.stroke(shape);
  context.fillStyle = colour;
  context.fill(shape);
}

function centred(context: CanvasRenderingContext2D, text: string, colour: string): void {
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillStyle = colour;
  context.fillText(text, 0, 0.5);
}
