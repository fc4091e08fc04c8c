import type { Geofence } from '@karavan/contracts';
import { ActionIcon, useComputedColorScheme } from '@mantine/core';
import { IconPolygon } from '@tabler/icons-react';
import L from 'leaflet';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMap } from 'react-leaflet';
import { useLocation } from 'react-router';
import { PALETTES, type Palette } from '../../theme/palette.ts';
import { useValue } from '../../ui/value-store.ts';
import { DrawShape } from './DrawShape.tsx';
import { drawing } from './drawing.ts';
import { useGeofences } from './queries.ts';
import { corridorPx, layerOf } from './shape-layer.ts';
import './geofences.css';

const STORED = 'karavan.fences';

/** Fences as faint shapes under the markers, with a switch; on their own page they are always shown. */
export default function FencesOnMap() {
  const map = useMap();
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const palette = PALETTES[useComputedColorScheme('light')];
  const [wanted, setWanted] = useState(() => localStorage.getItem(STORED) !== 'hidden');
  const isShown = wanted || pathname.startsWith('/geofences');
  const { data } = useGeofences(isShown);
  const edited = useValue(drawing)?.id ?? null;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (box.current) L.DomEvent.disableClickPropagation(box.current);
  }, []);
  useEffect(() => {
    if (!isShown || !data) return;
    return drawFences(map, { fences: data.filter(({ id }) => id !== edited), palette });
  }, [map, data, isShown, palette, edited]);
  const toggle = () => {
    localStorage.setItem(STORED, wanted ? 'hidden' : 'shown');
    setWanted(!wanted);
  };
  const label = isShown ? t('geofences.shown') : t('geofences.hidden');
  return (
    <>
      <div className="kv-fence-switch" ref={box}>
        <ActionIcon
          className="kv-map-button"
          variant="default"
          radius={6}
          aria-pressed={isShown}
          aria-label={label}
          title={label}
          onClick={toggle}
        >
          <IconPolygon size={17} stroke={1.75} />
        </ActionIcon>
      </div>
      <DrawShape palette={palette} />
    </>
  );
}

/** Draws them and gives back how to take them away. Corridors keep their width on the ground. */
function drawFences(map: L.Map, { fences, palette }: { fences: readonly Geofence[]; palette: Palette }): () => void {
  const renderer = L.canvas({ padding: 0.5 });
  const group = L.layerGroup().addTo(map);
  const corridors: [L.Path, { points: { lat: number; lon: number }[]; widthM: number }][] = [];
  for (const { shape, active } of fences) {
    const faint = active ? 1 : 0.4;
    const isCorridor = shape.kind === 'corridor';
    const layer = layerOf(shape, {
      renderer,
      interactive: false,
      color: palette.accent,
      weight: isCorridor ? corridorPx(shape, map.getZoom()) : 1.5,
      opacity: (isCorridor ? 0.14 : 0.55) * faint,
      fillColor: palette.accent,
      fillOpacity: 0.06 * faint,
      ...(active || isCorridor ? {} : { dashArray: '3 5' }),
    });
    group.addLayer(layer);
    if (isCorridor) corridors.push([layer, shape]);
  }
  const widen = () => {
    for (const [line, shape] of corridors) line.setStyle({ weight: corridorPx(shape, map.getZoom()) });
  };
  map.on('zoomend', widen);
  return () => {
    map.off('zoomend', widen);
    group.remove();
    renderer.remove();
  };
}
