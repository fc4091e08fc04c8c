import type { SplitRequest } from '@karavan/contracts';
import { addDays } from '../../calendar/index.ts';
import { type Known, SHIPPED } from '../../load/index.ts';
import { Work } from '../budget.ts';
import { buildModel } from '../build-model.ts';
import type { Model } from '../model.ts';
import { largestLoadOf } from '../payload.ts';
import { canServeAll } from '../solve.ts';
import { hoursLater, openWider } from './wider-hours.ts';
import type { Repair } from './words.ts';

/** A change of the request; the smaller first. */
interface Change {
  readonly size: number;
  readonly repair: Repair;
  readonly request: SplitRequest;
}

const STEPS_A_TRIAL = 4_000;
/** All trials together: a plan is to be explained in less time than it took. */
const STEPS_IN_ALL = 32_000;

/**
 * The smallest single changes with which everything can be brought, at most three and of different limits; each has been
 * carried out on the request and planned (SP17). Sizes: a place or an hour counts 1, a day 2, a truck 3, product by the truckload.
 */
export function findRepairs(request: SplitRequest, unmetKg: number, known: Known = SHIPPED): FoundRepairs {
  const found: Repair[] = [];
  const work = new Work({ steps: STEPS_IN_ALL });
  for (const { repair, request: changed } of changesOf(request, { unmetKg, known })) {
    if (found.length === 3) break;
    if (found.some((known) => sameLever(known, repair))) continue;
    if (work.over()) return { repairs: found, isComplete: false };
    if (bringsAll(changed, { known, work })) found.push(repair);
  }
  return { repairs: found, isComplete: true };
}

export interface FoundRepairs {
  readonly repairs: readonly Repair[];
  /** false when the work ended before all changes were tried */
  readonly isComplete: boolean;
}

/** Whether a world has a plan in which no whole unit is missing. */
export function bringsAll(
  request: SplitRequest,
  { known = SHIPPED, work = new Work() }: { known?: Known; work?: Work } = {},
): boolean {
  return canServeAll(buildModel(request, { known }), work.part(STEPS_A_TRIAL));
}

/** More of the same is no other repair. */
function sameLever(a: Repair, b: Repair): boolean {
  return a.limit === b.limit && 'until' in a === 'until' in b && ('plant' in a ? a.plant : '') === ('plant' in b ? b.plant : '');
}

function changesOf(request: SplitRequest, { unmetKg, known }: { unmetKg: number; known: Known }): Change[] {
  return [
    ...bayChanges(request),
    ...hourChanges(request),
    ...dayChanges(request),
    ...supplyChanges(request, unmetKg),
    ...truckChanges(request, known),
    ...siteChanges(request),
  ].sort((a, b) => a.size - b.size);
}

function bayChanges(request: SplitRequest): Change[] {
  const { site, plants } = request;
  return [1, 2, 3].flatMap((count): Change[] => [
    { size: count, repair: { limit: 'site-bays', count }, request: { ...request, site: { ...site, bays: site.bays + count } } },
    ...plants.map(
      (plant): Change => ({
        size: count,
        repair: { limit: 'plant-bays', plant: plant.id, count },
        request: { ...request, plants: plants.map((one) => (one === plant ? { ...one, bays: one.bays + count } : one)) },
      }),
    ),
  ]);
}

function hourChanges(request: SplitRequest): Change[] {
  const { site, plants } = request;
  return [1, 2, 3, 4, 6, 8].flatMap((hours): Change[] => {
    const later = openWider(site.receiving, { hours, end: 'to' });
    const sooner = openWider(site.receiving, { hours, end: 'from' });
    const receiving = (calendar: typeof site.receiving): SplitRequest => ({ ...request, site: { ...site, receiving: calendar } });
    return [
      { size: hours, repair: { limit: 'receiving', hours, until: hoursLater(site.receiving, hours) }, request: receiving(later) },
      {
        size: hours + 0.1,
        repair: { limit: 'receiving', hours, from: hoursLater(site.receiving, -hours) },
        request: receiving(sooner),
      },
      ...plants.map((plant): Change => {
        const loading = openWider(plant.loading, { hours, end: 'to' });
        const repair: Repair = { limit: 'loading', plant: plant.id, hours, until: hoursLater(plant.loading, hours) };
        return {
          size: hours + 0.2,
          repair,
          request: { ...request, plants: plants.map((one) => (one === plant ? { ...one, loading } : one)) },
        };
      }),
    ];
  });
}

function dayChanges(request: SplitRequest): Change[] {
  return [1, 2, 3, 5].flatMap((days): Change[] => [
    {
      size: 2 * days,
      repair: { limit: 'early', days: (request.earlyDays ?? 0) + days },
      request: { ...request, earlyDays: (request.earlyDays ?? 0) + days },
    },
    {
      size: 2 * days + 0.5,
      repair: { limit: 'late', days: (request.lateDays ?? 0) + days },
      request: { ...request, lateDays: (request.lateDays ?? 0) + days },
    },
  ]);
}

