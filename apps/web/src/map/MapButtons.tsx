import { ActionIcon } from '@mantine/core';
import { IconFocusCentered, IconMinus, IconPlus } from '@tabler/icons-react';
import L from 'leaflet';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useMap } from 'react-leaflet';
import { useLive } from '../live/live-context.tsx';
import { hasPlace } from './assets/body.ts';

export function MapButtons() {
  const map = useMap();
  const { t } = useTranslation();
  const { fleet, controller } = useLive();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (box.current) L.DomEvent.disableClickPropagation(box.current);
  }, []);
  const showAll = () => {
    const shown = controller.filter.get()?.isShown;
    const assets = fleet.all().filter((asset) => {
      const body = controller.layer?.bodyOf(asset.id);
      return !shown || (body && shown(body));
    });
    controller.fit(assets.filter(hasPlace).map((asset) => asset.position));
  };
  const buttons = [
    { label: t('map.zoomIn'), icon: IconPlus, act: () => map.zoomIn() },
    { label: t('map.zoomOut'), icon: IconMinus, act: () => map.zoomOut() },
    { label: t('map.fit'), icon: IconFocusCentered, act: showAll },
  ];
  return (
    <div className="kv-map-buttons" ref={box}>
      {buttons.map(({ label, icon: Icon, act }) => (
        <ActionIcon
          key={label}
          className="kv-map-button"
          variant="default"
          radius={0}
          onClick={act}
          aria-label={label}
          title={label}
        >
          <Icon size={17} stroke={1.75} />
        </ActionIcon>
      ))}
    </div>
  );
}
