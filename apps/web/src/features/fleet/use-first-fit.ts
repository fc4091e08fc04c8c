import { useEffect } from 'react';
import { useSearchParams } from 'react-router';
import type { FleetStore } from '../../live/fleet-store.ts';
import { useFleetVersion, useLive, useShownFleet } from '../../live/live-context.tsx';
import { hasPlace } from '../../map/assets/body.ts';
import { openedWithView } from '../../map/map-hash.ts';

const fitted = new WeakSet<FleetStore>();

/** The first view of a fleet, of now or of the past, shows all of it, unless the address names another view. */
export function useFirstFit(): void {
  const { controller, fleet: live } = useLive();
  const fleet = useShownFleet();
  const version = useFleetVersion(fleet);
  const isComing = useSearchParams()[0].has('at') && fleet === live;
  // biome-ignore lint/correctness/useExhaustiveDependencies: looks again with every change until it is done
  useEffect(() => {
    if (fitted.has(live) || !fleet.isLoaded || isComing) return;
    fitted.add(live);
    if (openedWithView) return;
    controller.fit(
      fleet
        .all()
        .filter(hasPlace)
        .map((asset) => asset.position),
      9,
    );
  }, [fleet, controller, version, isComing]);
}
