import type { BoardReason, BoardTrip } from '@karavan/contracts';
import { addDays, dayStart, localDay } from '../calendar/index.ts';
import { largestPayload, lawOfDay } from '../load/index.ts';
import { factsOf } from '../split/validate/facts.ts';
import { massFindings, supplyFindings } from '../split/validate/masses.ts';
import { timeFindings } from '../split/validate/times.ts';
import type { Finding } from '../split/validate/violation.ts';
import { elsewhere } from './judge-around.ts';
import { joined, reasonOf, type Why } from './reasons.ts';
import { sameShift } from './times.ts';
import { type Crowd, crowdOf } from './trip-index.ts';
import { isFixed, loadSpan, ms, type OpenWorld, type Span, unloadSpan } from './world.ts';

const NOTHING_KG = 1e-6;

/**
 * What these trips break as they stand among all others, by the split's independent validator; trips that have nothing to
 * do with them are not looked at, so that a hand may be answered at once. Nothing is said of trips not named.
 */
export function judge(world: OpenWorld, crowd: Crowd, named: readonly BoardTrip[]): BoardReason[] {
  return joined(named.flatMap((trip) => judgeOne(world, crowd, trip)));
}

/** The same of a whole board, every rule looked at once for all trips; nothing is said of trips that stay whatever they break. */
export function judgeAll(world: OpenWorld, trips: readonly BoardTrip[]): BoardReason[] {
  const { request } = world;
  const facts = factsOf(request, trips);
  const findings = [
    ...timeFindings(request, facts, world.isOpen),
    ...massFindings(request, facts, world.lawful),
    ...supplyFindings(request, facts),
  ];
  const free = (index: number) => {
    const trip = trips[index];
    return trip === undefined || isFixed(trip) ? [] : [trip];
  };
  const told = findings.flatMap((finding) =>
    finding.trips.flatMap(free).map((trip) => reasonOf(whyOf(world, trip, finding), idsOf(finding, trips))),
  );
  const crowd = crowdOf(trips);
  const others = trips.flatMap((trip) => (isFixed(trip) ? [] : [...elsewhere(world, crowd, trip), ...leastLoad(world, trip)]));
  return joined([...told, ...others]);
}

const idsOf = ({ trips: indices }: Finding, trips: readonly BoardTrip[]): string[] =>
  indices.flatMap((index) => trips[index]?.id ?? []);

function judgeOne(world: OpenWorld, crowd: Crowd, trip: BoardTrip): BoardReason[] {
  const { request } = world;
  const shift = sameShift(crowd.ofVehicle(trip.vehicleId), trip);
  const met = [...crowd.unloadsDuring(unloadSpan(trip)), ...crowd.loadsDuring(trip.plantId, loadSpan(trip))];
  const beside = [...new Set([trip, ...shift, ...met])];
  const times = timeFindings(request, factsOf(request, beside), world.isOpen).filter((finding) => finding.trips.includes(0));
  const masses = massFindings(request, factsOf(request, [trip]), world.lawful);
  const found = [...times, ...masses].map((finding) => [whyOf(world, trip, finding), finding, beside] as const);
  const supplied = supplyOf(world, crowd, trip);
  const told = [...found, ...supplied].map(([why, finding, of]) => reasonOf(why, idsOf(finding, of)));
  return [...told, ...elsewhere(world, crowd, trip), ...leastLoad(world, trip)];
}

function supplyOf(world: OpenWorld, crowd: Crowd, trip: BoardTrip) {
  const plant = world.plants.get(trip.plantId);
  if (plant?.supplyKg === undefined) return [];
  const zone = plant.loading.timeZone;
  const date = localDay(ms(trip.loadFrom), zone);
  const day: Span = [dayStart(date, zone), dayStart(addDays(date, 1), zone)];
  const same = crowd.loadsDuring(plant.id, day).filter((other) => loadSpan(other)[0] >= day[0]);
  const request = { ...world.request, plants: [plant] };
  return supplyFindings(request, factsOf(request, same)).map((finding) => [whyOf(world, trip, finding), finding, same] as const);
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
    case 'SP12':
      return { code: 'supply', plant: trip.plantId, date: loadingDate(world, trip) };
    case 'SP13':
      return siteWhy(world, trip, message);
    default:
      return { code: 'times' };
  }
}

function loadingDate({ plants, request }: OpenWorld, { plantId, loadFrom }: BoardTrip): string {
  return localDay(ms(loadFrom), plants.get(plantId)?.loading.timeZone ?? request.site.receiving.timeZone);
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
  const { on } = lawOfDay(world.known.law, { ruleSet, date, region: site.region });
  const asked = {
    vehicle: known.vehicle,
    placement: { kind: 'free' as const },
    ruleSet,
    ...(ruleSet === 'RU' ? { roadClasses: [road] } : {}),
    ...(site.region === undefined ? {} : { region: site.region }),
    ...(on === undefined ? {} : { on }),
  };
  const answer = largestPayload(asked, world.known)[ruleSet === 'RU' ? road : ruleSet];
  if (answer === undefined) return { code: 'payload', vehicle, massKg, mostKg: 0 };
  return { code: 'axles', vehicle, massKg, mostKg: answer.maxPayloadKg, bound: answer, road, date };
}
