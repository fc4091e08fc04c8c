import { Button } from '@mantine/core';
import { IconCurrentLocation } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useLive, useShownFleet } from '../live/live-context.tsx';
import { wantsNoMotion } from '../ui/media.ts';
import { useValue } from '../ui/value-store.ts';

/** Keeps the followed asset in the middle; the reader's own drag pauses it, and the chip brings it back. */
export function FollowChip() {
  const { t } = useTranslation();
  const { controller } = useLive();
  const fleet = useShownFleet();
  const following = useValue(controller.following);
  const assetId = following?.assetId;
  const paused = following?.paused ?? false;

  useEffect(() => {
    if (assetId === undefined) return;
    const pause = () => controller.following.set({ assetId, paused: true });
    const keep = () => {
      const position = fleet.get(assetId)?.position;
      if (!position || controller.following.get()?.paused) return;
      controller.map?.panTo([position.lat, position.lon], { animate: !wantsNoMotion(), duration: 0.6 });
    };
    keep();
    controller.map?.on('dragstart', pause);
    const stop = fleet.subscribe(({ ids }) => ids.has(assetId) && keep());
    return () => {
      stop();
      controller.map?.off('dragstart', pause);
    };
  }, [assetId, fleet, controller]);

  if (assetId === undefined) return null;
  const label = fleet.get(assetId)?.label ?? '';
  const resume = () => {
    controller.following.set({ assetId, paused: false });
    const position = fleet.get(assetId)?.position;
    if (position) controller.map?.panTo([position.lat, position.lon]);
  };
  return (
    <div className="kv-follow" role="status">
      <IconCurrentLocation size={15} aria-hidden="true" />
      {paused ? (
        <Button size="compact-xs" variant="transparent" onClick={resume}>
          {t('map.resume')}
        </Button>
      ) : (
        <span>{t('map.following', { label })}</span>
      )}
      <Button size="compact-xs" variant="transparent" onClick={() => controller.following.set(null)}>
        {t('map.stop')}
      </Button>
    </div>
  );
}
