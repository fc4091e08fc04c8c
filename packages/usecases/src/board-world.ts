import {
  type BoardPlan,
  type BoardTrip,
  type BusyBay,
  type BusyTime,
  type PlanCargo,
  type PlanListItem,
  type PlanOutage,
  type SplitRequest,
  searchKey,
} from '@karavan/contracts';
import { addDays, boardTotals, dayStart, InputError, type Known, openBoard } from '@karavan/planner';
import { AppError } from '@karavan/runtime';
import { companies, planAsks, planOutages, planShipments, planSteps, plans, shipments, type Tx } from '@karavan/store';
import { solvedIn } from './board-solved.ts';

/** How a plan stands in its world: what has begun, and what other plans take. */
export interface Standing {
  plan: plans.PlanRecord;
  /** nothing may load before now */
  request: SplitRequest;
  trips: BoardTrip[];
  busy: BusyTime[];
  bays: BusyBay[];
  /** trucks that are out and bays that are closed, as it was told of this plan */
  outages: PlanOutage[];
  startedIds: ReadonlySet<string>;
  /** the law and the vehicles of the company whose plan it is */
  known: Known;
}

export async function standingOf(
  tx: Tx,
  { plan, now, known }: { plan: plans.PlanRecord; now: Date; known: Known },
): Promise<Standing> {
  const published = plan.published?.trips ?? [];
  const begun = await planShipments.begunUnits(
    tx,
    published.map(({ unitId }) => unitId),
  );
  const isStarted = (trip: plans.PublishedTrip) => begun.has(trip.unitId) || Date.parse(trip.loadFrom) <= now.getTime();
  const started = published.filter(isStarted);
  const startedIds = new Set(started.map(({ id }) => id));
  const others = await plans.listPublished(tx, plan.id);
  return {
    plan,
    request: notBefore(plan.request, now),
    trips: [...plan.trips.filter(({ id }) => !startedIds.has(id)), ...started.map(asBegun)].sort(byLoading),
    ...takenByOthers(plan, others),
    outages: await planOutages.listOutages(tx, plan.id),
    startedIds,
    known,
  };
}

/** A trip that has begun is as it was published, whatever the draft says. */
function asBegun({ shipmentId: _, unitId: __, ...trip }: plans.PublishedTrip): BoardTrip {
  return { ...trip, started: true };
}

const byLoading = (a: BoardTrip, b: BoardTrip): number =>
  a.loadFrom < b.loadFrom ? -1 : a.loadFrom > b.loadFrom ? 1 : a.id < b.id ? -1 : 1;

/** Nothing new loads in the past. */
function notBefore(request: SplitRequest, now: Date): SplitRequest {
  const first = request.demand.map(({ date }) => date).sort()[0] ?? '1970-01-01';
  const own =
    request.notBefore === undefined
      ? dayStart(addDays(first, -(request.earlyDays ?? 0)), request.site.receiving.timeZone)
      : Date.parse(request.notBefore);
  const minute = Math.ceil(now.getTime() / 60_000) * 60_000;
  return { ...request, notBefore: new Date(Math.max(own, minute)).toISOString() };
}

type Other = Awaited<ReturnType<typeof plans.listPublished>>[number];

/** Trucks by their plates, plants and the site by the stored places behind them. */
function takenByOthers(
  { request, cargo }: Pick<plans.PlanRecord, 'request' | 'cargo'>,
  others: readonly Other[],
): { busy: BusyTime[]; bays: BusyBay[] } {
  const trucks = new Map(request.fleet.map(({ id }) => [searchKey(id), id]));
  const busy: BusyTime[] = [];
  const bays: BusyBay[] = [];
  for (const other of others)
    for (const trip of other.published?.trips ?? []) {
      const vehicleId = trucks.get(searchKey(trip.vehicleId));
      if (vehicleId !== undefined) busy.push({ vehicleId, from: trip.loadFrom, to: trip.backAt });
      const plant = samePlace(cargo, other.cargo, trip.plantId);
      if (plant !== undefined) bays.push({ place: plant, isSite: false, from: trip.loadFrom, to: trip.loadTo });
      if (cargo !== null && cargo.destinationSiteId === other.cargo?.destinationSiteId)
        bays.push({ place: request.site.id, isSite: true, from: trip.unloadFrom, to: trip.unloadTo });
    }
  return { busy, bays };
}

function samePlace(own: PlanCargo | null, other: PlanCargo | null, plantId: string): string | undefined {
  const siteId = other?.plantSites[plantId];
  return siteId === undefined ? undefined : Object.entries(own?.plantSites ?? {}).find(([, id]) => id === siteId)?.[0];
}

