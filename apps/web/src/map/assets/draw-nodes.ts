import { MOVING_KMH } from '../../live/marker-state.ts';
import type { Palette } from '../../theme/palette.ts';
import { type Box, overlap } from '../base/clip.ts';
import type { Projection } from '../mercator.ts';
import type { Body } from './body.ts';
import type { Cluster, Drawn, Node } from './cluster-index.ts';
import { clusterRadius, HEADINGS, type Look, paintCluster, type Sprite, type Sprites } from './sprites.ts';

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

/** Ranks a node may have: clusters, single markers by freshness and lateness, the one pointed at, the one selected. */
const RANKS = 9;
const [CLUSTER, HOVERED, SELECTED] = [0, 7, 8];
const LATE_RANKS = 3;

/** Draws the nodes from the least to the most telling and says where each one is. */
export function drawNodes(scene: Scene, nodes: readonly Node[]): Drawn[] {
  const byRank: Drawn[][] = Array.from({ length: RANKS }, () => []);
  for (const node of nodes) byRank[rank(scene, node)]?.push(locate(scene, node));
  const drawn = byRank.flat();
  let singles = 0;
  for (const one of drawn) {
    if (one.node.kind === 'cluster') drawCluster(scene, one, one.node);
    else singles++;
  }
  // pictures are stamped pixel for pixel: nothing is scaled, which is quicker and sharper
  scene.context.setTransform(1, 0, 0, 1, 0, 0);
  for (const one of drawn) if (one.node.kind === 'group') drawGroup(scene, one);
  if (singles <= 3 * MOST_LABELS) drawCaptions(scene, drawn, singles <= MOST_LABELS);
  toCssPixels(scene);
  return drawn;
}

const toCssPixels = ({ context, ratio }: Scene): void => context.setTransform(ratio, 0, 0, ratio, 0, 0);

function locate({ projection: { scale, left, top } }: Scene, node: Node): Drawn {
  node.drawn ??= { node, x: 0, y: 0, radius: node.kind === 'cluster' ? clusterRadius(node.count) : PLATE_RADIUS };
  const { drawn } = node;
  const place = node.kind === 'cluster' ? node.place : node.group.bodies[0].shown;
  drawn.x = place.x * scale - left;
  drawn.y = place.y * scale - top;
  if (node.kind === 'group') drawn.x += (node.group.slot - (node.group.slots - 1) / 2) * FAN_PX;
  return drawn;
}

function rank({ selected, hovered }: Scene, node: Node): number {
  if (node.kind === 'cluster') return CLUSTER;
  const { bodies } = node.group;
  if (selected !== null && holds(bodies, selected)) return SELECTED;
  if (hovered !== null && holds(bodies, hovered)) return HOVERED;
  return 1 + ORDER[bodies[0].asset.freshness] + (bodies[0].late ? LATE_RANKS : 0);
}

function holds(bodies: readonly Body[], assetId: string): boolean {
  for (const body of bodies) if (body.asset.id === assetId) return true;
  return false;
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
  const { bodies, train } = node.group;
  const [body] = bodies;
  const { asset, state } = body;
  const { context, sprites, palette, selected, hovered } = scene;
  const { position, freshness } = asset;
  const heading = headingOf(position);
  const around = heading === null ? 20 : 27;
  if (selected !== null && holds(bodies, selected)) ring(scene, x, y, around, palette.accent, 3);
  else if (hovered !== null && holds(bodies, hovered)) ring(scene, x, y, around, palette.text, 1.5);
  const isAging = freshness === 'aging';
  if (isAging) context.globalAlpha = 0.6;
  const late = bodies.length === 1 ? body.late : bodies.some((one) => one.late);
  const kind: Look['kind'] = train === undefined ? asset.kind : 'train';
  const look: Look = { kind, state, freshness, late, approximate: position?.approximate === true };
  stamp(scene, sprites.marker(look, heading), x, y);
  if (isAging) context.globalAlpha = 1;
  if (bodies.length > 1) stamp(scene, sprites.count(bodies.length, state), x + 15, y + 12);
}

/** Which of the drawn headings; null for what does not drive. */
function headingOf(position: Body['asset']['position']): number | null {
  if (position === null || position.courseDeg === null || (position.speedKmh ?? 0) <= MOVING_KMH) return null;
  return Math.round((position.courseDeg / 360) * HEADINGS) % HEADINGS;
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

function ring(scene: Scene, x: number, y: number, radius: number, colour: string, width: number): void {
  const { context } = scene;
  context.save();
  toCssPixels(scene);
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
  context.restore();
}

/** On whole pixels of the screen: a picture between two of them is blurred. The context counts in these. */
function stamp({ context, ratio }: Scene, { image, half }: Sprite, x: number, y: number): void {
  context.drawImage(image, Math.round((x - half) * ratio), Math.round((y - half) * ratio));
}
