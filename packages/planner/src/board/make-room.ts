import type { BoardTrip, SplitRequest } from '@karavan/contracts';
import { joined, NOTHING_KG, round, type Served, type Windows, wholeOf } from './serves.ts';
import { groupedBy, type TripIndex } from './trip-index.ts';
import { isFixed } from './world.ts';

interface Crowding {
  request: SplitRequest;
  window: Windows;
  open: Map<string, number>;
  index: TripIndex;
  others: readonly BoardTrip[];
  absent: ReadonlySet<string>;
  served: Served;
}

/** What serves each date while room is made: who may give a date up serves another one instead. */
class Dealing {
  readonly serves = new Map<string, Map<string, number>>();
  private readonly more = new Map<string, Map<string, Set<BoardTrip>>>();
  private readonly index: TripIndex;
  private readonly absent: ReadonlySet<string>;

  constructor(index: TripIndex, { absent, named }: { absent: ReadonlySet<string>; named: readonly BoardTrip[] }) {
    this.index = index;
    this.absent = absent;
    for (const trip of named) if (!isFixed(trip)) for (const { date } of trip.serves) this.join(trip, date);
  }

  /** Of those who may serve that date now one with something of it to give up, for each day they come on. */
  *giving(date: string, isWanted: (on: string) => boolean): Iterable<BoardTrip> {
    for (const days of [byDayOf(this.index).get(date), this.more.get(date)])
      for (const [on, trips] of days ?? []) {
        if (!isWanted(on)) continue;
        for (const trip of trips) {
          if (this.part(trip, date) <= NOTHING_KG || (days !== this.more.get(date) && this.stays(trip))) continue;
          yield trip;
          break;
        }
      }
  }

  private stays(trip: BoardTrip): boolean {
    return isFixed(trip) || this.absent.has(trip.id);
  }

  part(trip: BoardTrip, date: string): number {
    return this.serves.get(trip.id)?.get(date) ?? trip.serves.find((one) => one.date === date)?.massKg ?? 0;
  }

  add(trip: BoardTrip, date: string, massKg: number): void {
    const own = this.serves.get(trip.id) ?? new Map(trip.serves.map((one) => [one.date, one.massKg]));
    own.set(date, round((own.get(date) ?? 0) + massKg));
    this.serves.set(trip.id, own);
    this.join(trip, date);
  }

  read(trip: BoardTrip): BoardTrip {
    const own = this.serves.get(trip.id);
    return own === undefined
      ? trip
      : { ...trip, serves: joined([...own].map(([date, massKg]) => ({ date, massKg })).filter(isSomething)) };
  }

  private join(trip: BoardTrip, date: string): void {
    const days = this.more.get(date) ?? new Map<string, Set<BoardTrip>>();
    const own = days.get(trip.date) ?? new Set<BoardTrip>();
    this.more.set(date, days.set(trip.date, own.add(trip)));
  }
}

/** Who serves a date, by the day he comes on: put in order once a board. */
type ByDay = ReadonlyMap<string, ReadonlyMap<string, readonly BoardTrip[]>>;
const BY_DAY = new WeakMap<TripIndex, ByDay>();
function byDayOf(index: TripIndex): ByDay {
  const known = BY_DAY.get(index);
  if (known) return known;
  const found = new Map([...index.serving].map(([date, trips]) => [date, groupedBy(trips, (trip) => trip.date)] as const));
  BY_DAY.set(index, found);
  return found;
}

const isSomething = ({ massKg }: { massKg: number }): boolean => massKg > NOTHING_KG;

interface Step {
  readonly date: string;
  /** who would serve `date` instead of the step before's */
  readonly trip?: BoardTrip;
  readonly before?: Step;
}

/** From day to day along trips that may serve both, the shortest way first: a flow, so what finds no way cannot be served at all. */
export function makeRoom({ request, window, open, index, others, absent, served }: Crowding): Served {
  const dealing = new Dealing(index, { absent, named: served.trips });
  const within = datesWithin(open, window);
  const byId = new Map(served.trips.map((trip) => [trip.id, trip]));
  const left = served.left.flatMap(({ tripId, massKg }) => {
    const trip = byId.get(tripId);
    let missing = massKg;
    while (trip !== undefined && missing > NOTHING_KG) {
      const way = freeDate(trip, { request, within, open, dealing });
      if (way === undefined) break;
      missing = round(missing - giveWay(trip, { way, missing, open, dealing, request }));
    }
    return missing > NOTHING_KG ? [{ tripId, massKg: missing }] : [];
  });
  return { trips: [...others, ...served.trips].map((trip) => dealing.read(trip)), left };
}

type Looking = Pick<Crowding, 'request' | 'open'> & { dealing: Dealing; within: (on: string) => readonly string[] };

function datesWithin(open: ReadonlyMap<string, number>, window: Windows): Looking['within'] {
  const dates = [...open.keys()].sort();
  const known = new Map<string, readonly string[]>();
  return (on) => {
    const [first, last] = window(on);
    const found = known.get(on) ?? dates.filter((date) => first <= date && date <= last);
    known.set(on, found);
    return found;
  };
}

function freeDate(trip: BoardTrip, { request, within, open, dealing }: Looking): Step | undefined {
  const seen = new Set<string>();
  const queue: Step[] = [];
  const enter = (step: Step) => {
    if (seen.has(step.date)) return;
    seen.add(step.date);
    queue.push(step);
  };
  for (const date of within(trip.date)) enter({ date });
  for (let step = queue.shift(); step; step = queue.shift()) {
    if (wholeOf(request, open.get(step.date) ?? 0) > NOTHING_KG) return step;
    const leadsOn = (on: string) => within(on).some((date) => !seen.has(date));
    for (const other of dealing.giving(step.date, leadsOn))
      for (const date of within(other.date)) enter({ date, trip: other, before: step });
  }
  return undefined;
}

function giveWay(
  trip: BoardTrip,
  { way, missing, open, dealing, request }: { way: Step; missing: number } & Pick<Looking, 'open' | 'dealing' | 'request'>,
): number {
  let massKg = Math.min(missing, wholeOf(request, open.get(way.date) ?? 0));
  for (let step = way; step.trip && step.before; step = step.before)
    massKg = Math.min(massKg, dealing.part(step.trip, step.before.date));
  open.set(way.date, round((open.get(way.date) ?? 0) - massKg));
  let first = way;
  for (let step = way; step.trip && step.before; step = step.before) {
    dealing.add(step.trip, step.date, massKg);
    dealing.add(step.trip, step.before.date, -massKg);
    first = step.before;
  }
  dealing.add(trip, first.date, massKg);
  return massKg;
}
