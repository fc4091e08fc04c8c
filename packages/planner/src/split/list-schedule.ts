import type { Work } from './budget.ts';
import type { Model, Placed, TripType, VehicleModel } from './model.ts';
import { Timetable, type Timetabled } from './timetable.ts';

/** What goes first, of the trips of a date: who can be unloaded first, loaded first, is back first, takes longest. */
const RULES: readonly ((trip: Timetabled) => number)[] = [
  ({ unloadFrom }) => unloadFrom,
  ({ loadFrom }) => loadFrom,
  ({ backAt }) => backAt,
  ({ loadFrom, backAt }) => loadFrom - backAt,
];

/** So many trips of each type, laid one after another by simple rules: a small part of the work of a search, where one of them succeeds. */
export function scheduleByRule(model: Model, counts: ReadonlyMap<TripType, number>, work: Work): readonly Placed[] | undefined {
  for (const rule of RULES) {
    if (work.over()) return undefined;
    const table = new Timetable(model);
    const dates = [...new Set([...counts.keys()].map(({ date }) => date))].sort((a, b) => a - b);
    const isDone = dates.every((date) => {
      const left = new Map([...counts].filter(([type, count]) => type.date === date && count > 0));
      return layDate(table, { left, rule, work });
    });
    if (isDone) return [...table.trips];
  }
  return undefined;
}

interface Day {
  left: Map<TripType, number>;
  rule: (trip: Timetabled) => number;
  work: Work;
}

function layDate(table: Timetable, { left, rule, work }: Day): boolean {
  let offers = [...left.keys()].flatMap((type) => offersOf(table, { type, vehicles: type.group.members, work }));
  while (left.size > 0) {
    const trip = nextOf(table, { offers, rule, work });
    if (!trip) return false;
    table.put(trip);
    const count = (left.get(trip.type) ?? 0) - 1;
    if (count > 0) left.set(trip.type, count);
    else left.delete(trip.type);
    offers = offers.filter((offer) => offer.vehicle !== trip.vehicle && left.has(offer.type));
    const types = [...left.keys()].filter(({ group }) => group === trip.type.group);
    offers.push(...types.flatMap((type) => offersOf(table, { type, vehicles: [trip.vehicle], work })));
  }
  return true;
}

function offersOf(
  table: Timetable,
  { type, vehicles, work }: { type: TripType; vehicles: readonly VehicleModel[]; work: Work },
): Timetabled[] {
  return vehicles.flatMap((vehicle) => {
    work.spend(table.stepsToLook(vehicle));
    return table.earliest(vehicle, type) ?? [];
  });
}

/** Offers grow stale as bays fill up: the best one is looked at again until it still is the best. */
function nextOf(table: Timetable, { offers, rule, work }: Omit<Day, 'left'> & { offers: Timetabled[] }): Timetabled | undefined {
  for (;;) {
    let best = 0;
    for (let at = 1; at < offers.length; at += 1)
      if (rule(offers[at] as Timetabled) < rule(offers[best] as Timetabled)) best = at;
    const offer = offers[best];
    if (!offer || !work.spend(table.stepsToLook(offer.vehicle))) return undefined;
    const again = table.earliest(offer.vehicle, offer.type);
    if (!again) offers.splice(best, 1);
    else if (again.unloadFrom === offer.unloadFrom && again.loadFrom === offer.loadFrom) return again;
    else offers[best] = again;
  }
}
