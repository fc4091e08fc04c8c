import type { BoardReason, BoardTrip } from '@karavan/contracts';
import { localDay } from '../calendar/index.ts';
import { largestPayload } from '../load/index.ts';
import { factsOf } from '../split/validate/facts.ts';
import { massFindings, supplyFindings } from '../split/validate/masses.ts';
import { timeFindings } from '../split/validate/times.ts';
import type { Finding } from '../split/validate/violation.ts';
import { isFree } from './find-place.ts';
import { reasonOf, type Why } from './reasons.ts';
import { sameShift } from './times.ts';
import { loadSpan, ms, type OpenWorld, overlaps, type Span, tripSpan, unloadSpan } from './world.ts';

const NOTHING_KG = 1e-6;

/**
 * What these trips break as they stand among all others, by the split's independent validator; trips that have nothing to
 * do with them are not looked at, so that a hand may be answered at once. Nothing is said of trips not named.
 */
export function judge(world: OpenWorld, trips: readonly BoardTrip[], named: readonly BoardTrip[]): BoardReason[] {
  const reasons = named.flatMap((trip) => judgeOne(world, trips, trip));
  const seen = new Set<string>();
  return reasons.filter(({ code, message }) => {
    const key = `${code} ${message.en}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

function judgeOne(world: OpenWorld, trips: readonly BoardTrip[], trip: BoardTrip): BoardReason[] {
  const { request } = world;
  const [load, unload] = [loadSpan(trip), unloadSpan(trip)];
  const shift = sameShift(trips, trip);
  const meets = (other: BoardTrip) =>
    other.id !== trip.id &&
    !shift.includes(other) &&
    (overlaps(unloadSpan(other), unload) || (other.plantId === trip.plantId && overlaps(loadSpan(other), load)));
  const beside = [trip, ...shift.filter(({ id }) => id !== trip.id), ...trips.filter(meets)];
  const times = timeFindings(request, factsOf(request, beside)).filter((finding) => finding.trips.includes(0));
  const masses = massFindings(request, factsOf(request, [trip]));
  const found = [...times, ...masses].map((finding) => [whyOf(world, trip, finding), finding, beside] as const);
  const supplied = supplyOf(world, trips, trip);
  const told = [...found, ...supplied].map(([why, finding, of]) =>
    reasonOf(
      why,
      finding.trips.map((index) => of[index]?.id ?? trip.id),
    ),
  );
  return [...told, ...elsewhere(world, beside, trip).map((why) => reasonOf(why, [trip.id])), ...leastLoad(world, trip)];
}

function supplyOf(world: OpenWorld, trips: readonly BoardTrip[], trip: BoardTrip) {
  const plant = world.plants.get(trip.plantId);
  if (plant?.supplyKg === undefined) return [];
  const zone = plant.loading.timeZone;
  const date = localDay(ms(trip.loadFrom), zone);
  const same = trips.filter(({ plantId, loadFrom }) => plantId === plant.id && localDay(ms(loadFrom), zone) === date);
  const request = { ...world.request, plants: [plant] };
  return supplyFindings(request, factsOf(request, same)).map(
    (finding) => [{ code: 'supply', plant: plant.id, date } as Why, finding, same] as const,
  );
}

/** Trucks and bays that trips of other plans take. */
function elsewhere(world: OpenWorld, beside: readonly BoardTrip[], trip: BoardTrip): Why[] {
  const taken = (world.away.get(trip.vehicleId) ?? []).some((span) => overlaps(span, tripSpan(trip)));
  const bay = (place: string | undefined, own: (other: BoardTrip) => Span, bays: number): boolean => {
    const other = world.bays.get(place) ?? [];
    if (!other.some((span) => overlaps(span, own(trip)))) return true;
    const uses = beside.filter((one) => one.id !== trip.id && (place === undefined || one.plantId === place)).map(own);
    return isFree([...uses, ...other], { span: own(trip), bays });
  };
  const plant = world.plants.get(trip.plantId);
  return [
    ...(taken ? [{ code: 'truckElsewhere', vehicle: trip.vehicleId } as const] : []),
    ...(bay(undefined, unloadSpan, world.request.site.bays) ? [] : [{ code: 'siteBay' } as const]),
    ...(plant === undefined || bay(plant.id, loadSpan, plant.bays) ? [] : [{ code: 'plantBay', plant: plant.id } as const]),
  ];
}

/** Some vehicles are lawful only with a load on them. */
function leastLoad(world: OpenWorld, trip: BoardTrip): BoardReason[] {
  const vehicle = world.vehicles.get(trip.vehicleId);
  if (vehicle === undefined) return [];
  const { minKg } = world.largest(vehicle, trip.date);
  if (trip.massKg >= minKg - NOTHING_KG || trip.massKg < (vehicle.minLoadKg ?? 0)) return [];
  return [reasonOf({ code: 'minLoad', vehicle: vehicle.id, massKg: trip.massKg, leastKg: minKg }, [trip.id])];
}

function whyOf(world: OpenWorld, trip: BoardTrip, { rule, message }: Finding): Why {
  const vehicle = trip.vehicleId;
  const atSite = message.startsWith('the site');
  switch (rule) {
    case 'SP1':
      return world.vehicles.get(vehicle)?.plantId === trip.plantId ? { code: 'times' } : { code: 'noTruck', vehicle };
    case 'SP2':
      return atSite ? { code: 'receivingHours' } : { code: 'loadingHours', plant: trip.plantId };
    case 'SP3':
      return atSite ? { code: 'siteBay' } : { code: 'plantBay', plant: trip.plantId };
    case 'SP4':
      return { code: message.startsWith('loads again') ? 'truckOut' : 'truckHours', vehicle };
    case 'SP5':
      return { code: 'tooEarly' };
    case 'SP7':
      return { code: 'driver', vehicle };
    case 'SP9':
      return payloadWhy(world, trip);
    case 'SP10':
      return { code: 'piece', pieceKg: world.request.product.form === 'pieces' ? world.request.product.pieceMassKg : 0 };
    case 'SP13':
      return siteWhy(world, trip, message);
    default:
      return { code: 'times' };
  }
}

function siteWhy(world: OpenWorld, trip: BoardTrip, message: string): Why {
  const vehicle = trip.vehicleId;
  if (message.startsWith('cannot be unloaded')) return { code: 'mode', vehicle };
  if (message.startsWith('is longer')) return { code: 'long', vehicle };
  const known = world.vehicles.get(vehicle);
  return { code: 'gross', vehicle, massKg: trip.massKg, mostKg: known ? Math.max(0, world.largest(known, trip.date).maxKg) : 0 };
}

function payloadWhy(world: OpenWorld, trip: BoardTrip): Why {
  const known = world.vehicles.get(trip.vehicleId);
  if (trip.massKg <= 0 || known === undefined) return { code: 'nothing' };
  const { vehicleId: vehicle, massKg, date } = trip;
  if (known.minLoadKg !== undefined && massKg < known.minLoadKg)
    return { code: 'minLoad', vehicle, massKg, leastKg: known.minLoadKg };
  if (known.maxPayloadKg !== undefined || known.vehicle === undefined)
    return { code: 'payload', vehicle, massKg, mostKg: known.maxPayloadKg ?? 0 };
  const { ruleSet = 'RU', site } = world.request;
  const road = site.roadClass ?? '10';
  const answer = largestPayload({
    vehicle: known.vehicle,
    placement: { kind: 'free' },
    ruleSet,
    ...(ruleSet === 'RU' ? { roadClasses: [road] } : {}),
    ...(site.region === undefined ? {} : { region: site.region, on: date }),
  })[ruleSet === 'RU' ? road : ruleSet];
  if (answer === undefined) return { code: 'payload', vehicle, massKg, mostKg: 0 };
  return { code: 'axles', vehicle, massKg, mostKg: answer.maxPayloadKg, bound: answer, road, date };
}
