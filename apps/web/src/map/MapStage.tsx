import 'leaflet/dist/leaflet.css';
import './map.css';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MapContainer, TileLayer } from 'react-leaflet';
import { useConfig } from '../api/queries.ts';
import { AssetsOnMap } from './AssetsOnMap.tsx';
import { BaseMap } from './BaseMap.tsx';
import { FollowChip } from './FollowChip.tsx';
import { Legend } from './Legend.tsx';
import { MapButtons } from './MapButtons.tsx';
import { parseHash } from './map-hash.ts';
import { ReplayBar } from './replay/ReplayBar.tsx';
import { Scale } from './Scale.tsx';
import { TrackOnMap } from './TrackOnMap.tsx';
import { ViewInAddress } from './ViewInAddress.tsx';
import { WatchView } from './WatchView.tsx';

const HOME = { zoom: 5, lat: 54.5, lon: 46 };

interface MapStageProps {
  /** the address keeps the view, `#zoom/lat/lon` */
  viewInAddress?: boolean;
  /** more layers, under the markers */
  children?: ReactNode;
}

/** The map: made once and never unmounted while pages change around it. React makes it; its layers draw themselves. */
export default function MapStage({ viewInAddress = true, children }: MapStageProps) {
  const { t } = useTranslation();
  const config = useConfig();
  const view = (viewInAddress && parseHash(location.hash)) || HOME;
  const tileUrl = config.data?.tileUrl;
  return (
    <section className="kv-map" aria-label={t('map.region')}>
      <MapContainer
        center={[view.lat, view.lon]}
        zoom={view.zoom}
        minZoom={3}
        maxZoom={17}
        zoomControl={false}
        attributionControl
        worldCopyJump={false}
        maxBounds={[
          [-60, -40],
          [85, 220],
        ]}
        maxBoundsViscosity={0.6}
        fadeAnimation={false}
      >
        <BaseMap underTiles={Boolean(tileUrl)} />
        {tileUrl && (
          <TileLayer url={tileUrl} attribution={config.data?.tileAttribution ?? ''} maxZoom={19} className="kv-tiles" />
        )}
        {children}
        <TrackOnMap />
        <AssetsOnMap />
        <WatchView />
        {viewInAddress && <ViewInAddress />}
        <Scale />
        <MapButtons withPast={viewInAddress} />
      </MapContainer>
      <Legend />
      <FollowChip />
      {viewInAddress && <ReplayBar />}
    </section>
  );
}
