import { useEffect } from 'react';
import { useMap } from 'react-leaflet';
import type { View } from '../live/connect.ts';
import { useLive } from '../live/live-context.tsx';
import { boxToWatch, isToBeWatched } from './watched-box.ts';

const QUIET_MS = 250;

/** Tells the live connection which part of the world is in sight, once the map has come to rest. */
export function WatchView() {
  const map = useMap();
  const { live, controller } = useLive();
  useEffect(() => {
    let watched: View | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      const bounds = map.getBounds();
      controller.view.set(bounds);
      const zoom = Math.round(map.getZoom());
      const sight: View = { bbox: [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()], zoom };
      if (!isToBeWatched(watched, sight)) return;
      watched = { bbox: boxToWatch(sight.bbox), zoom };
      live.watch(watched);
    };
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(look, QUIET_MS);
    };
    look();
    map.on('moveend', later);
    return () => {
      clearTimeout(timer);
      map.off('moveend', later);
    };
  }, [map, live, controller]);
  return null;
}
