/** The orders of the demo world: which wagons and trucks carry what, for whom, until when. */
import { moscowDay } from '@karavan/rail';
import { placeOf } from './cast.ts';
import type { Consignment } from './cast-rail.ts';
import { ROAD_ORDERS, type RoadOrderCast } from './cast-road.ts';
import { STORY_CYCLE } from './rail/itinerary.ts';
import type { RakeOperation, Trip } from './rail/operation.ts';
import type { Rake } from './rail/rake.ts';
import { loadOf, waybillOf } from './rail/wagon-row.ts';
import type { Round, Truck } from './road/truck.ts';

export interface DemoOrder {
  orderNumber: string;
  /** keys of the cast */
  customer: string;
  origin: string;
  destination: string;
  product: string;
  massKg: number;
  /** calendar day, Moscow */
  deliverBy: string;
  legs: DemoLeg[];
}

export type DemoLeg =
  | { mode: 'rail'; waybill: string; wagons: { number: string; massKg: number }[] }
  | { mode: 'road'; trips: DemoTrip[] };

/** Times are epoch ms. */
export interface DemoTrip {
  plate: string;
  massKg: number;
  loadFromMs: number;
  unloadToMs: number;
}

interface Scene {
  rakes: readonly Rake[];
  trucks: readonly Truck[];
  anchorMs: number;
  /** now, ms since the world's beginning */
  atMs: number;
}

const HOUR_MS = 3_600_000;
/** An order is entered this long before loading begins. */
const ENTERED_BEFORE_MS = 2 * HOUR_MS;
/** What was delivered longer ago than this is not entered any more. */
const FORGOTTEN_AFTER_MS = 4 * HOUR_MS;
/** Goods are promised for this long after the planned unloading. */
const ROAD_SLACK_MS = 3 * HOUR_MS;

const PRODUCTS = ['Цемент ЦЕМ I 42,5Н, навалом', 'Цемент ЦЕМ II/А-Ш 42,5Н, навалом', 'Цемент ЦЕМ I 52,5Н, навалом'] as const;

/** Orders already entered, and not delivered long ago. Trips that are over are left out. */
export function demoOrders(scene: Scene): DemoOrder[] {
  const rail = scene.rakes.flatMap((rake, i) => tripsAround(rake, scene).flatMap((trip) => railOrders(scene, { rake, trip, i })));
  const road = ROAD_ORDERS.flatMap((cast, i) => roadOrders(scene, { cast, i }));
  return [...rail, ...road];
}

interface LoadedTrip {
  trip: Trip;
  firstLoadedMs: number;
  lastUnloadedMs: number;
}

/** Loaded trips of a group that are under way or near. */
function tripsAround(rake: Rake, { atMs }: Scene): LoadedTrip[] {
  const found = new Map<Trip, LoadedTrip>();
  for (let i = 0; ; i += 1) {
    const operation = rake.operation(i);
    if (operation.trip.loaded) note(found, operation);
    const first = found.get(operation.trip)?.firstLoadedMs ?? Number.NEGATIVE_INFINITY;
    if (first > atMs + ENTERED_BEFORE_MS) break;
  }
  return [...found.values()].filter(
    ({ firstLoadedMs, lastUnloadedMs }) =>
      firstLoadedMs <= atMs + ENTERED_BEFORE_MS && lastUnloadedMs > atMs - FORGOTTEN_AFTER_MS,
  );
}

function note(found: Map<Trip, LoadedTrip>, { trip, atMs, code }: RakeOperation): void {
  const known = found.get(trip) ?? { trip, firstLoadedMs: atMs, lastUnloadedMs: Number.POSITIVE_INFINITY };
  found.set(trip, code === '21' ? { ...known, lastUnloadedMs: atMs } : known);
}

function railOrders(scene: Scene, { rake, trip: { trip }, i }: { rake: Rake; trip: LoadedTrip; i: number }): DemoOrder[] {
  const isStory = trip.cycle === STORY_CYCLE;
  return rake.cast.consignments.flatMap((consignment, consignmentIndex) => {
    if (isStory && consignment.mixed) return [];
    const leg = railLeg({ rake, consignment, consignmentIndex, cycle: trip.cycle });
    return [
      {
        orderNumber: isStory ? consignment.orderNumber : String(12_000 + trip.cycle * 40 + i * 3 + consignmentIndex),
        customer: consignment.customer,
        origin: rake.cast.from,
        destination: rake.cast.to,
        product: productOf(consignment.orderNumber),
        massKg: massOf(leg.wagons),
        deliverBy: moscowDay(scene.anchorMs + trip.deadlineMs),
        legs: [leg],
      },
    ];
  });
}

function railLeg(input: { rake: Rake; consignment: Consignment; consignmentIndex: number; cycle: number }) {
  const { rake, consignment, consignmentIndex, cycle } = input;
  const wagons = consignment.wagons.map((number) => ({ number, massKg: loadOf({ number, consignment, cycle }) }));
  return { mode: 'rail' as const, waybill: waybillOf({ rake: rake.cast.key, consignmentIndex, cycle, loaded: true }), wagons };
}

/** The order of the story while it lasts, then one after another for each of its trucks. */
function roadOrders(scene: Scene, { cast, i }: { cast: RoadOrderCast; i: number }): DemoOrder[] {
  const batches = cast.plates.map((plate) => ({ plate, batch: batchOf(scene, { cast, plate }) }));
  const story = batches.some(({ batch }) => batch === 0) ? storyOrder(scene, cast) : [];
  const later = batches.flatMap(({ plate, batch }, n) =>
    batch === undefined || batch === 0 ? [] : laterOrder(scene, { cast, plate, batch, number: 40_000 + batch * 60 + i * 2 + n }),
  );
  return [...story, ...later];
}

