import { useEffect } from 'react';
import { useAllShipments } from '../../api/queries.ts';
import { useLive } from '../../live/live-context.tsx';

/** Lateness belongs to shipments: the map learns of it from their list, and afterwards from the live connection. */
export function useKnownShipments(): void {
  const { fleet } = useLive();
  const { data } = useAllShipments();
  useEffect(() => {
    for (const page of data?.pages ?? []) for (const state of page.items) fleet.applyShipment(state);
  }, [data, fleet]);
}
