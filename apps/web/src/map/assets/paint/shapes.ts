/** What all our drawing is made of. It runs in the page and in threads. */
export type Context2D = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

export const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif';

export function disc(context: Context2D, radius: number, colour: string): void {
  context.beginPath();
  context.arc(0, 0, radius, 0, 2 * Math.PI);
  context.fillStyle = colour;
  context.fill();
}

export function outlined(context: Context2D, path: string, ink: { fill: string; halo: string }): void {
  const shape = new Path2D(path);
  context.lineJoin = 'round';
  context.strokeStyle = ink.halo;
  context.lineWidth = 2.5;
  context.stroke(shape);
  context.fillStyle = ink.fill;
  context.fill(shape);
}

export function centred(context: Context2D, text: string, colour: string): void {
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillStyle = colour;
  context.fillText(text, 0, 0.5);
}

export type AnyCanvas = OffscreenCanvas | HTMLCanvasElement;

export function createCanvas(width: number, height: number): AnyCanvas {
  if (typeof OffscreenCanvas === 'function') return new OffscreenCanvas(width, height);
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  return canvas;
}

export function contextOf(canvas: AnyCanvas): Context2D {
  // what is drawn with is the same in both
  const context = canvas.getContext('2d') as Context2D | null;
  if (!context) throw new Error('This browser cannot draw on a canvas');
  return context;
}
