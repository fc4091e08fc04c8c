import type { Language, PlanCargo, PlanOrder, SplitRequest, StoredRoadNetwork } from '@karavan/contracts';

export interface OrderQuestion {
  readonly request: SplitRequest;
  readonly cargo: PlanCargo;
}
export interface OrderProblem {
  readonly path: string;
  readonly message: string;
}
interface OrderInput {
  readonly network: Pick<StoredRoadNetwork, 'plants' | 'sites' | 'ways' | 'vehicles' | 'hoursRules' | 'ruleSet'>;
  /** what places are called, by id */
  readonly names: ReadonlyMap<string, string>;
  readonly order: PlanOrder;
  /** of what is said when something is missing */
  readonly language?: Language;
}

/**
 * The planner's question for an order (BD13): its site, every plant with a way there, and the trucks of those plants, as they
 * are stored. Plants and site go by their names, trucks by their plates. What is missing is a problem with its field.
 */
export function requestOfOrder(input: OrderInput): OrderQuestion | OrderProblem {
  const { network, names, order, language = 'ru' } = input;
  const problem = (what: keyof typeof PROBLEMS): OrderProblem => ({
    path: 'destinationSiteId',
    message: PROBLEMS[what][language],
  });
  const site = network.sites.find(({ siteId }) => siteId === order.destinationSiteId);
  const siteName = names.get(order.destinationSiteId);
  if (siteName === undefined) return problem('noSite');
  if (site === undefined) return problem('noHours');
  const plants = plantsOf(input);
  if (plants.length === 0) return problem('noWay');
  const { siteId: _, ...receiving } = site;
  const { unloadingModes = site.unloadingModes } = order;
  const request: SplitRequest = {
    product: order.form,
    demand: order.days,
    ...(order.earlyDays === undefined ? {} : { earlyDays: order.earlyDays }),
    ...(order.lateDays === undefined ? {} : { lateDays: order.lateDays }),
    site: { ...receiving, id: siteName, unloadingModes: site.unloadingModes.filter((mode) => unloadingModes.includes(mode)) },
    plants: plants.map(({ plant }) => plant),
    fleet: fleetOf(input, plants),
    ...(network.hoursRules === undefined ? {} : { hoursRules: network.hoursRules }),
    ...(network.ruleSet === undefined ? {} : { ruleSet: network.ruleSet }),
    objective: order.objective,
  };
  return { request, cargo: cargoOf(order, plants) };
}

const PROBLEMS = {
  noSite: { ru: 'такой площадки нет', en: 'there is no such site' },
  noHours: {
    ru: 'неизвестно, когда эта площадка принимает: сохраните её часы (POST /network/road)',
    en: 'it is not known when this site receives: save it with POST /network/road',
  },
  noWay: {
    ru: 'ни с одного завода нет дороги на эту площадку: сохраните её (POST /network/road)',
    en: 'no plant has a way to this site: save it with POST /network/road',
  },
} as const;

interface StoredPlant {
  siteId: string;
  plant: SplitRequest['plants'][number];
}

function plantsOf({ network, names, order }: OrderInput): StoredPlant[] {
  const found: StoredPlant[] = [];
  for (const { siteId, ...plant } of network.plants) {
    if (order.plantSiteIds?.includes(siteId) === false) continue;
    const way = network.ways.find((one) => one.plantSiteId === siteId && one.siteId === order.destinationSiteId);
    const name = names.get(siteId);
    if (way === undefined || name === undefined) continue;
    const { driveMinutes, distanceKm } = way;
    const isTaken = found.some((one) => one.plant.id === name);
    const id = isTaken ? `${name} (${siteId.slice(0, 8)})` : name;
    found.push({ siteId, plant: { ...plant, id, driveMinutes, distanceKm } });
  }
  return found;
}

function fleetOf({ network, order }: OrderInput, plants: readonly StoredPlant[]): SplitRequest['fleet'] {
  const plates = order.plates && new Set(order.plates);
  const seen = new Set<string>();
  return network.vehicles.flatMap(({ plate: id, plantSiteId, ...vehicle }) => {
    const plant = plants.find(({ siteId }) => siteId === plantSiteId)?.plant;
    if (plant === undefined || plates?.has(id) === false || seen.has(id)) return [];
    seen.add(id);
    return [{ ...vehicle, id, plantId: plant.id }];
  });
}

function cargoOf(order: PlanOrder, plants: readonly StoredPlant[]): PlanCargo {
  return {
    customerId: order.customerId,
    ...(order.orderNumber === undefined ? {} : { orderNumber: order.orderNumber }),
    product: order.product,
    destinationSiteId: order.destinationSiteId,
    plantSites: Object.fromEntries(plants.map(({ plant, siteId }) => [plant.id, siteId])),
  };
}
