import 'leaflet/dist/leaflet.css';
import '../../map/map.css';
import { useTranslation } from 'react-i18next';
import { CircleMarker, MapContainer, TileLayer, useMapEvents } from 'react-leaflet';
import { useConfig } from '../../api/queries.ts';
import { BaseMap } from '../../map/BaseMap.tsx';

interface Place {
  lat: number;
  lon: number;
}

const HOME: [number, number] = [55, 60];

/** A small map of its own to point at; the fields beside it say the same for the keyboard. */
export function PlaceMap({ place, onPoint }: { place: Place | undefined; onPoint: (place: Place) => void }) {
  const { t } = useTranslation();
  const tileUrl = useConfig().data?.tileUrl;
  return (
    <section className="kv-place-map" aria-label={t('stations.map')}>
      <MapContainer center={HOME} zoom={3} minZoom={3} maxZoom={17} attributionControl fadeAnimation={false}>
        <BaseMap underTiles={Boolean(tileUrl)} />
        {tileUrl && <TileLayer url={tileUrl} maxZoom={19} className="kv-tiles" />}
        <Clicks onPoint={onPoint} />
        {place && <CircleMarker center={[place.lat, place.lon]} radius={8} className="kv-place-mark" interactive={false} />}
      </MapContainer>
    </section>
  );
}

function Clicks({ onPoint }: { onPoint: (place: Place) => void }) {
  useMapEvents({ click: ({ latlng }) => onPoint({ lat: latlng.lat, lon: latlng.lng > 180 ? latlng.lng - 360 : latlng.lng }) });
  return null;
}
