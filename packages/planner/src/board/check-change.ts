import type { BoardChange, BoardReason, BoardTrip, BoardWorld } from '@karavan/contracts';
import { type Known, SHIPPED } from '../load/index.ts';
import { before, findPlace, sameTimeOn } from './find-place.ts';
import { judge, judgeAll } from './judge.ts';
import { strandedBy } from './judge-around.ts';
import { reasonOf, type Why } from './reasons.ts';
import { serveAll, serveNamed } from './serve.ts';
import { labelsAfter, type Place, tripAt } from './times.ts';
import { byLoading, type Crowd, crowdOf, indexOf, withMore } from './trip-index.ts';
import { isFixed, ms, type OpenWorld, openWorld } from './world.ts';

/** `trips` is the whole board after the change, `changed` the ids of those that are new or other than before. */
export type BoardVerdict =
  | { readonly ok: true; readonly trips: readonly BoardTrip[]; readonly changed: readonly string[] }
  | { readonly ok: false; readonly reasons: readonly BoardReason[] };

export interface Board {
  check(trips: readonly BoardTrip[], change: BoardChange): BoardVerdict;
  /** what trips that are neither locked nor begun break as they stand */
  violations(trips: readonly BoardTrip[]): BoardReason[];
  /** trips that are locked or have begun though their truck is out or their bay closed */
  stranded(trips: readonly BoardTrip[]): BoardReason[];
  /** which loads a truck may lawfully bring on a date, kg */
  mostKg(vehicleId: string, date: string): number;
}

/**
 * May this be done? Opens a board for a request; every question is then answered in a few milliseconds by the validator of
 * the split and the loads engine, for a page that asks while a card is dragged (rules BD1 to BD15). Keeps no state.
 * @param known the law and the vehicles of the company; those that ship unless given
 * @throws InputError from any answer, naming the vehicle of the fleet whose description cannot be used
 */
export function openBoard(world: BoardWorld, known: Known = SHIPPED): Board {
  const open = openWorld(world, known);
  return {
    check: (trips, change) => check(open, trips, change),
    violations: (trips) => [...judgeAll(open, trips), ...unserved(open, trips)],
    stranded: (trips) => strandedBy(open, trips),
    mostKg: (vehicleId, date) => {
      const vehicle = open.vehicles.get(vehicleId);
      return vehicle === undefined ? 0 : Math.max(0, open.largest(vehicle, date).maxKg);
    },
  };
}

const refuse = (why: Why, tripIds: readonly string[] = []): BoardVerdict => ({ ok: false, reasons: [reasonOf(why, tripIds)] });

function check(world: OpenWorld, trips: readonly BoardTrip[], change: BoardChange): BoardVerdict {
  if (change.kind === 'add') return add(world, trips, change);
  const trip = indexOf(trips).byId.get(change.tripId);
  if (trip === undefined) return refuse({ code: 'noTrip' });
  if (trip.started === true) return refuse({ code: 'started' }, [trip.id]);
  if (change.kind === 'lock') return lock(trips, trip, change.locked);
  if (trip.locked === true) return refuse({ code: 'locked' }, [trip.id]);
  switch (change.kind) {
    case 'move':
      return move(world, trips, { trip, change });
    case 'mass':
      return settle(world, trips, { named: [{ ...trip, massKg: change.massKg }] });
    case 'split':
      return split(world, trips, { trip, change });
    case 'merge':
      return merge(world, trips, { trip, intoId: change.intoId });
    case 'remove':
      return settle(world, trips, { named: [], gone: trip.id });
  }
}

function lock(trips: readonly BoardTrip[], trip: BoardTrip, locked: boolean): BoardVerdict {
  const { locked: _, ...rest } = trip;
  const next: BoardTrip = locked ? { ...rest, locked: true } : rest;
  return { ok: true, trips: trips.map((one) => (one === trip ? next : one)), changed: [trip.id] };
}

type Of<K extends BoardChange['kind']> = Extract<BoardChange, { kind: K }>;

