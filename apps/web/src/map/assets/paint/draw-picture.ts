import type { Palette } from '../../../theme/palette.ts';
import { HEADING, LATE_MARK, PLATES, SILHOUETTES } from '../silhouettes.ts';
import { angleOf, type Look, type Picture, type RingTone } from './pictures.ts';
import { type Context2D, centred, disc, FONT, outlined } from './shapes.ts';

/** Draws a picture with the middle of its marker at the origin, in CSS pixels. */
export function drawPicture(context: Context2D, picture: Picture, palette: Palette): void {
  if (picture.what === 'marker') drawMarker(context, picture.look, palette);
  else if (picture.what === 'count') drawCount(context, `×${picture.count}`, { rim: palette.states[picture.state], palette });
  else if (picture.what === 'ring') drawRing(context, picture, palette);
  else {
    context.rotate(angleOf(picture.heading));
    outlined(context, HEADING, { fill: palette.states[picture.state], halo: palette.map.land });
  }
}

const RINGS: Record<RingTone, { colour: 'accent' | 'text'; width: number }> = {
  selected: { colour: 'accent', width: 3 },
  hovered: { colour: 'text', width: 1.5 },
};

function drawRing(context: Context2D, { radius, tone }: { radius: number; tone: RingTone }, palette: Palette): void {
  const { colour, width } = RINGS[tone];
  context.beginPath();
  context.arc(0, 0, radius, 0, 2 * Math.PI);
  context.strokeStyle = palette[colour];
  context.lineWidth = width;
  context.stroke();
}

/** How many wagons one marker stands for. */
function drawCount(context: Context2D, text: string, { rim, palette }: { rim: string; palette: Palette }): void {
  context.font = `600 11px ${FONT}`;
  const width = context.measureText(text).width + 8;
  context.beginPath();
  context.roundRect(-width / 2, -8, width, 16, 8);
  context.fillStyle = palette.surface;
  context.fill();
  context.strokeStyle = rim;
  context.lineWidth = 1.5;
  context.stroke();
  centred(context, text, palette.text);
}

/** Fresh is a filled plate; aging the same, stamped lighter; stale only the outline. Unknown is never filled. */
function drawMarker(context: Context2D, look: Look, palette: Palette): void {
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

function drawApproximate(context: Context2D, colour: string): void {
  context.beginPath();
  context.arc(0, 0, 19, 0, 2 * Math.PI);
  context.setLineDash([2.5, 3.5]);
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.stroke();
  context.setLineDash([]);
}

/** Beside the plate, above all of it: about here, not here. */
function drawAbout(context: Context2D, palette: Palette): void {
  context.save();
  context.translate(-14, -13);
  disc(context, 7, palette.surface);
  context.font = `700 14px ${FONT}`;
  centred(context, '≈', palette.text);
  context.restore();
}

export function drawLate(context: Context2D, palette: Palette): void {
  outlined(context, LATE_MARK, { fill: palette.late, halo: palette.surface });
  context.fillStyle = palette.onState;
  context.fillRect(9.8, -14.2, 1.5, 3.6);
  context.fillRect(9.8, -9.7, 1.5, 1.4);
}
