import type { TruckHistory } from '@karavan/contracts';
import L from 'leaflet';
import { useEffect, useEffectEvent, useMemo } from 'react';
import { useFormat } from '../../format/use-format.ts';
import { useLive } from '../../live/live-context.tsx';
import { projectionOf } from '../../map/mercator.ts';
import { pointsWithFinger } from '../../ui/media.ts';
import { TrailPlaces } from './nearest-point.ts';
import { sourceWords } from './source-words.ts';

const REACH_PX = 12;
const FINGER_PX = 22;
/** The map's own layer sets it while the pointer is at a marker. */
const AT_MARKER = 'kv-pointing';

/** The pointer at the trail is told when the truck was there, how fast, and who said so; a click looks at that moment. */
export function useTrailPointer(history: TruckHistory | undefined, look: (atMs: number) => void): void {
  const { controller } = useLive();
  const format = useFormat();
  const places = useMemo(() => (history ? new TrailPlaces(history.points) : null), [history]);
  const wordsOf = useEffectEvent((index: number): string => {
    const point = history?.points[index];
    if (!point) return '';
    const [at, , , kmh, , source] = point;
    const said = history?.sources[source];
    return [format.dayTime(at * 1000), kmh !== null && format.speed(kmh), said && sourceWords(said, format)]
      .filter(Boolean)
      .join(' · ');
  });
  const pick = useEffectEvent((index: number) => {
    const at = history?.points[index]?.[0];
    if (at !== undefined) look(at * 1000);
  });

  useEffect(() => {
    const { map } = controller;
    if (!map || !places) return;
    const tip = L.tooltip({ direction: 'top', className: 'kv-tooltip', opacity: 1 });
    const find = ({ containerPoint }: L.LeafletMouseEvent) => {
      if (map.getContainer().classList.contains(AT_MARKER)) return -1;
      return places.nearest(containerPoint, projectionOf(map), pointsWithFinger() ? FINGER_PX : REACH_PX);
    };
    const move = (event: L.LeafletMouseEvent) => {
      const index = find(event);
      const [, lat, lon] = history?.points[index] ?? [];
      if (lat === undefined || lon === undefined) return void tip.remove();
      const text = document.createElement('span');
      text.textContent = wordsOf(index);
      tip.setContent(text).setLatLng([lat, lon]);
      if (!map.hasLayer(tip)) tip.addTo(map);
    };
    const click = (event: L.LeafletMouseEvent) => {
      const index = find(event);
      if (index >= 0) pick(index);
    };
    const leave = () => void tip.remove();
    map.on('mousemove', move).on('click', click).on('mouseout', leave);
    return () => {
      map.off('mousemove', move).off('click', click).off('mouseout', leave);
      tip.remove();
    };
  }, [controller, places, history]);
}
