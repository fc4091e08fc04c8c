import type { AssetState } from '@karavan/contracts';
import { useEffect } from 'react';
import { useLocation, useNavigationType } from 'react-router';
import { useLive } from '../../live/live-context.tsx';
import type { Point } from '../../map/map-controller.ts';
import { openedWithView } from '../../map/map-hash.ts';

/** Going back, or a link that names a view, brings its own view of the map; only a new object is brought into sight. */
export function useBringsOwnView(): boolean {
  const { key } = useLocation();
  const type = useNavigationType();
  return type === 'POP' && (key !== 'default' || openedWithView);
}

/** Marks the card's asset on the map and brings it into sight once; of the past only marks it, for there it is elsewhere. */
export function useCardOnMap(
  asset: AssetState | undefined,
  fallback: Point | undefined,
  past?: { assetId: string | undefined },
): void {
  const { controller } = useLive();
  const staysPut = useBringsOwnView();
  const assetId = asset?.id ?? past?.assetId;
  useEffect(() => {
    controller.selected.set(assetId ?? null);
  }, [controller, assetId]);
  useEffect(
    () => () => {
      controller.selected.set(null);
      controller.following.set(null);
    },
    [controller],
  );
  const place = past ? undefined : (asset?.position ?? fallback);
  const isPlaced = place !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the place is first known; the map is the reader's afterwards
  useEffect(() => {
    if (place && !staysPut) controller.show(place);
  }, [isPlaced]);
}
