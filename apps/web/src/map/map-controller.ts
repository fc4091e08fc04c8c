import type { Feature } from 'geojson';
import L from 'leaflet';
import type { FleetStore } from '../live/fleet-store.ts';
import { wantsNoMotion } from '../ui/media.ts';
import { ValueStore } from '../ui/value-store.ts';
import type { AssetLayer } from './assets/asset-layer.ts';
import type { Body } from './assets/body.ts';

const RIM = L.point(40, 40);

export interface Point {
  lat: number;
  lon: number;
}

/** A filter of markers with a key, so that the same filter is not applied twice. */
export interface MarkerFilter {
  key: string;
  isShown: (body: Body) => boolean;
}

/**
 * What pages may ask of the map, whether it is there already or not: the map is made once and outlives them all.
 * Requests made before it is ready are carried out when it is.
 */
export class MapController {
  readonly hovered = new ValueStore<string | null>(null);
  readonly selected = new ValueStore<string | null>(null);
  /** the asset the map keeps in its middle; `paused` after the reader moved the map */
  readonly following = new ValueStore<{ assetId: string; paused: boolean } | null>(null);
  readonly filter = new ValueStore<MarkerFilter | null>(null);
  readonly track = new ValueStore<Feature[] | null>(null);
  /** the fleet of a moment in the past, while the map shows one */
  readonly past = new ValueStore<FleetStore | null>(null);
  readonly view = new ValueStore<L.LatLngBounds | null>(null);
  /** paths of the list last shown, in its order: for the keys that go to the next one */
  readonly neighbours = new ValueStore<readonly string[]>([]);
  /** how much of the map's lower edge the panel lies over, on a phone */
  coveredPx = 0;
  map: L.Map | null = null;
  layer: AssetLayer | null = null;
  #waiting: (() => void) | null = null;

  attach(map: L.Map, layer: AssetLayer): void {
    this.map = map;
    this.layer = layer;
    this.#waiting?.();
    this.#waiting = null;
  }

  detach(): void {
    this.map = null;
    this.layer = null;
  }

  /** Brings a place into sight; leaves the map alone where it can be seen already. */
  show(point: Point, minZoom = 8): void {
    this.#whenReady((map) => {
      const target = L.latLng(point.lat, point.lon);
      const zoom = Math.max(map.getZoom(), minZoom);
      if (map.getZoom() >= minZoom && this.#isInSight(map, target)) return;
      const centre = map.unproject(map.project(target, zoom).add([0, this.coveredPx / 2]), zoom);
      map.setView(centre, zoom, { animate: !wantsNoMotion() });
    });
  }

  fit(points: readonly Point[], maxZoom = 11): void {
    if (points.length === 0) return;
    this.#whenReady((map) => {
      const bounds = L.latLngBounds(points.map(({ lat, lon }) => [lat, lon]));
      const options = {
        maxZoom,
        animate: !wantsNoMotion(),
        paddingTopLeft: RIM,
        paddingBottomRight: L.point(40, 40 + this.coveredPx),
      };
      map.fitBounds(bounds, options);
    });
  }

  #isInSight(map: L.Map, target: L.LatLng): boolean {
    const { x, y } = map.latLngToContainerPoint(target);
    const size = map.getSize();
    return x > 40 && x < size.x - 40 && y > 40 && y < size.y - this.coveredPx - 40;
  }

  #whenReady(act: (map: L.Map) => void): void {
    if (this.map) act(this.map);
    else this.#waiting = () => this.map && act(this.map);
  }
}
