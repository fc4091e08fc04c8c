import type { Place, ShipmentUnit } from '@karavan/contracts';
import { DETOUR, distanceKm, type LatLon, pointOf } from './geo.ts';
import { FRESH_DRIVER, passStretch } from './road-eta/hours-rules.ts';
import { type OpensAt, roadEta } from './road-eta/road-eta.ts';
import { COLD_ROAD_MODEL, type RoadModel } from './road-eta/road-model.ts';
import { HOUR_MS, MINUTE_MS, ms } from './time.ts';
import type { NewEvent } from './wagon-events.ts';

/** Within this a truck is still at the place of loading: plants are large, queues long. */
export const ORIGIN_RADIUS_KM = 1;
export const DESTINATION_RADIUS_KM = 0.5;
/** Slower than this is standing: receivers drift by walking speed. */
export const STANDING_KMH = 5;
/** A truck at the loading place this long before its time has come to load; earlier it is there for another trip. */
const EARLY_HOURS = 3;
/** A trip under way is told anew no more often than this: a tracker may send every second (RT10). */
export const TOLD_EVERY_SECONDS = 15;
/** Nobody is faster on the whole way, so nobody who left at `loadFrom` can be there sooner. */
const FASTEST_KMH = 90;

export interface TripPosition {
  lat: number;
  lon: number;
  at: string;
  speedKmh: number | null;
  accuracyM?: number | undefined;
}

export interface TripInput {
  unit: ShipmentUnit;
  position: TripPosition;
  origin: Place;
  destination: Place;
  road?: RoadContext | undefined;
}

/** What is known of roads beyond the position: cold where absent. */
export interface RoadContext {
  model?: RoadModel | undefined;
  rules?: 'RU' | 'EU' | 'none' | undefined;
  opensAt?: OpensAt | undefined;
}

export interface TripAdvance {
  unit: ShipmentUnit;
  events: NewEvent[];
}

interface Sight {
  at: string;
  standing: boolean;
  /** undefined where the place has no coordinates */
  fromOriginKm: number | undefined;
  toDestinationKm: number | undefined;
  errorKm: number;
}

function look({ position, origin, destination }: TripInput): Sight {
  const here: LatLon = { lat: position.lat, lon: position.lon };
  const to = (place: Place) => {
    const point = pointOf(place);
    return point && distanceKm(here, point);
  };
  return {
    at: position.at,
    standing: position.speedKmh === null || position.speedKmh <= STANDING_KMH,
    fromOriginKm: to(origin),
    toDestinationKm: to(destination),
    errorKm: (position.accuracyM ?? 0) / 1000,
  };
}

const isAtDestination = (sight: Sight) => sight.toDestinationKm !== undefined && sight.toDestinationKm <= DESTINATION_RADIUS_KM;
/** A coarse fix may lie anywhere in its circle: only the whole circle outside is outside (RT3). */
const isOutsideOrigin = (sight: Sight) =>
  sight.fromOriginKm === undefined || sight.fromOriginKm - sight.errorKm > ORIGIN_RADIUS_KM;
const isAtOrigin = (sight: Sight) => sight.fromOriginKm !== undefined && sight.fromOriginKm <= ORIGIN_RADIUS_KM;

/** A truck seen at the site before it can have come from the plant is still there from an earlier trip (RT4). */
function canHaveCome({ unit, origin, destination }: TripInput, at: string): boolean {
  const [from, to] = [pointOf(origin), pointOf(destination)];
  if (unit.loadFrom === undefined) return false;
  const hours = from && to ? (distanceKm(from, to) * DETOUR) / FASTEST_KMH : 0;
  return ms(at) >= ms(unit.loadFrom) + hours * HOUR_MS;
}

function hasDeparted(input: TripInput, sight: Sight): boolean {
  const { unit } = input;
  if (!isOutsideOrigin(sight)) return false;
  const cameToLoad = unit.seenAt !== undefined && sight.fromOriginKm !== undefined;
  if (cameToLoad) return true;
  if (isAtDestination(sight)) return canHaveCome(input, sight.at);
  return unit.loadFrom === undefined || ms(sight.at) >= ms(unit.loadFrom);
}

/** Without coordinates of the destination only the plan can tell: standing at or after the planned unloading (RT5). */
function hasArrived({ unit }: TripInput, sight: Sight): boolean {
  if (!sight.standing) return false;
  if (sight.toDestinationKm !== undefined) return isAtDestination(sight) && sight.errorKm <= DESTINATION_RADIUS_KM;
  return unit.unloadTo !== undefined && ms(sight.at) >= ms(unit.unloadTo);
}

function eventOf(kind: string, place: Place, { unit, position }: TripInput): NewEvent {
  const evidence = { unitId: unit.id, lat: position.lat, lon: position.lon, speedKmh: position.speedKmh };
  return { kind, at: position.at, place: place.name, evidence, late: false };
}

function isSeenToLoad({ unit }: TripInput, sight: Sight): boolean {
  const inTime = unit.loadFrom === undefined || ms(sight.at) >= ms(unit.loadFrom) - EARLY_HOURS * HOUR_MS;
  return isAtOrigin(sight) && inTime && !wasJustTold(unit, sight);
}

