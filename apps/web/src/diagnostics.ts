import type { AssetState } from '@karavan/contracts';
import type { FleetStore } from './live/fleet-store.ts';
import type { FrameStats } from './map/assets/marker-stage.ts';
import type { MapController } from './map/map-controller.ts';
import { latOf, lonOf } from './map/mercator.ts';

/**
 * A handle for tests, benchmarks and support, at `window.__karavan`. It reads and never changes anything.
 */
export interface Diagnostics {
  /** all assets the page holds */
  assets: () => AssetState[];
  /**
   * where on the page (client pixels, fit for a mouse) the marker that stands for an asset is: its own, that of its
   * group, or that of the cluster it is inside of; null when it is off the screen
   */
  markerPixel: (assetId: string) => { x: number; y: number } | null;
  /**
   * the place the asset's own marker is painted at and since when (epoch ms); null while it is inside a cluster, off
   * the screen or not painted yet. A marker that moves to a new fix is there when `lat` and `lon` are the fix's.
   */
  drawnAt: (assetId: string) => { lat: number; lon: number; paintedAt: number; fixAt: string } | null;
  /** script time of the marker layer's frames so far */
  frames: () => FrameStats | null;
}

declare global {
  interface Window {
    __karavan?: Diagnostics;
  }
}

export function exposeDiagnostics(fleet: FleetStore, controller: MapController): void {
  window.__karavan = {
    assets: () => fleet.all(),
    markerPixel: (assetId) => {
      const pixel = controller.layer?.pixelOf(assetId);
      const box = controller.map?.getContainer().getBoundingClientRect();
      return pixel && box ? { x: box.left + pixel.x, y: box.top + pixel.y } : null;
    },
    drawnAt: (assetId) => {
      const painted = controller.layer?.paintedOf(assetId);
      const position = controller.layer?.bodyOf(assetId)?.asset.position;
      if (!painted || !position) return null;
      const { lat, lon, at } = position;
      const place = painted.isAtFix ? { lat, lon } : { lat: latOf(painted.place.y), lon: lonOf(painted.place.x) };
      return { ...place, paintedAt: performance.timeOrigin + painted.since, fixAt: at };
    },
    frames: () => (controller.layer ? { ...controller.layer.stats } : null),
  };
}
