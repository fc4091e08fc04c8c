import { useComputedColorScheme } from '@mantine/core';
import type { Feature, FeatureCollection } from 'geojson';
import L from 'leaflet';
import { useEffect } from 'react';
import { useMap } from 'react-leaflet';
import { useLive } from '../live/live-context.tsx';
import { PALETTES, type Palette } from '../theme/palette.ts';
import { useValue } from '../ui/value-store.ts';

/**
 * Where the open shipment or truck has been: lines, a gap or a plan dashed, fading with age where that is said, places as small dots,
 * stops by their numbers, all under the markers.
 */
export function TrackOnMap() {
  const map = useMap();
  const { controller } = useLive();
  const features = useValue(controller.track);
  const palette = PALETTES[useComputedColorScheme('light')];
  useEffect(() => {
    if (!features) return;
    const layer = trackLayer(features, palette).addTo(map);
    return () => {
      layer.remove();
    };
  }, [map, features, palette]);
  return null;
}

const OLDEST_OPACITY = 0.25;

function trackLayer(features: Feature[], palette: Palette): L.GeoJSON {
  const renderer = L.canvas({ padding: 0.5 });
  const data: FeatureCollection = { type: 'FeatureCollection', features };
  const style = (feature?: Feature): L.PathOptions => {
    const isPlanned = feature?.properties?.['planned'] === true;
    const isDashed = isPlanned || feature?.properties?.['gap'] === true;
    const fade = feature?.properties?.['fade'];
    const aged = typeof fade === 'number' ? OLDEST_OPACITY + (1 - OLDEST_OPACITY) * fade : 0.85;
    return {
      color: palette.accent,
      weight: isPlanned ? 2 : 3,
      opacity: isPlanned ? 0.6 : aged,
      ...(isDashed ? { dashArray: '4 6' } : {}),
    };
  };
  const dot = ({ properties }: Feature, at: L.LatLng) => {
    const stop = properties?.['stop'];
    if (typeof stop === 'number') return L.marker(at, { icon: numbered(stop), interactive: false, keyboard: false });
    return L.circleMarker(at, {
      renderer,
      radius: 3.5,
      fillColor: palette.surface,
      fillOpacity: 1,
      weight: 2,
      interactive: false,
    });
  };
  return L.geoJSON(data, { style, pointToLayer: dot, interactive: false, ...{ renderer } });
}

const numbered = (stop: number): L.DivIcon => L.divIcon({ className: 'kv-stop-dot', html: String(stop), iconSize: [18, 18] });
