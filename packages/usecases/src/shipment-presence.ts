import type { Place, ShipmentUnit } from '@karavan/contracts';
import { devices, shipments, type Tx } from '@karavan/store';
import { advanceTrip, currentTrips, isOnThisCargo } from '@karavan/tracking';

/** A truck that stands is heard of at least once an hour; one heard of before that may be anywhere. */
const PRESENT_MS = 3_600_000;

/**
 * Trucks that came to load before their shipment was entered: one whose last place lies at the plant, and is not an hour old, is
 * there for the trip it would be there for if it came now. Its customer sees it from that place on.
 */
export async function withPresence(
  tx: Tx,
  input: { units: readonly shipments.UnitRecord[]; origin: Place; destination: Place; now: Date },
): Promise<shipments.UnitRecord[]> {
  const { units, origin, destination, now } = input;
  const trucks = [...new Set(units.filter(({ unit }) => unit.mode === 'road').map(({ unit }) => unit.assetId))];
  if (trucks.length === 0 || origin.lat === undefined) return [...units];
  const others = await shipments.listTripsUnderWay(tx, trucks);
  const came = new Map<string, ShipmentUnit>();
  for (const assetId of trucks) {
    const place = await lastPlace(tx, { assetId, now });
    if (place === undefined) continue;
    const own = units.filter(({ unit }) => unit.assetId === assetId).map(({ unit }) => unit);
    const open = [...own, ...others.filter(({ unit }) => unit.assetId === assetId).map(({ unit }) => unit)];
    const current = new Set(currentTrips(open, place.at).map(({ id }) => id));
    for (const unit of own.filter(({ id }) => current.has(id))) {
      const { unit: seen } = advanceTrip({ unit, position: place, origin, destination });
      if (seen.status === 'planned' && isOnThisCargo(seen)) came.set(unit.id, seen);
    }
  }
  return units.map((record) => {
    const unit = came.get(record.unit.id);
    return unit?.seenAt === undefined ? record : { ...record, unit, visibleFrom: unit.seenAt };
  });
}

async function lastPlace(tx: Tx, { assetId, now }: { assetId: string; now: Date }) {
  const [place] = await devices.listTrack(tx, {
    vehicleId: assetId.slice('truck:'.length),
    from: new Date(now.getTime() - PRESENT_MS).toISOString(),
    to: now.toISOString(),
    limit: 1,
  });
  return place && { ...place, at: new Date(place.at).toISOString(), speedKmh: null, accuracyM: place.accuracyM ?? undefined };
}

/** Who takes up this cargo is no longer shown to those it has delivered to. */
export const takenUp = (units: readonly shipments.UnitRecord[]): Parameters<typeof shipments.endEarlierWindows>[1] =>
  units
    .filter(({ unit }) => unit.mode === 'road' && isOnThisCargo(unit))
    .map(({ unit, shipmentId, visibleFrom }) => ({
      ...{ assetId: unit.assetId, shipmentId, at: visibleFrom },
      loadFrom: unit.loadFrom ?? null,
    }));
