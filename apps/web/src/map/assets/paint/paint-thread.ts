import type { Palette } from '../../../theme/palette.ts';
import { FlatBrush } from './flat-brush.ts';
import type { Picture } from './pictures.ts';
import { contextOf } from './shapes.ts';
import type { FrameForThread } from './thread-painter.ts';

/** The thread of `ThreadPainter`: every frame that comes goes back as a bitmap. */
const brush = new FlatBrush();
const canvas = new OffscreenCanvas(1, 1);
const context = contextOf(canvas);
const pictures: Picture[] = [];
let known: Palette | null = null;

addEventListener('message', ({ data }: MessageEvent<FrameForThread>) => {
  const { sight, palette, newPictures, stamps } = data;
  known = palette ?? known;
  pictures.push(...newPictures);
  const [width, height] = [
    Math.max(1, Math.round(sight.width * sight.ratio)),
    Math.max(1, Math.round(sight.height * sight.ratio)),
  ];
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  if (known) brush.look({ palette: known, pictures, ratio: sight.ratio });
  if (stamps) brush.take(stamps);
  brush.paint(context, sight);
  const bitmap = canvas.transferToImageBitmap();
  postMessage(bitmap, { transfer: [bitmap] });
});
