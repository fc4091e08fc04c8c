import type { BoardReason, BoardTrip } from '@karavan/contracts';
import { isFree } from './find-place.ts';
import { joined, reasonOf, type Why } from './reasons.ts';
import { type Crowd, crowdOf } from './trip-index.ts';
import { isFixed, loadSpan, ms, type OpenWorld, overlaps, type Span, tripSpan, unloadSpan } from './world.ts';

/** Trucks and bays that trips of other plans take, trucks that are out and bays that are closed. */
export function elsewhere(world: OpenWorld, crowd: Crowd, trip: BoardTrip): BoardReason[] {
  const taken = (world.elsewhere.get(trip.vehicleId) ?? []).some((span) => overlaps(span, tripSpan(trip)));
  const truck: Why[] = taken ? [{ code: 'truckElsewhere', vehicle: trip.vehicleId }] : [];
  const whys = [...truck, ...truckDownWhys(world, trip), ...noBayWhys(world, crowd, trip)];
  return whys.map((why) => reasonOf(why, [trip.id]));
}

/** No bay is left for it at the site or its plant, since others have them or one is closed. */
function noBayWhys(world: OpenWorld, crowd: Crowd, trip: BoardTrip): Why[] {
  const plant = world.plants.get(trip.plantId);
  const hasBay = (place: string | undefined, own: (other: BoardTrip) => Span, bays: number): boolean => {
    const other = world.bays.get(place) ?? [];
    if (!other.some((span) => overlaps(span, own(trip)))) return true;
    const met = place === undefined ? crowd.unloadsDuring(own(trip)) : crowd.loadsDuring(place, own(trip));
    const uses = met.filter(({ id }) => id !== trip.id).map(own);
    return isFree([...uses, ...other], { span: own(trip), bays });
  };
  const atSite: Why[] = hasBay(undefined, unloadSpan, world.request.site.bays)
    ? []
    : [bayShutWhy(world, undefined, unloadSpan(trip)) ?? { code: 'siteBay' }];
  const atPlant: Why[] =
    plant === undefined || hasBay(plant.id, loadSpan, plant.bays)
      ? []
      : [bayShutWhy(world, plant.id, loadSpan(trip)) ?? { code: 'plantBay', plant: plant.id }];
  return [...atSite, ...atPlant];
}

const timesOf = (world: OpenWorld, { from, until }: { from: string; until?: string | undefined }) => ({
  from,
  zone: world.request.site.receiving.timeZone,
  ...(until === undefined ? {} : { until }),
});
const lasts = ({ from, until }: { from: string; until?: string | undefined }): Span => [
  ms(from),
  until === undefined ? Number.POSITIVE_INFINITY : ms(until),
];

/** One that falls out on its way home has brought what it had to. */
function truckDownWhys(world: OpenWorld, trip: BoardTrip): Why[] {
  const { vehicleId } = trip;
  const laden: Span = [loadSpan(trip)[0], unloadSpan(trip)[1]];
  const outage = world.outages.find(
    (one) => one.what === 'truckOut' && one.vehicleId === vehicleId && overlaps(lasts(one), laden),
  );
  return outage === undefined ? [] : [{ code: 'truckDown', vehicle: vehicleId, ...timesOf(world, outage) }];
}

function bayShutWhy(world: OpenWorld, plantId: string | undefined, span: Span): Why | undefined {
  const outage = world.outages.find(
    (one) =>
      one.what === 'bayClosed' && (one.place === 'site' ? undefined : one.plantId) === plantId && overlaps(lasts(one), span),
  );
  return outage && { code: 'bayShut', ...(plantId === undefined ? {} : { plant: plantId }), ...timesOf(world, outage) };
}

/** Trips that stay whatever a hand does, though what came in between leaves no truck or no bay for them (BD15). */
export function strandedBy(world: OpenWorld, trips: readonly BoardTrip[]): BoardReason[] {
  if (world.outages.length === 0) return [];
  const crowd = crowdOf(trips);
  const told = trips.filter(isFixed).flatMap((trip) => {
    const shut = noBayWhys(world, crowd, trip).filter(({ code }) => code === 'bayShut');
    return [...truckDownWhys(world, trip), ...shut].map((why) => reasonOf(why, [trip.id]));
  });
  return joined(told);
}