function move(
  world: OpenWorld,
  trips: readonly BoardTrip[],
  { trip, change }: { trip: BoardTrip; change: Of<'move'> },
): BoardVerdict {
  const vehicleId = change.vehicleId ?? trip.vehicleId;
  const truck = truckOf(world, vehicleId);
  if ('code' in truck) return refuse(truck, [trip.id]);
  const others = crowdOf(trips, { gone: [trip.id] });
  if (change.loadFrom !== undefined || change.unloadFrom !== undefined)
    return moveExactly(world, trips, { trip, change, truck, others });
  const date = change.date ?? trip.date;
  const wishMs = sameTimeOn(trip, date, world.request.site.receiving.timeZone);
  const wanted = { ...truck, trip: bare(trip), date, wishMs };
  const found = findPlace(world, others, wanted);
  if (found !== undefined) return settle(world, trips, { named: [found] });
  return noPlace(world, trips, { trip, truck, date, wishMs });
}

/** Nothing is free: what stands against the time wished for is told, and that no other would do. */
function noPlace(
  world: OpenWorld,
  trips: readonly BoardTrip[],
  input: { trip: BoardTrip; truck: Pick<Place, 'vehicle' | 'plant'>; date: string; wishMs: number },
): BoardVerdict {
  const { trip, truck, date, wishMs } = input;
  const wait = ms(trip.unloadFrom) - ms(trip.loadFrom);
  const place = { ...truck, loadFrom: wishMs - wait, unloadFrom: wishMs };
  const there = tripAt(world, bare(trip), { place, labels: labelsAfter(world, []) });
  const against = there === undefined ? [] : judge(world, crowdOf(trips, { named: [there] }), [there]);
  return { ok: false, reasons: [...against, reasonOf({ code: 'noFreeTime', vehicle: truck.vehicle.id, date }, [trip.id])] };
}

function moveExactly(
  world: OpenWorld,
  trips: readonly BoardTrip[],
  input: { trip: BoardTrip; change: Of<'move'>; truck: Pick<Place, 'vehicle' | 'plant'>; others: Crowd },
): BoardVerdict {
  const { trip, change, truck, others } = input;
  const shift = (ms(change.unloadFrom ?? trip.unloadFrom) - ms(trip.unloadFrom)) as number;
  const unloadFrom = change.unloadFrom === undefined ? ms(trip.unloadFrom) : ms(change.unloadFrom);
  const loadFrom = change.loadFrom === undefined ? ms(trip.loadFrom) + shift : ms(change.loadFrom);
  if (Number.isNaN(unloadFrom) || Number.isNaN(loadFrom)) return refuse({ code: 'noTime' }, [trip.id]);
  const labels = labelsAfter(world, before(others.ofVehicle(truck.vehicle.id), loadFrom));
  const there =
    tripAt(world, bare(trip), { place: { ...truck, loadFrom, unloadFrom }, labels }) ??
    tripAt(world, bare(trip), { place: { ...truck, loadFrom, unloadFrom }, labels: labelsAfter(world, []) });
  if (there === undefined) return refuse({ code: 'times' }, [trip.id]);
  return settle(world, trips, { named: [there] });
}

const bare = ({ id, massKg, serves, locked }: BoardTrip) => ({
  id,
  massKg,
  serves,
  ...(locked === undefined ? {} : { locked }),
});

function truckOf(world: OpenWorld, vehicleId: string): Pick<Place, 'vehicle' | 'plant'> | Why {
  const vehicle = world.vehicles.get(vehicleId);
  const plant = vehicle && world.plants.get(vehicle.plantId);
  return vehicle === undefined || plant === undefined ? { code: 'noTruck', vehicle: vehicleId } : { vehicle, plant };
}

function add(world: OpenWorld, trips: readonly BoardTrip[], change: Of<'add'>): BoardVerdict {
  const truck = truckOf(world, change.vehicleId);
  if ('code' in truck) return refuse(truck);
  const { date } = change;
  const fresh = { id: change.newId, massKg: change.massKg, serves: [{ date, massKg: change.massKg }] };
  const found = findPlace(world, crowdOf(trips), { ...truck, trip: fresh, date });
  if (found === undefined) return refuse({ code: 'noFreeTime', vehicle: truck.vehicle.id, date });
  return settle(world, trips, { named: [found] });
}

