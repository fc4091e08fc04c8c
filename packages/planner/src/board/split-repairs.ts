import type { Language, SplitRepairs, SplitRequest } from '@karavan/contracts';
import { type Known, SHIPPED } from '../load/index.ts';
import { buildModel } from '../split/build-model.ts';
import { planQuietly } from '../split/plan-split.ts';
import { canBeTried, findRepairs } from '../split/why/repairs.ts';
import { openWider } from '../split/why/wider-hours.ts';
import { type Repair, SPLIT_WORDS } from '../split/why/words.ts';

/**
 * At most three single changes with which everything can be brought, the smallest first, and for each the request with it
 * made (BD9). None where nothing is missing, where no single change is enough, or where the plan is too large to be searched.
 * @throws InputError for a vehicle that cannot be understood
 */
export function planSplitRepairs(request: SplitRequest, options: { language?: Language; known?: Known } = {}): SplitRepairs {
  const words = SPLIT_WORDS[options.language ?? 'ru'];
  const { known = SHIPPED } = options;
  const unmetKg = wholeUnmetKg(request, known);
  if (unmetKg <= 1e-6 || !canBeTried(buildModel(request, { known }))) return { repairs: [] };
  const repairs = findRepairs(request, unmetKg, known).repairs.map((repair) => ({
    limit: repair.limit,
    message: words.lifts(words.binds(repair.limit), words.repair(repair)),
    request: withRepair(request, repair),
  }));
  return { repairs };
}

/** Parts of a piece no change of trucks or hours can bring. */
function wholeUnmetKg(request: SplitRequest, known: Known): number {
  const { product } = request;
  const whole = (massKg: number) =>
    product.form === 'bulk' ? massKg : Math.floor(massKg / product.pieceMassKg + 1e-7) * product.pieceMassKg;
  return planQuietly(request, undefined, known).days.reduce((sum, { unmetKg }) => sum + whole(unmetKg), 0);
}

/** The request with a repair made, as `findRepairs` has tried it. */
function withRepair(request: SplitRequest, repair: Repair): SplitRequest {
  const { site, plants, fleet } = request;
  const plant = (id: string, change: (one: (typeof plants)[number]) => (typeof plants)[number]): SplitRequest => ({
    ...request,
    plants: plants.map((one) => (one.id === id ? change(one) : one)),
  });
  switch (repair.limit) {
    case 'site-bays':
      return { ...request, site: { ...site, bays: site.bays + repair.count } };
    case 'plant-bays':
      return plant(repair.plant, (one) => ({ ...one, bays: one.bays + repair.count }));
    case 'receiving': {
      const end = 'until' in repair ? 'to' : 'from';
      return { ...request, site: { ...site, receiving: openWider(site.receiving, { hours: repair.hours, end }) } };
    }
    case 'loading':
      return plant(repair.plant, (one) => ({ ...one, loading: openWider(one.loading, { hours: repair.hours, end: 'to' }) }));
    case 'supply':
      return plant(repair.plant, (one) => ({
        ...one,
        supplyKg: { ...one.supplyKg, [repair.date]: (one.supplyKg?.[repair.date] ?? 0) + repair.massKg },
      }));
    case 'early':
      return { ...request, earlyDays: repair.days };
    case 'late':
      return { ...request, lateDays: repair.days };
    case 'fleet':
      return { ...request, fleet: [...fleet, ...moreTrucks(request, repair)] };
    case 'mode':
      return {
        ...request,
        fleet: fleet.map((one) =>
          one.id === repair.vehicle ? { ...one, unloadingModes: [...one.unloadingModes, repair.mode] } : one,
        ),
      };
    case 'min-load':
      return { ...request, fleet: fleet.map(({ minLoadKg: _, ...one }) => one) };
    case 'gross':
      return { ...request, site: { ...site, maxGrossKg: repair.massKg } };
    case 'length':
      return { ...request, site: { ...site, maxLengthM: repair.lengthM } };
  }
}

function moreTrucks({ fleet }: SplitRequest, { count, like, mode }: Extract<Repair, { limit: 'fleet' }>) {
  const known = new Set(fleet.map(({ id }) => id));
  const pattern = fleet.find(({ id }) => id === like);
  if (pattern === undefined) return [];
  return Array.from({ length: count }, (_, index) => {
    let id = `+${index + 1}`;
    while (known.has(id)) id = `+${id}`;
    return { ...pattern, id, unloadingModes: [mode] };
  });
}
