import type {} from '@geoman-io/leaflet-geoman-free';
import L from 'leaflet';
import { useEffect } from 'react';
import { useMap } from 'react-leaflet';
import { currentLanguage } from '../../i18n/index.ts';
import type { Palette } from '../../theme/palette.ts';
import { useValue } from '../../ui/value-store.ts';
import { type Drawing, drawing } from './drawing.ts';
import { corridorPx, layerOf, shapeOf } from './shape-layer.ts';

const TOOL = { polygon: 'Polygon', circle: 'Circle', corridor: 'Line' } as const;

let loading: Promise<void> | undefined;

/** The drawing tool comes when it is first needed; it adds itself to the one Leaflet there is. */
function loadTool(): Promise<void> {
  loading ??= Promise.all([
    import('@geoman-io/leaflet-geoman-free'),
    import('@geoman-io/leaflet-geoman-free/dist/leaflet-geoman.css'),
  ]).then(() => L.PM.setOptIn(true));
  loading.catch(() => {
    loading = undefined; // whoever draws next asks again
  });
  return loading;
}

/** Draws a new shape or lets an old one be dragged, as the form beside the map says; what comes of it goes back there. */
export function DrawShape({ palette }: { palette: Palette }) {
  const map = useMap();
  const wanted = useValue(drawing);
  const key = wanted && `${wanted.id} ${wanted.kind} ${JSON.stringify(wanted.shape)}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all that matters of what is wanted
  useEffect(() => {
    if (!wanted) return;
    let stop: (() => void) | undefined;
    let isOver = false;
    loadTool().then(
      () => {
        if (isOver) return;
        const options = map.options as L.MapOptions;
        options.pmIgnore = false;
        L.PM.reInitLayer(map as unknown as L.Layer);
        map.pm.setLang(currentLanguage());
        stop = wanted.shape === null ? draw(map, wanted, palette) : edit(map, wanted, palette);
      },
      (error: unknown) => {
        console.error('The drawing tool did not load', error);
        wanted.fail();
      },
    );
    return () => {
      isOver = true;
      stop?.();
    };
  }, [map, key, palette]);
  return null;
}

function draw(map: L.Map, wanted: Drawing, palette: Palette): () => void {
  const style = { color: palette.accent, weight: 2 };
  const onCreate = ({ layer }: { layer: L.Layer }) => {
    const shape = shapeOf(layer, wanted.kind, wanted.sizeM);
    layer.remove();
    if (shape) wanted.take(shape);
  };
  map.on('pm:create', onCreate);
  map.pm.enableDraw(TOOL[wanted.kind], {
    snappable: false,
    allowSelfIntersection: wanted.kind === 'corridor',
    templineStyle: style,
    hintlineStyle: { ...style, dashArray: '4 5' },
    pathOptions: style,
  });
  return () => {
    map.off('pm:create', onCreate);
    map.pm.disableDraw();
  };
}

function edit(map: L.Map, wanted: Drawing, palette: Palette): () => void {
  const { shape } = wanted;
  if (shape === null) return () => undefined;
  const isCorridor = shape.kind === 'corridor';
  const group = L.layerGroup().addTo(map);
  const room = isCorridor
    ? layerOf(shape, { color: palette.accent, opacity: 0.2, weight: corridorPx(shape, map.getZoom()), interactive: false })
    : undefined;
  if (room) group.addLayer(room);
  const layer = layerOf(shape, { color: palette.accent, weight: 2, fillOpacity: 0.12, pmIgnore: false } as L.PathOptions);
  group.addLayer(layer);
  L.PM.reInitLayer(layer);
  layer.pm.enable({ snappable: false, allowSelfIntersection: isCorridor });
  const give = () => {
    const next = shapeOf(layer, wanted.kind, isCorridor ? shape.widthM : 0);
    if (next) wanted.take(next);
  };
  const widen = () => {
    if (room && isCorridor) room.setStyle({ weight: corridorPx(shape, map.getZoom()) });
  };
  layer.on('pm:edit', give);
  map.on('zoomend', widen);
  return () => {
    layer.off('pm:edit', give);
    map.off('zoomend', widen);
    layer.pm.disable();
    group.remove();
  };
}