function supplyChanges(request: SplitRequest, unmetKg: number): Change[] {
  const dates = [...new Set(request.demand.map(({ date }) => date))].sort();
  const tried = [...new Set(dates.flatMap((date) => [addDays(date, -1), date]))].slice(0, 12);
  return request.plants.flatMap((plant) => {
    if (plant.supplyKg === undefined) return [];
    const supplyKg = plant.supplyKg;
    const payloads = request.fleet
      .filter(({ plantId }) => plantId === plant.id)
      .map(({ maxPayloadKg }) => maxPayloadKg ?? 20_000);
    const size = Math.max(1, unmetKg / Math.max(1, ...payloads));
    return tried.map((date): Change => {
      const more = { ...supplyKg, [date]: (supplyKg[date] ?? 0) + unmetKg };
      const plants = request.plants.map((one) => (one === plant ? { ...one, supplyKg: more } : one));
      return { size, repair: { limit: 'supply', plant: plant.id, date, massKg: unmetKg }, request: { ...request, plants } };
    });
  });
}

function truckChanges(request: SplitRequest, known: Known): Change[] {
  const [mode] = request.site.unloadingModes;
  const like = bestTruck(request, known);
  if (mode === undefined || !like) return [];
  const own = like.unloadingModes.find((one) => request.site.unloadingModes.includes(one));
  const copies = [1, 2, 3, 4, 6, 8].map((count): Change => {
    const more = Array.from({ length: count }, (_, index) => ({
      ...like,
      id: freshId(request, index),
      unloadingModes: [own ?? mode],
    }));
    const repair: Repair = { limit: 'fleet', count, like: like.id, mode: own ?? mode };
    return { size: 3 * count, repair, request: { ...request, fleet: [...request.fleet, ...more] } };
  });
  const strangers = request.fleet.filter(
    ({ unloadingModes }) => !unloadingModes.some((one) => request.site.unloadingModes.includes(one)),
  );
  const taught = strangers.map((vehicle): Change => {
    const fleet = request.fleet.map((one) => (one === vehicle ? { ...one, unloadingModes: [...one.unloadingModes, mode] } : one));
    return { size: 1.5, repair: { limit: 'mode', vehicle: vehicle.id, mode }, request: { ...request, fleet } };
  });
  return [...copies, ...taught];
}

/** The truck that brings most, of those that may come; if none may, of all. */
function bestTruck(request: SplitRequest, known: Known): SplitRequest['fleet'][number] | undefined {
  const [date] = request.demand.map((row) => row.date);
  const largest = largestLoadOf(request, known);
  const brings = (vehicle: SplitRequest['fleet'][number]) => largest(vehicle, date ?? '').maxKg;
  const shares = (vehicle: SplitRequest['fleet'][number]) =>
    vehicle.unloadingModes.some((mode) => request.site.unloadingModes.includes(mode)) ? 1 : 0;
  return [...request.fleet].sort((a, b) => shares(b) - shares(a) || brings(b) - brings(a))[0];
}

function freshId(request: SplitRequest, index: number): string {
  const known = new Set(request.fleet.map(({ id }) => id));
  let id = `+${index + 1}`;
  while (known.has(id)) id = `+${id}`;
  return id;
}

function siteChanges(request: SplitRequest): Change[] {
  const { site, fleet } = request;
  const changes: Change[] = [];
  const longest = Math.max(0, ...fleet.map(({ lengthM }) => lengthM ?? 0));
  if (site.maxLengthM !== undefined && longest > site.maxLengthM)
    changes.push({
      size: 1.5,
      repair: { limit: 'length', lengthM: longest },
      request: { ...request, site: { ...site, maxLengthM: longest } },
    });
  const heaviest = Math.max(0, ...fleet.map(({ grossKg }) => grossKg ?? 0));
  if (site.maxGrossKg !== undefined && heaviest > site.maxGrossKg)
    changes.push({
      size: 1.5,
      repair: { limit: 'gross', massKg: heaviest },
      request: { ...request, site: { ...site, maxGrossKg: heaviest } },
    });
  if (fleet.some(({ minLoadKg }) => (minLoadKg ?? 0) > 0))
    changes.push({
      size: 1,
      repair: { limit: 'min-load' },
      request: { ...request, fleet: fleet.map((one) => ({ ...one, minLoadKg: 0 })) },
    });
  return changes;
}

/** Repairs are sought where a plan costs little. */
export function canBeTried(model: Model): boolean {
  return (
    model.dates.length *
      Math.max(
        1,
        model.groups.reduce((sum, { members }) => sum + members.length, 0),
      ) <=
    120
  );
}
