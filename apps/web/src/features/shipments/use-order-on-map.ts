import { useShipmentDetails } from '../../api/queries.ts';
import { useBringsOwnView } from '../card/use-card-on-map.ts';
import { useShipmentOnMap } from './use-shipment-on-map.ts';

/** An order of more shipments than this is shown by the first of them. */
const MOST = 12;
const NO_TRACK: Record<string, unknown>[] = [];

/** Brings everything an order consists of into sight, once. */
export function useOrderOnMap(shipmentIds: readonly string[]): void {
  const details = useShipmentDetails(shipmentIds.slice(0, MOST));
  const known = details.flatMap(({ data }) => data ?? []);
  const isLoaded = details.length > 0 && details.every(({ isPending }) => !isPending);
  useShipmentOnMap({
    units: known.flatMap(({ legs }) => legs.flatMap((leg) => leg.units)),
    ends: known.flatMap(({ origin, destination }) => [origin, destination]),
    track: isLoaded ? NO_TRACK : undefined,
    staysPut: useBringsOwnView(),
  });
}
