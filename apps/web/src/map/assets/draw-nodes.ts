import { MOVING_KMH } from '../../live/marker-state.ts';
import type { Palette } from '../../theme/palette.ts';
import { type Box, overlap } from '../base/clip.ts';
import type { Mercator, Projection } from '../mercator.ts';
import type { Body } from './body.ts';
import type { Cluster, Node } from './cluster-index.ts';
import { clusterRadius, type Look, paintCluster, type Sprite, type Sprites } from './sprites.ts';

/** What is on the screen right now, for the pointer and for diagnostics. */
export interface Drawn {
  node: Node;
  x: number;
  y: number;
  radius: number;
}

export interface Scene {
  context: CanvasRenderingContext2D;
  projection: Projection;
  /** device pixels in a CSS pixel */
  ratio: number;
  palette: Palette;
  sprites: Sprites;
  selected: string | null;
  /** the cluster the selected asset is inside of, if it is */
  selectedCluster: Node | null;
  hovered: string | null;
  ageWords: (body: Body) => string;
  trainWords: (train: string, wagons: number) => string;
}

/** With more single markers than this on the screen, names would only be noise. */
const MOST_LABELS = 60;
const PLATE_RADIUS = 14;
const FAN_PX = 30;
const ORDER = { stale: 0, aging: 1, fresh: 2 };

/** Draws the nodes from the least to the most telling and says where each one is. */
export function drawNodes(scene: Scene, nodes: readonly Node[]): Drawn[] {
  const drawn = nodes.map((node) => locate(scene, node));
  drawn.sort((a, b) => rank(scene, a.node) - rank(scene, b.node));
  let singles = 0;
  for (const one of drawn) {
    if (one.node.kind === 'cluster') drawCluster(scene, one, one.node);
    else singles++;
  }
  for (const one of drawn) if (one.node.kind === 'group') drawGroup(scene, one);
  if (singles <= 3 * MOST_LABELS) drawCaptions(scene, drawn, singles <= MOST_LABELS);
  return drawn;
}

function locate({ projection }: Scene, node: Node): Drawn {
  if (node.kind === 'cluster') return { node, ...project(node.place, projection), radius: clusterRadius(node.count) };
  const { bodies, slot, slots } = node.group;
  const { x, y } = project(bodies[0].shown, projection);
  return { node, x: x + (slot - (slots - 1) / 2) * FAN_PX, y, radius: PLATE_RADIUS };
}

function project({ x, y }: Mercator, { scale, left, top }: Projection): Mercator {
  return { x: x * scale - left, y: y * scale - top };
}

function rank({ selected, hovered }: Scene, node: Node): number {
  if (node.kind === 'cluster') return -1;
  const has = (id: string | null) => id !== null && node.group.bodies.some((body) => body.asset.id === id);
  if (has(selected)) return 10;
  if (has(hovered)) return 9;
  return ORDER[node.group.bodies[0].asset.freshness] + (node.group.bodies[0].late ? 3 : 0);
}

function drawCluster(scene: Scene, { x, y, radius }: Drawn, cluster: Cluster): void {
  scene.context.save();
  scene.context.translate(Math.round(x), Math.round(y));
  paintCluster(scene.context, cluster.count, cluster.shares, scene.palette);
  scene.context.restore();
  if (cluster === scene.selectedCluster) ring(scene, x, y, radius + 4, scene.palette.accent, 2.5);
}

function drawGroup(scene: Scene, { node, x, y }: Drawn): void {
  if (node.kind !== 'group') return;
  const { bodies } = node.group;
  const [body] = bodies;
  const { asset, state } = body;
  const { context, sprites, palette, selected, hovered } = scene;
  const late = bodies.some((one) => one.late);
  const { position } = asset;
  const isHeading = position !== null && (position.speedKmh ?? 0) > MOVING_KMH && position.courseDeg !== null;
  const around = isHeading ? 27 : 20;
  if (bodies.some((one) => one.asset.id === selected)) ring(scene, x, y, around, palette.accent, 3);
  else if (bodies.some((one) => one.asset.id === hovered)) ring(scene, x, y, around, palette.text, 1.5);
  context.globalAlpha = asset.freshness === 'aging' ? 0.6 : 1;
  if (isHeading && position.courseDeg !== null)
    stamp(scene, sprites.heading(state, Math.round((position.courseDeg / 360) * 64)), x, y);
  const kind: Look['kind'] = node.group.train === undefined ? asset.kind : 'train';
  const look = { kind, state, freshness: asset.freshness, late, approximate: position?.approximate === true };
  stamp(scene, sprites.marker(look), x, y);
  context.globalAlpha = 1;
  if (bodies.length > 1) stamp(scene, sprites.count(bodies.length, state), x + 15, y + 12);
}

/** Names and ages below the markers, the important ones first, none over another. */
function drawCaptions(scene: Scene, drawn: readonly Drawn[], withNames: boolean): void {
  const taken: Box[] = [];
  for (const { node, x, y } of drawn.toReversed()) {
    if (node.kind !== 'group') continue;
    const { bodies, train } = node.group;
    const marked = bodies.some((body) => body.asset.id === scene.selected || body.asset.id === scene.hovered);
    const words = caption(scene, { bodies, train, withName: withNames || marked });
    if (!words) continue;
    const sprite = scene.sprites.text(words, marked);
    const half = words.length * 3.2;
    const below = marked ? 36 : 24;
    const box = { minX: x - half, maxX: x + half, minY: y + below - 7, maxY: y + below + 7 };
    if (!marked && taken.some((other) => overlap(other, box))) continue;
    taken.push(box);
    stamp(scene, sprite, x, y + below);
  }
}

function caption(
  scene: Scene,
  { bodies, train, withName }: { bodies: readonly Body[]; train: string | undefined; withName: boolean },
): string {
  const [body] = bodies;
  if (!body) return '';
  const age = body.asset.freshness === 'fresh' ? '' : scene.ageWords(body);
  const own = bodies.length === 1 ? body.asset.label : '';
  const name = withName ? (train === undefined ? own : scene.trainWords(train, bodies.length)) : '';
  const about = name && body.asset.position?.approximate ? '≈ ' : '';
  return [about + name, age].filter(Boolean).join(' · ');
}

function ring({ context }: Scene, x: number, y: number, radius: number, colour: string, width: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}

/** On whole pixels of the screen: a picture between two of them is blurred. */
function stamp({ context, ratio }: Scene, { image, size, half }: Sprite, x: number, y: number): void {
  const whole = (value: number) => Math.round((value - half) * ratio) / ratio;
  context.drawImage(image, whole(x), whole(y), size, size);
}
