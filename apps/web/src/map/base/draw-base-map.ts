import type { Language } from '@karavan/contracts';
import type { Palette } from '../../theme/palette.ts';
import type { Projection } from '../mercator.ts';
import { type Box, clipRing, inside, overlap } from './clip.ts';
import type { BaseGeometry, City, Shape } from './load-base-map.ts';

interface Sheet {
  context: CanvasRenderingContext2D;
  projection: Projection;
  width: number;
  height: number;
}

/** The main lines, thin; from closer up with the ties a railway has on a map. */
export function drawRailways(sheet: Sheet, railways: Shape[], palette: Palette, zoom: number): void {
  const { context } = sheet;
  const view = viewBox(sheet);
  stroke(sheet, railways, view, palette.map.railway, zoom < 7 ? 0.8 : 1.4);
  if (zoom < 7) return;
  context.setLineDash([1.5, 7]);
  stroke(sheet, railways, view, palette.map.railway, 5);
  context.setLineDash([]);
}

/** Land, water, borders: quiet, so that markers speak. */
export function drawGeometry(sheet: Sheet, geometry: BaseGeometry, palette: Palette, zoom: number): void {
  const { context } = sheet;
  const view = viewBox(sheet);
  const colours = palette.map;
  fill(sheet, geometry.land, view, colours.land);
  fill(sheet, geometry.lakes, view, colours.lake);
  stroke(sheet, geometry.rivers, view, colours.lake, zoom < 7 ? 0.8 : 1.6);
  context.setLineDash(zoom < 5 ? [] : [6, 3, 1.5, 3]);
  stroke(sheet, geometry.borders, view, colours.border, zoom < 5 ? 0.8 : 1.2);
  context.setLineDash([]);
}

/** Town names by zoom, the more important first; a name that would lie over another is left out. */
export function drawLabels(sheet: Sheet, cities: City[], palette: Palette, zoom: number, language: Language): void {
  const { context, projection, width, height } = sheet;
  const taken: Box[] = [];
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  for (const city of cities) {
    if (city.minZoom > zoom) continue;
    const x = Math.round(city.x * projection.scale - projection.left);
    const y = Math.round(city.y * projection.scale - projection.top);
    if (x < -80 || y < -10 || x > width || y > height + 10) continue;
    const big = city.population > 900_000 || city.capital;
    const size = big ? 13 : city.population > 250_000 ? 12 : 11;
    context.font = `${big ? 500 : 400} ${size}px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif`;
    const text = city[language];
    const box = { minX: x - 4, minY: y - size / 2 - 1, maxX: x + 8 + context.measureText(text).width, maxY: y + size / 2 + 1 };
    if (taken.some((other) => overlap(other, box))) continue;
    taken.push(box);
    context.strokeStyle = palette.map.land;
    context.lineWidth = 3;
    context.strokeText(text, x + 7, y);
    context.fillStyle = big ? palette.map.labelStrong : palette.map.label;
    context.fillText(text, x + 7, y);
    drawDot(context, x, y, city.capital);
  }
}

function drawDot(context: CanvasRenderingContext2D, x: number, y: number, capital: boolean): void {
  context.beginPath();
  if (capital) context.rect(x - 2.5, y - 2.5, 5, 5);
  else context.arc(x, y, 1.8, 0, 2 * Math.PI);
  context.fill();
}

function fill(sheet: Sheet, shapes: Shape[], view: Box, colour: string): void {
  const { context } = sheet;
  context.beginPath();
  for (const { points, box } of shapes) {
    if (!overlap(box, view)) continue;
    trace(sheet, inside(box, view) ? points : clipRing(points, view));
    context.closePath();
  }
  context.fillStyle = colour;
  context.fill('evenodd');
}

function stroke(sheet: Sheet, shapes: Shape[], view: Box, colour: string, width: number): void {
  const { context } = sheet;
  context.beginPath();
  for (const { points, box } of shapes) if (overlap(box, view)) trace(sheet, points);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.lineJoin = 'round';
  context.stroke();
}

/** Skips points that fall into the pixel of the one before: at a low zoom that is most of them. */
function trace({ context, projection }: Sheet, points: ArrayLike<number>): void {
  const { scale, left, top } = projection;
  let lastX = Infinity;
  let lastY = Infinity;
  for (let i = 0; i < points.length; i += 2) {
    const x = (points[i] as number) * scale - left;
    const y = (points[i + 1] as number) * scale - top;
    if (i === 0) context.moveTo(x, y);
    else if (Math.abs(x - lastX) + Math.abs(y - lastY) < 0.8 && i < points.length - 2) continue;
    else context.lineTo(x, y);
    lastX = x;
    lastY = y;
  }
}

/** What the sheet shows, in mercator, with a rim so that clipped edges are not seen. */
function viewBox({ projection, width, height }: Sheet): Box {
  const { scale, left, top } = projection;
  const rim = 16;
  return {
    minX: (left - rim) / scale,
    minY: (top - rim) / scale,
    maxX: (left + width + rim) / scale,
    maxY: (top + height + rim) / scale,
  };
}