/** What stands on the board, all of it counted from what is stored. */
export async function viewOf(tx: Tx, standing: Standing): Promise<BoardPlan> {
  const { plan, request, trips, busy, bays, outages } = standing;
  const asked = await planAsks.openAsksOf(tx, [plan.id]);
  const customer = plan.customerId === null ? undefined : await companies.findCompany(tx, plan.customerId);
  return {
    id: plan.id,
    name: plan.name,
    revision: plan.revision,
    status: plan.status,
    createdAt: plan.createdAt,
    createdBy: plan.createdBy,
    updatedAt: plan.updatedAt,
    updatedBy: plan.updatedBy,
    cargo: plan.cargo,
    customer: customer?.name ?? null,
    askedBy: asked.get(plan.id) ?? null,
    request,
    busy,
    bays,
    trips,
    ...boardTotals(request, trips),
    solved: solvedIn(standing),
    published: shownPublished(plan),
    handedOver:
      plan.status === 'draft'
        ? []
        : (await handedOver(tx, plan.published?.trips ?? [])).map(({ tripId, plate }) => ({ tripId, plate })),
    ...legalityOf(standing),
    outages,
    ...(await planSteps.stepsAround(tx, { planId: plan.id, step: plan.step })),
  };
}

function shownPublished({ published, status }: plans.PlanRecord): BoardPlan['published'] {
  if (published === null || status === 'draft') return null;
  return {
    at: published.at,
    by: published.by,
    trips: published.trips.map(({ shipmentId: _, unitId: __, ...trip }) => trip),
    shipments: published.shipments,
  };
}

/** Published trips whose unit another truck carries by now. */
export async function handedOver(
  tx: Tx,
  trips: readonly plans.PublishedTrip[],
): Promise<{ tripId: string; vehicleId: string; plate: string }[]> {
  if (trips.length === 0) return [];
  const units = await shipments.listUnits(tx, [...new Set(trips.map(({ shipmentId }) => shipmentId))]);
  const now = new Map(units.map(({ unit }) => [unit.id, unit.label]));
  return trips.flatMap(({ id, unitId, vehicleId }) => {
    const plate = now.get(unitId);
    return plate === undefined || searchKey(plate) === searchKey(vehicleId) ? [] : [{ tripId: id, vehicleId, plate }];
  });
}

/** What is broken, and what stays though it cannot be. */
function legalityOf(standing: Standing): Pick<BoardPlan, 'violations' | 'stranded'> {
  const { trips, known } = standing;
  const board = openBoard(standing, known);
  return plainly(() => ({ violations: board.violations(trips), stranded: board.stranded(trips) }));
}

/** What the planner cannot understand of a request is bad input of whoever sent it. */
export function plainly<T>(ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    if (error instanceof InputError) throw new AppError('BAD_INPUT', error.message, { cause: error, errors: error.errors });
    throw error;
  }
}

export function itemOf(plan: plans.PlanRecord, around: Pick<PlanListItem, 'customer' | 'askedBy' | 'outages'>): PlanListItem {
  const dates = plan.request.demand.map(({ date }) => date).sort();
  const { unmetKg, tripsCount } = boardTotals(plan.request, plan.trips);
  return {
    id: plan.id,
    name: plan.name,
    status: plan.status,
    revision: plan.revision,
    ...around,
    orderNumber: plan.cargo?.orderNumber ?? null,
    from: dates[0] ?? '',
    to: dates.at(-1) ?? '',
    demandKg: plan.request.demand.reduce((sum, { massKg }) => sum + massKg, 0),
    unmetKg,
    tripsCount,
    changes: plan.status === 'draft' ? 0 : changesOf(plan),
    updatedAt: plan.updatedAt,
  };
}

export const isSameTrip = (a: BoardTrip, b: BoardTrip): boolean =>
  a.vehicleId === b.vehicleId &&
  Date.parse(a.loadFrom) === Date.parse(b.loadFrom) &&
  Date.parse(a.unloadFrom) === Date.parse(b.unloadFrom) &&
  Math.abs(a.massKg - b.massKg) < 1e-6;

function changesOf({ trips, published }: plans.PlanRecord): number {
  const before = new Map(published?.trips.map((trip) => [trip.id, trip]));
  const same = trips.filter((trip) => {
    const old = before.get(trip.id);
    return old !== undefined && isSameTrip(old, trip);
  }).length;
  return trips.length + before.size - 2 * same;
}
