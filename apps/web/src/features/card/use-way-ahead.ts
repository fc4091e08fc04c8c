import { useEffect } from 'react';
import { useShipmentDetails } from '../../api/queries.ts';
import { useLive } from '../../live/live-context.tsx';
import { useBringsOwnView } from './use-card-on-map.ts';

/** Of a truck that was never heard of: the way of its cargo, from plant to site, is brought into sight once. */
export function useWayAhead(shipmentId: string | undefined): void {
  const { controller } = useLive();
  const staysPut = useBringsOwnView();
  const [shipment] = useShipmentDetails(shipmentId === undefined ? [] : [shipmentId]);
  const data = shipment?.data;
  const isKnown = data !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the way is first known; the map is the reader's afterwards
  useEffect(() => {
    if (data === undefined || staysPut) return;
    const ends = [data.origin, data.destination];
    controller.fit(ends.flatMap(({ lat, lon }) => (lat === undefined || lon === undefined ? [] : [{ lat, lon }])));
  }, [isKnown]);
}
