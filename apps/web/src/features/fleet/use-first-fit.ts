import { useEffect } from 'react';
import type { FleetStore } from '../../live/fleet-store.ts';
import { useFleetVersion, useLive } from '../../live/live-context.tsx';
import { hasPlace } from '../../map/assets/body.ts';
import { openedWithView } from '../../map/map-hash.ts';

const fitted = new WeakSet<FleetStore>();

/** The first view of a fleet shows all of it, unless the address names another view. */
export function useFirstFit(): void {
  const { fleet, controller } = useLive();
  const version = useFleetVersion();
  // biome-ignore lint/correctness/useExhaustiveDependencies: looks again with every change until it is done
  useEffect(() => {
    if (fitted.has(fleet) || !fleet.isLoaded) return;
    fitted.add(fleet);
    if (openedWithView) return;
    controller.fit(
      fleet
        .all()
        .filter(hasPlace)
        .map((asset) => asset.position),
      9,
    );
  }, [fleet, controller, version]);
}
