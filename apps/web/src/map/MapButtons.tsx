import { ActionIcon } from '@mantine/core';
import { IconFocusCentered, IconHistory, IconMinus, IconPlus } from '@tabler/icons-react';
import L from 'leaflet';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useMap } from 'react-leaflet';
import { useSearchParams } from 'react-router';
import { serverNow } from '../format/clock.ts';
import { useLive, useShownFleet } from '../live/live-context.tsx';
import { formatAt } from '../live/replay.ts';
import { hasPlace } from './assets/body.ts';

/** Who looks at the past begins an hour ago. */
const BACK_MS = 3_600_000;

export function MapButtons({ withPast }: { withPast: boolean }) {
  const map = useMap();
  const { t } = useTranslation();
  const { controller } = useLive();
  const fleet = useShownFleet();
  const [search, setSearch] = useSearchParams();
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
  const togglePast = () =>
    setSearch((before) => {
      if (before.has('at')) before.delete('at');
      else before.set('at', formatAt(serverNow() - BACK_MS));
      return before;
    });
  const isPast = search.has('at');
  const buttons = [
    { label: t('map.zoomIn'), icon: IconPlus, act: () => map.zoomIn() },
    { label: t('map.zoomOut'), icon: IconMinus, act: () => map.zoomOut() },
    { label: t('map.fit'), icon: IconFocusCentered, act: showAll },
    ...(withPast
      ? [{ label: t(isPast ? 'truck.replay.now' : 'truck.replay.open'), icon: IconHistory, act: togglePast, pressed: isPast }]
      : []),
  ];
  return (
    <div className="kv-map-buttons" ref={box}>
      {buttons.map(({ label, icon: Icon, act, ...more }) => (
        <ActionIcon
          key={label}
          className="kv-map-button"
          variant="default"
          radius={0}
          onClick={act}
          {...('pressed' in more ? { 'aria-pressed': more.pressed } : {})}
          aria-label={label}
          title={label}
        >
          <Icon size={17} stroke={1.75} />
        </ActionIcon>
      ))}
    </div>
  );
}
