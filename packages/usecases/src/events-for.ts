import type { events, shipments } from '@karavan/store';
import { isOnThisCargo, type NewEvent } from '@karavan/tracking';
import type { Refreshed } from './shipment-refresh.ts';

/** What happened to an asset; with `unitId` it is a matter of that one unit alone. */
export interface AssetNews {
  assetId: string;
  unitId?: string;
  event: NewEvent;
}

/**
 * An event belongs to the shipments whose cargo the asset carries at that moment, never to one it is only planned for or
 * has delivered before. One that carries none is the company's own.
 */
export function eventsFor(
  news: readonly AssetNews[],
  known: { before: readonly shipments.UnitRecord[]; refreshed: Refreshed },
): events.EventToSave[] {
  const after = new Map(known.refreshed.units.map((record) => [record.unit.id, record]));
  const open = known.before
    .filter((record) => record.unit.status !== 'delivered')
    .map((record) => after.get(record.unit.id) ?? record)
    .filter((record) => isOnThisCargo(record.unit));
  return news.flatMap(({ assetId, unitId, event }): events.EventToSave[] => {
    const carried = open.filter(
      (record) =>
        record.unit.assetId === assetId &&
        (unitId === undefined || record.unit.id === unitId) &&
        Date.parse(record.visibleFrom) <= Date.parse(event.at),
    );
    const shipmentIds = new Map(carried.map((record) => [record.shipmentId, record.customerId]));
    if (shipmentIds.size === 0) return [{ ...event, assetId, customerId: null }];
    return [...shipmentIds].map(([shipmentId, customerId]) => ({ ...event, assetId, shipmentId, customerId }));
  });
}
