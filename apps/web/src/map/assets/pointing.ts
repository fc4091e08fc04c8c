import L from 'leaflet';
import { pointsWithFinger } from '../../ui/media.ts';
import { type Mercator, type Projection, projectionOf } from '../mercator.ts';
import type { Body } from './body.ts';
import type { Cluster, Node, Single } from './cluster-index.ts';
import { clusterRadius } from './draw-clusters.ts';
import { FAN_PX } from './stamp-sheet.ts';

const FINGER_PX = 22;
const PLATE_RADIUS = 14;

interface PointingInput {
  onPick: (node: Node) => void;
  onHover: (assetId: string | null) => void;
  hovered: () => string | null;
  describe: (node: Node) => string;
  /** what can be pointed at, the uppermost last */
  nodes: () => { clusters: readonly Cluster[]; singles: readonly Single[] };
  placeOf: (body: Body) => Mercator;
}

/** A node and where it is in the map's container. */
interface Located {
  node: Node;
  x: number;
  y: number;
}

/** The pointer over the markers: which one it is at, what that is, and what a click chooses. */
export class Pointing {
  readonly #input: PointingInput;
  readonly #tooltip = L.tooltip({ direction: 'top', offset: [0, -16], className: 'kv-tooltip', opacity: 1 });
  #map: L.Map | null = null;

  constructor(input: PointingInput) {
    this.#input = input;
  }

  attach(map: L.Map): void {
    this.#map = map;
  }

  remove(): void {
    this.#map = null;
    this.#tooltip.remove();
  }

  events(): Record<string, L.LeafletEventHandlerFn> {
    const pointer = (handle: (event: L.LeafletMouseEvent) => void) => handle as L.LeafletEventHandlerFn;
    return {
      click: pointer((event) => {
        const hit = this.#hit(event.containerPoint);
        if (hit) this.#input.onPick(hit.node);
      }),
      mousemove: pointer((event) => this.#point(this.#hit(event.containerPoint))),
      mouseout: () => this.leave(),
    };
  }

  leave(): void {
    this.#point(null);
  }

  locate(node: Node, projection = this.#projection()): Located {
    const { scale, left, top } = projection;
    if (node.kind === 'cluster') return { node, x: node.place.x * scale - left, y: node.place.y * scale - top };
    const { bodies, slot, slots } = node.group;
    const { x, y } = this.#input.placeOf(bodies[0]);
    return { node, x: x * scale - left + (slot - (slots - 1) / 2) * FAN_PX, y: y * scale - top };
  }

  #projection(): Projection {
    return this.#map ? projectionOf(this.#map) : { scale: 0, left: 0, top: 0 };
  }

  #hit(point: L.Point): Located | null {
    const projection = this.#projection();
    const reach = pointsWithFinger() ? FINGER_PX : 0;
    const { clusters, singles } = this.#input.nodes();
    let found: Located | null = null;
    const look = (node: Node, radius: number) => {
      const located = this.locate(node, projection);
      if (Math.hypot(point.x - located.x, point.y - located.y) <= Math.max(radius, reach)) found = located;
    };
    for (const cluster of clusters) look(cluster, clusterRadius(cluster.count));
    for (const single of singles) look(single, PLATE_RADIUS);
    return found;
  }

  #point(hit: Located | null): void {
    const map = this.#map;
    if (!map) return;
    map.getContainer().classList.toggle('kv-pointing', hit !== null);
    const id = hit?.node.kind === 'group' ? hit.node.group.bodies[0].asset.id : null;
    if (id !== this.#input.hovered()) this.#input.onHover(id);
    if (!hit) {
      this.#tooltip.remove();
      return;
    }
    const text = document.createElement('span');
    text.textContent = this.#input.describe(hit.node);
    this.#tooltip.setContent(text).setLatLng(map.containerPointToLatLng([hit.x, hit.y]));
    if (!map.hasLayer(this.#tooltip)) this.#tooltip.addTo(map);
  }
}
