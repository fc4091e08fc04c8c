import { useEffect } from 'react';
import { useMap } from 'react-leaflet';
import { useLocation, useNavigationType } from 'react-router';
import { formatHash, parseHash } from './map-hash.ts';

/**
 * The view is part of every page's address, written beside the router: a moved map is no new page, so the entry is
 * replaced, and going back brings back the view that entry had.
 */
export function ViewInAddress() {
  const map = useMap();
  const { key } = useLocation();
  const type = useNavigationType();

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs once for every entry of the history
  useEffect(() => {
    const view = parseHash(location.hash);
    if (type === 'POP' && view) map.setView([view.lat, view.lon], view.zoom, { animate: false });
    else writeView(map);
  }, [key, map]);

  useEffect(() => {
    const write = () => writeView(map);
    map.on('moveend', write);
    return () => {
      map.off('moveend', write);
    };
  }, [map]);
  return null;
}

function writeView(map: ReturnType<typeof useMap>): void {
  const { lat, lng } = map.getCenter();
  const hash = formatHash({ zoom: map.getZoom(), lat, lon: lng });
  if (hash !== location.hash) history.replaceState(history.state, '', `${location.pathname}${location.search}${hash}`);
}
