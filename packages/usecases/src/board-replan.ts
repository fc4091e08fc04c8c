import type { Actor, BoardTrip, Language, PlanProposal, PlanTripChange, ReplanEvent, SplitRequest } from '@karavan/contracts';
import { boardTotals, withoutTimes } from '@karavan/planner';
import { lockAt, named, questionFor } from './board-plans.ts';
import { refuse } from './board-request.ts';
import { isSameTrip, type Standing } from './board-world.ts';
import { type Deps, scopeOf } from './deps.ts';
import { knownOf } from './law-book.ts';

const DAY_MS = 86_400_000;

/** The plan that changes least after something came in between: old and new side by side, nothing stored. */
export async function replanPlan(
  deps: Deps,
  input: { actor: Actor; id: string; revision: number; event: ReplanEvent; language: Language },
): Promise<PlanProposal> {
  const { actor, event, language } = input;
  const now = deps.clock();
  const known = await knownOf(deps, actor);
  const standing = await deps.db.scoped(scopeOf(actor), (tx) => lockAt(tx, { ...input, now, known }));
  const request = afterEvent(standing, event);
  // what has been loaded by then is on its way, whatever came in between
  const fixedUntil = 'from' in event ? Date.parse(event.from) : 0;
  const trips = standing.trips.map((trip) => (Date.parse(trip.loadFrom) < fixedUntil ? { ...trip, locked: true } : trip));
  const asked = later({ ...standing, request, trips }, fixedUntil);
  const reply = await deps.plan({ name: 'split', request: { ...questionFor(asked, 'all'), replan: true }, language, known });
  const found = named(trips, reply);
  return {
    revision: input.revision,
    request,
    trips: found,
    ...boardTotals(request, found),
    proof: reply.proof,
    reasons: reply.reasons,
    changes: sideBySide(standing.trips, found),
  };
}

/** Nothing new loads before what came in between. */
function later(standing: Standing, fromMs: number): Standing {
  const own = Date.parse(standing.request.notBefore ?? '1970-01-01T00:00:00Z');
  const notBefore = new Date(Math.max(own, fromMs)).toISOString();
  return { ...standing, request: { ...standing.request, notBefore } };
}

function afterEvent({ request }: Standing, event: ReplanEvent): SplitRequest {
  switch (event.what) {
    case 'more':
      return { ...request, demand: [...request.demand, { date: event.date, massKg: event.massKg }] };
    case 'truckOut':
      return truckOut(request, event);
    case 'bayClosed':
      return bayClosed(request, event);
  }
}

function truckOut(request: SplitRequest, event: Extract<ReplanEvent, { what: 'truckOut' }>): SplitRequest {
  if (!request.fleet.some(({ id }) => id === event.vehicleId))
    throw refuse('event.vehicleId', 'there is no such truck in this plan');
  const timeZone = request.site.receiving.timeZone;
  const without = { timeZone, times: [timesOf(event)], untilMs: endOf(request) };
  const fleet = request.fleet.map((vehicle) =>
    vehicle.id === event.vehicleId ? { ...vehicle, calendar: withoutTimes(vehicle.calendar, without) } : vehicle,
  );
  return { ...request, fleet };
}

/** The last place of a kind closes for its hours; of several one is taken away, for good as far as this plan goes. */
function bayClosed(request: SplitRequest, event: Extract<ReplanEvent, { what: 'bayClosed' }>): SplitRequest {
  const cut = (calendar: SplitRequest['site']['receiving']) =>
    withoutTimes(calendar, { timeZone: calendar.timeZone, times: [timesOf(event)], untilMs: endOf(request) });
  if (event.place === 'site') {
    const { site } = request;
    return { ...request, site: site.bays > 1 ? { ...site, bays: site.bays - 1 } : { ...site, receiving: cut(site.receiving) } };
  }
  if (!request.plants.some(({ id }) => id === event.plantId))
    throw refuse('event.plantId', 'there is no such plant in this plan');
  const plants = request.plants.map((plant) => {
    if (plant.id !== event.plantId) return plant;
    return plant.bays > 1 ? { ...plant, bays: plant.bays - 1 } : { ...plant, loading: cut(plant.loading) };
  });
  return { ...request, plants };
}

const timesOf = ({ from, until }: { from: string; until?: string | undefined }) =>
  [Date.parse(from), until === undefined ? undefined : Date.parse(until)] as const;

/** After the last day a trip of this plan may end. */
function endOf({ demand, lateDays = 0 }: SplitRequest): number {
  return Math.max(...demand.map(({ date }) => Date.parse(date))) + (lateDays + 3) * DAY_MS;
}

/** Trips of one name are the same trip; what became of each, in order of loading. */
export function sideBySide(before: readonly BoardTrip[], after: readonly BoardTrip[]): PlanTripChange[] {
  const next = new Map(after.map((trip) => [trip.id, trip]));
  const known = new Set(before.map(({ id }) => id));
  const old = before.map((trip): PlanTripChange => {
    const now = next.get(trip.id);
    if (now === undefined) return { kind: 'removed', before: trip, fields: [] };
    const kind = isSameTrip(trip, now) ? 'same' : 'changed';
    return { kind, before: trip, after: now, fields: kind === 'same' ? [] : fieldsOf(trip, now) };
  });
  const added = after
    .filter(({ id }) => !known.has(id))
    .map((trip): PlanTripChange => ({ kind: 'added', after: trip, fields: [] }));
  const at = ({ before: was, after: is }: PlanTripChange) => Date.parse((is ?? was)?.loadFrom ?? '');
  return [...old, ...added].sort((a, b) => at(a) - at(b));
}

function fieldsOf(a: BoardTrip, b: BoardTrip): string[] {
  return [
    ...(a.vehicleId === b.vehicleId ? [] : ['vehicleId']),
    ...(Date.parse(a.loadFrom) === Date.parse(b.loadFrom) ? [] : ['loadFrom']),
    ...(Date.parse(a.unloadFrom) === Date.parse(b.unloadFrom) ? [] : ['unloadFrom']),
    ...(Math.abs(a.massKg - b.massKg) < 1e-6 ? [] : ['massKg']),
  ];
}