function batchOf({ trucks, atMs }: Scene, { cast, plate }: { cast: RoadOrderCast; plate: string }): number | undefined {
  const round = trucks.find((truck) => truck.cast.plate === plate)?.roundAt(atMs);
  return round && Math.floor(round.number / cast.tripsEach);
}

function storyOrder(scene: Scene, cast: RoadOrderCast): DemoOrder[] {
  const rail = cast.rail ? storyLeg(scene, cast.rail.rake, cast.orderNumber) : undefined;
  const railKg = rail ? massOf(rail.wagons) : 0;
  const goesOn = cast.rail?.relation === 'after';
  const trips = fill(
    plannedTrips(scene, { cast, plates: cast.plates, batch: 0, fromLeaving: goesOn }),
    goesOn ? railKg : undefined,
  );
  return toOrder(scene, {
    cast,
    trips,
    orderNumber: cast.orderNumber,
    legs: rail ? [rail] : [],
    massKg: massOf(trips) + (goesOn ? 0 : railKg),
    ...(cast.rail && goesOn ? { origin: originOf(scene, cast.rail.rake) } : {}),
  });
}

function laterOrder(scene: Scene, input: { cast: RoadOrderCast; plate: string; batch: number; number: number }): DemoOrder[] {
  const trips = plannedTrips(scene, { ...input, plates: [input.plate], fromLeaving: false });
  return toOrder(scene, { cast: input.cast, trips, orderNumber: String(input.number), legs: [], massKg: massOf(trips) });
}

function toOrder(
  { trucks }: Scene,
  input: { cast: RoadOrderCast; trips: DemoTrip[]; orderNumber: string; legs: DemoLeg[]; massKg: number; origin?: string },
): DemoOrder[] {
  const { cast, trips, orderNumber, legs, massKg } = input;
  const truck = trucks.find((one) => one.cast.plate === cast.plates[0]);
  if (!truck || trips.length === 0) return [];
  return [
    {
      orderNumber,
      customer: cast.customer,
      origin: input.origin ?? truck.cast.from,
      destination: truck.cast.to,
      product: productOf(cast.orderNumber),
      massKg,
      deliverBy: moscowDay(Math.max(...trips.map(({ unloadToMs }) => unloadToMs))),
      legs: [...legs, { mode: 'road', trips }],
    },
  ];
}

function plannedTrips(
  { trucks, anchorMs, atMs }: Scene,
  input: { cast: RoadOrderCast; plates: readonly string[]; batch: number; fromLeaving: boolean },
): DemoTrip[] {
  const { cast, plates, batch, fromLeaving } = input;
  const numbers = Array.from({ length: cast.tripsEach }, (_, i) => batch * cast.tripsEach + i);
  const trips = plates.flatMap((plate) => {
    const truck = trucks.find((one) => one.cast.plate === plate);
    return numbers.flatMap((number) => {
      const round = truck?.round(number);
      return truck && round && round.unloadedMs > atMs ? [toTrip(truck, round, { fromLeaving, anchorMs })] : [];
    });
  });
  return trips.sort((a, b) => a.loadFromMs - b.loadFromMs);
}

/** Where goods come from a wagon, the truck sets off from elsewhere than the order: its time counts from leaving. */
function toTrip(truck: Truck, round: Round, { fromLeaving, anchorMs }: { fromLeaving: boolean; anchorMs: number }): DemoTrip {
  const fromMs = fromLeaving ? round.leavesMs : round.loadFromMs;
  return {
    plate: truck.cast.plate,
    massKg: truck.cast.payloadKg,
    loadFromMs: toMinute(anchorMs + fromMs),
    unloadToMs: toMinute(anchorMs + round.unloadedMs + ROAD_SLACK_MS),
  };
}

/** As many trips as the goods need, the last one perhaps not full. */
function fill(trips: readonly DemoTrip[], goodsKg = Number.POSITIVE_INFINITY): DemoTrip[] {
  let leftKg = goodsKg;
  return trips.flatMap((trip) => {
    const massKg = Math.min(trip.massKg, leftKg);
    leftKg -= massKg;
    return massKg > 0 ? [{ ...trip, massKg }] : [];
  });
}

function storyLeg({ rakes }: Scene, key: string, orderNumber: string) {
  const rake = rakes.find(({ cast }) => cast.key === key);
  const consignmentIndex = rake?.cast.consignments.findIndex((consignment) => consignment.orderNumber === orderNumber) ?? -1;
  const consignment = rake?.cast.consignments[consignmentIndex];
  if (!rake || !consignment) throw new RangeError(`no wagons of order ${orderNumber} in ${key}`);
  return railLeg({ rake, consignment, consignmentIndex, cycle: STORY_CYCLE });
}

function originOf({ rakes }: Scene, key: string): string {
  return placeOf(rakes.find(({ cast }) => cast.key === key)?.cast.from ?? '').key;
}

const massOf = (items: readonly { massKg: number }[]) => items.reduce((sum, { massKg }) => sum + massKg, 0);
const productOf = (orderNumber: string) => PRODUCTS[Number(orderNumber) % PRODUCTS.length] ?? PRODUCTS[0];
const toMinute = (ms: number) => Math.round(ms / 60_000) * 60_000;