function split(
  world: OpenWorld,
  trips: readonly BoardTrip[],
  { trip, change }: { trip: BoardTrip; change: Of<'split'> },
): BoardVerdict {
  const restKg = Math.round((trip.massKg - change.massKg) * 1e6) / 1e6;
  if (restKg <= 0) return refuse({ code: 'nothing' }, [trip.id]);
  const smaller = { ...trip, massKg: change.massKg };
  const alone = settle(world, trips, { named: [smaller] });
  if (!alone.ok) return alone;
  const others = crowdOf(trips, { named: [smaller] });
  const date = change.date ?? trip.date;
  let refused: BoardVerdict | undefined;
  const rest = { id: change.newId, massKg: restKg, serves: [] };
  const trucks = change.vehicleId === undefined ? candidates(world, trip) : [change.vehicleId];
  for (const vehicleId of trucks) {
    const truck = truckOf(world, vehicleId);
    if ('code' in truck) return refuse(truck, [trip.id]);
    const found = findPlace(world, others, { ...truck, trip: rest, date });
    const verdict = found && settle(world, trips, { named: [smaller, found] });
    if (verdict?.ok === true) return verdict;
    refused ??= verdict; // a truck with time that may not all the same: that is why
  }
  return refused ?? refuse({ code: 'noFreeTime', vehicle: change.vehicleId ?? trip.vehicleId, date }, [trip.id]);
}

/** The same truck again, then those of the same plant. */
function candidates({ vehicles }: OpenWorld, trip: BoardTrip): string[] {
  const same = [...vehicles.values()].filter(({ id, plantId }) => plantId === trip.plantId && id !== trip.vehicleId);
  return [trip.vehicleId, ...same.map(({ id }) => id)];
}

function merge(
  world: OpenWorld,
  trips: readonly BoardTrip[],
  { trip, intoId }: { trip: BoardTrip; intoId: string },
): BoardVerdict {
  if (intoId === trip.id) return refuse({ code: 'sameTrip' }, [trip.id]);
  const into = trips.find(({ id }) => id === intoId);
  if (into === undefined) return refuse({ code: 'noTrip' });
  if (isFixed(into)) return refuse({ code: into.started === true ? 'started' : 'locked' }, [intoId]);
  if (into.plantId !== trip.plantId) return refuse({ code: 'otherPlant', vehicle: into.vehicleId }, [intoId]);
  const massKg = Math.round((into.massKg + trip.massKg) * 1e6) / 1e6;
  const serves = [...into.serves, ...trip.serves];
  return settle(world, trips, { named: [{ ...into, massKg, serves }], gone: trip.id });
}

/** The board with the named trips in it: what they serve is dealt out, then they are judged where they stand. */
function settle(
  world: OpenWorld,
  trips: readonly BoardTrip[],
  { named, gone }: { named: readonly BoardTrip[]; gone?: string },
): BoardVerdict {
  const names = new Set(named.map(({ id }) => id));
  const crowd = crowdOf(trips, { named, gone: gone === undefined ? [] : [gone] });
  const absent = gone === undefined ? names : new Set([...names, gone]);
  const { trips: served, left } = serveNamed(world.request, { index: crowd.index, named, absent });
  const found = served.slice(served.length - named.length);
  const now = crowdOf(trips, { named: found, gone: gone === undefined ? [] : [gone] });
  const reasons = [...judge(world, now, found), ...left.map(({ tripId, massKg }) => tooMuch(served, tripId, massKg))];
  if (reasons.length > 0) return { ok: false, reasons };
  const rest = served.slice(0, served.length - found.length); // the named come last
  const sorted = crowd.index.isSorted ? withMore(rest, found) : [...served].sort(byLoading);
  return { ok: true, trips: sorted, changed: [...names] };
}

function tooMuch(trips: readonly BoardTrip[], tripId: string, massKg: number): BoardReason {
  const trip = trips.find(({ id }) => id === tripId);
  const isAll = trip !== undefined && massKg >= trip.massKg - 1e-6;
  return reasonOf({ code: 'demand', date: trip?.date ?? '1970-01-01', massKg: isAll ? 0 : massKg }, [tripId]);
}

function unserved(world: OpenWorld, trips: readonly BoardTrip[]): BoardReason[] {
  return serveAll(world.request, trips).left.map(({ tripId, massKg }) => tooMuch(trips, tripId, massKg));
}
