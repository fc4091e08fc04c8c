import type { Palette } from '../../theme/palette.ts';
import type { Projection } from '../mercator.ts';
import { type Cluster, ringArcs, type Shares } from './cluster-index.ts';
import { isNear } from './field.ts';
import { drawLate } from './paint/draw-picture.ts';
import { type Context2D, centred, disc, FONT } from './paint/shapes.ts';

export function clusterRadius(count: number): number {
  return Math.min(27, 14 + Math.log2(count) * 1.35);
}

interface ClusterScene {
  projection: Projection;
  size: { x: number; y: number };
  palette: Palette;
  /** the cluster the selected asset is inside of */
  selected: Cluster | null;
}

export function drawClusters(context: Context2D, clusters: readonly Cluster[], scene: ClusterScene): void {
  const { scale, left, top } = scene.projection;
  for (const cluster of clusters) {
    const [x, y] = [cluster.place.x * scale - left, cluster.place.y * scale - top];
    if (!isNear(scene.size, { x, y })) continue;
    context.save();
    context.translate(Math.round(x), Math.round(y));
    paintCluster(context, cluster, scene.palette);
    context.restore();
    if (cluster !== scene.selected) continue;
    context.beginPath();
    context.arc(x, y, clusterRadius(cluster.count) + 4, 0, 2 * Math.PI);
    context.strokeStyle = scene.palette.accent;
    context.lineWidth = 2.5;
    context.stroke();
  }
}

/** Around the origin. Hardly two clusters look alike, so they are drawn and not kept. */
function paintCluster(context: Context2D, { count, shares }: { count: number; shares: Shares }, palette: Palette): void {
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
