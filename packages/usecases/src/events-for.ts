import type { events, shipments } from '@karavan/store';
import type { NewEvent } from '@karavan/tracking';

/** An event of a wagon or truck belongs to every shipment it carries; one that carries none is the company's own. */
export function eventsFor(
  news: readonly { assetId: string; event: NewEvent }[],
  units: readonly shipments.UnitRecord[],
): events.EventToSave[] {
  return news.flatMap(({ assetId, event }): events.EventToSave[] => {
    const carried = units.filter(
      (record) => record.unit.assetId === assetId && record.visibleFrom <= event.at && record.unit.status !== 'delivered',
    );
    const shipmentIds = new Map(carried.map((record) => [record.shipmentId, record.customerId]));
    if (shipmentIds.size === 0) return [{ ...event, assetId, customerId: null }];
    return [...shipmentIds].map(([shipmentId, customerId]) => ({ ...event, assetId, shipmentId, customerId }));
  });
}
