/** On data kept from an earlier start the world goes on where it was: its beginning can be told from its first order. */
import type { KaravanClient } from './karavan-client.ts';
import { createWorld } from './world.ts';

/**
 * When the world in this Karavan began, or undefined where there is none yet. The planned times of road trips are so
 * long after the beginning for a given seed, and orders keep them.
 */
export async function findAnchor(client: KaravanClient, seed: number): Promise<Date | undefined> {
  const probe = createWorld({ seed, anchor: new Date(0) });
  const offsets = new Map<string, number>();
  for (const order of probe.orders(probe.anchor)) {
    const trip = order.legs.flatMap((leg) => (leg.mode === 'road' ? leg.trips : []))[0];
    if (trip) offsets.set(order.orderNumber, trip.loadFromMs);
  }
  const shipment = (await client.listShipments()).find(
    ({ orderNumber }) => orderNumber !== undefined && offsets.has(orderNumber),
  );
  if (shipment?.orderNumber === undefined) return undefined;
  const detail = await client.getShipment(shipment.id);
  const loadFrom = detail.legs
    .flatMap(({ units }) => units.map((unit) => unit.loadFrom))
    .filter((at) => at !== undefined)
    .sort()[0];
  const offsetMs = offsets.get(shipment.orderNumber);
  return loadFrom === undefined || offsetMs === undefined ? undefined : new Date(Date.parse(loadFrom) - offsetMs);
}
