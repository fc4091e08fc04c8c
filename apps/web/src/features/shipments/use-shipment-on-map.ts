import type { ShipmentUnit } from '@karavan/contracts';
import type { Feature, FeatureCollection } from 'geojson';
import L from 'leaflet';
import { useEffect } from 'react';
import { useLive } from '../../live/live-context.tsx';
import type { Point } from '../../map/map-controller.ts';

interface OnMap {
  units: readonly ShipmentUnit[];
  ends: readonly { lat?: number | undefined; lon?: number | undefined }[];
  track: readonly Record<string, unknown>[] | undefined;
  staysPut: boolean;
}

/** Draws a shipment's track, and shows all of the shipment once. */
export function useShipmentOnMap({ units, ends, track, staysPut }: OnMap): void {
  const { controller, fleet } = useLive();
  useEffect(() => {
    controller.track.set(track ? (track as unknown as Feature[]) : null);
    return () => controller.track.set(null);
  }, [controller, track]);
  const isLoaded = track !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the track is there
  useEffect(() => {
    if (!isLoaded || staysPut) return;
    const points: Point[] = [];
    for (const { lat, lon } of ends) if (lat !== undefined && lon !== undefined) points.push({ lat, lon });
    for (const unit of units) {
      const position = fleet.get(unit.assetId)?.position;
      if (position) points.push(position);
      else if (unit.station?.lat !== undefined && unit.station.lon !== undefined)
        points.push({ lat: unit.station.lat, lon: unit.station.lon });
    }
    points.push(...corners(track));
    controller.fit(points);
  }, [isLoaded]);
}

function corners(track: OnMap['track']): Point[] {
  if (!track || track.length === 0) return [];
  const collection: FeatureCollection = { type: 'FeatureCollection', features: track as unknown as Feature[] };
  const bounds = L.geoJSON(collection).getBounds();
  if (!bounds.isValid()) return [];
  return [bounds.getSouthWest(), bounds.getNorthEast()].map(({ lat, lng }) => ({ lat, lon: lng }));
}
