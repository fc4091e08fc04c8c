import type { BoardTrip, BusyBay, NewPlanOutage, SplitRequest } from '@karavan/contracts';
import { baysShut, trucksOut, withoutTimes } from '@karavan/planner';
import type { Standing } from './board-world.ts';

const DAY_MS = 86_400_000;

type World = Pick<Standing, 'request' | 'busy' | 'bays'> & { outages: readonly NewPlanOutage[] };
type Calendar = SplitRequest['site']['receiving'];
type Times = readonly (readonly [fromMs: number, toMs: number])[];

/**
 * How bays that are taken for a while are told to the planner, who knows none but for good: not at all, as fewer bays all the
 * time, or as hours at which nothing is open. What is found without them is the best there may be; the others are always kept.
 */
export const BAY_WAYS = ['left out', 'fewer bays', 'fewer hours'] as const;
export type BayWay = (typeof BAY_WAYS)[number];

/**
 * The question for the planner of one order, who knows of no other: times at which other plans have a truck, or it is out, are
 * no hours of that truck, and times at which every bay of a place is taken or closed are no hours of that place.
 */
export function alone(world: World, way: BayWay = 'left out'): SplitRequest {
  const { request, outages } = world;
  const untilMs = endOf(request);
  const span = ({ from, to }: { from: string; to: string }) => [Date.parse(from), Math.min(Date.parse(to), untilMs)] as const;
  const without = (calendar: Calendar, times: Times) =>
    times.length === 0 ? calendar : withoutTimes(calendar, { timeZone: calendar.timeZone, times, untilMs });
  const { site, plants, fleet } = request;
  const uses = usesOf(world);
  const atSite = placeIn(uses.filter(({ isSite }) => isSite).map(span), { bays: site.bays, way });
  const busy = [...world.busy, ...trucksOut(outages)];
  return {
    ...request,
    site: { ...site, bays: atSite.bays, receiving: without(site.receiving, atSite.shut) },
    plants: plants.map((plant) => {
      const own = uses.filter((use) => !use.isSite && use.place === plant.id).map(span);
      const place = placeIn(own, { bays: plant.bays, way });
      return { ...plant, bays: place.bays, loading: without(plant.loading, place.shut) };
    }),
    fleet: fleet.map((vehicle) => {
      const times = busy.filter(({ vehicleId }) => vehicleId === vehicle.id).map(span);
      const timeZone = site.receiving.timeZone;
      return times.length === 0
        ? vehicle
        : { ...vehicle, calendar: withoutTimes(vehicle.calendar, { timeZone, times, untilMs }) };
    }),
  };
}

const usesOf = ({ bays, outages }: World): BusyBay[] => [...bays, ...baysShut(outages)];

/** After the last day a trip of this plan may end. */
function endOf({ demand, lateDays = 0 }: SplitRequest): number {
  return Math.max(...demand.map(({ date }) => Date.parse(date))) + (lateDays + 3) * DAY_MS;
}

/** Whether some bays of a place, but not all, are taken for a while: the planner may then find what cannot be. */
export function mayMeet(world: World): boolean {
  const { site, plants } = world.request;
  const uses = usesOf(world);
  return (
    (site.bays > 1 && uses.some(({ isSite }) => isSite)) ||
    plants.some((plant) => plant.bays > 1 && uses.some((use) => !use.isSite && use.place === plant.id))
  );
}

function placeIn(uses: Times, { bays, way }: { bays: number; way: BayWay }): { bays: number; shut: Times } {
  const full = timesOf(uses, bays);
  if (way === 'left out') return { bays, shut: full };
  if (way === 'fewer hours') return { bays, shut: timesOf(uses, 1) };
  let most = bays - 1;
  while (most > 0 && timesOf(uses, most).length === 0) most -= 1;
  return { bays: bays - Math.max(0, Math.min(most, bays - 1)), shut: full };
}

/** When at least `count` of the uses go on at once. */
function timesOf(uses: Times, count: number): Times {
  const marks = uses.flatMap(([from, to]) => [[from, 1] as const, [to, -1] as const]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const times: [number, number][] = [];
  let running = 0;
  let since: number | undefined;
  for (const [at, by] of marks) {
    running += by;
    if (running >= count && since === undefined) since = at;
    else if (running < count && since !== undefined) {
      times.push([since, at]);
      since = undefined;
    }
  }
  return times;
}

/** What is locked or has begun is given to the planner as such; the rest, if it is to be kept where it can, as published. */
export function questionFor(
  standing: World & { trips: readonly BoardTrip[] },
  keep: 'locked' | 'all',
  way?: BayWay,
): SplitRequest {
  const published = standing.trips.flatMap(({ started, locked, ...trip }) => {
    if (started === true || locked === true) return [{ ...trip, locked: true }];
    return keep === 'all' ? [trip] : [];
  });
  return { ...alone(standing, way), published };
}