function delivered(unit: ShipmentUnit, at: string): ShipmentUnit {
  const { eta: _, ...rest } = unit;
  return { ...rest, status: 'delivered', deliveredAt: at, remainingKm: 0, seenAt: at };
}

function underWay(input: TripInput, sight: Sight): ShipmentUnit {
  const { unit, destination, road } = input;
  const straightKm = sight.toDestinationKm;
  const moving = { ...unit, status: 'moving' as const, seenAt: sight.at, departedAt: unit.departedAt ?? sight.at };
  if (straightKm === undefined) return moving;
  const { route } = unit;
  const share = route === undefined ? 0 : straightKm / Math.max(route.straightKm, 0.1);
  const left = route && { km: route.km * share, minutes: route.minutes * share };
  const remainingKm = Math.round((left?.km ?? straightKm * (road?.model ?? COLD_ROAD_MODEL).detour) * 10) / 10;
  const driver = driverNow(unit, { sight, remainingKm });
  const { eta } = roadEta({
    ...{ straightKm, route: left, at: sight.at, timeZone: destination.timeZone, driver },
    ...{ model: road?.model, rules: road?.rules, opensAt: road?.opensAt },
  });
  return { ...moving, remainingKm, eta, driver };
}

/** Where fixes lie further apart than this, only the way made tells driving from standing. */
const GAP_MINUTES = 15;
const DRIVING_KMH = 15;

/** What the driver has behind him since the trip was last told (RT13). */
function driverNow(unit: ShipmentUnit, now: { sight: Sight; remainingKm: number }): NonNullable<ShipmentUnit['driver']> {
  const known = unit.driver ?? { ...FRESH_DRIVER, stoodFor: 0 };
  if (unit.seenAt === undefined || unit.status !== 'moving') return known;
  const minutes = Math.max(0, ms(now.sight.at) - ms(unit.seenAt)) / MINUTE_MS;
  const wayKm = Math.abs((unit.remainingKm ?? now.remainingKm) - now.remainingKm);
  const isDriving = minutes <= GAP_MINUTES ? !now.sight.standing : (wayKm / minutes) * 60 > DRIVING_KMH;
  const { sinceBreak, sinceRest, stoodFor } = passStretch(known, { minutes, isDriving });
  const rounded = (value: number) => Math.round(value * 10) / 10;
  return { sinceBreak: rounded(sinceBreak), sinceRest: rounded(sinceRest), stoodFor: rounded(stoodFor) };
}

/** A truck that took a cargo over may stand at the site from another trip: it arrives once it was seen elsewhere (RT15). */
const isThereFromBefore = ({ takenOverAt, seenAt }: ShipmentUnit, sight: Sight): boolean =>
  takenOverAt !== undefined && seenAt === undefined && isAtDestination(sight);

const wasJustTold = ({ seenAt }: ShipmentUnit, { at }: Sight): boolean =>
  seenAt !== undefined && ms(at) - ms(seenAt) < TOLD_EVERY_SECONDS * 1000;

/** What a position is to its trip, before anything is worked out from it. */
type Turn = { kind: 'seenToLoad' } | { kind: 'underWay'; sight: Sight; departs: boolean; arrives: boolean };

function turnOf(input: TripInput): Turn | undefined {
  const { unit, position } = input;
  const knownUpTo = unit.seenAt ?? unit.takenOverAt;
  const old = knownUpTo !== undefined && ms(position.at) <= ms(knownUpTo);
  if (unit.status === 'delivered' || old) return undefined;
  const sight = look(input);
  if (isThereFromBefore(unit, sight)) return undefined;
  const departs = unit.status === 'planned' && hasDeparted(input, sight);
  if (unit.status === 'planned' && !departs) return isSeenToLoad(input, sight) ? { kind: 'seenToLoad' } : undefined;
  const arrives = hasArrived(input, sight);
  return departs || arrives || !wasJustTold(unit, sight) ? { kind: 'underWay', sight, departs, arrives } : undefined;
}

/** Whether `advanceTrip` would make anything of the position: asked for every one of them, so nothing is forecast for it. */
export const tellsOfTrip = (input: TripInput): boolean => turnOf(input) !== undefined;

/**
 * What one good position makes of a truck's trip: planned → moving → delivered, never backwards (RT1 to RT8, RT10, RT15). A position
 * not newer than the last one changes nothing. While planned, `seenAt` is set only at the place of loading: it is how
 * the trip remembers that the truck came to load.
 */
export function advanceTrip(input: TripInput): TripAdvance {
  const { unit, position, origin, destination } = input;
  const turn = turnOf(input);
  if (turn === undefined) return { unit, events: [] };
  if (turn.kind === 'seenToLoad') return { unit: { ...unit, seenAt: position.at }, events: [] };
  const { sight, departs, arrives } = turn;
  const events = departs ? [eventOf('departed', origin, input)] : [];
  const moving = underWay(input, sight);
  if (!arrives) return { unit: moving, events };
  return { unit: delivered(moving, sight.at), events: [...events, eventOf('delivered', destination, input)] };
}
