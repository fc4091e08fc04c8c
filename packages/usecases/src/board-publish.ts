import { type Actor, type BoardPlan, type BoardTrip, type Language, type PlanCargo, searchKey } from '@karavan/contracts';
import { boardTotals } from '@karavan/planner';
import { AppError } from '@karavan/runtime';
import { assets, planAsks, planShipments, plans, reports, shipments, type Tx, takeRevision } from '@karavan/store';
import { faultsOf, strandedFaults } from './board-faults.ts';
import { lockAt, missing, note, refused } from './board-steps.ts';
import { handedOver, isSameTrip, type Standing, standingOf, viewOf } from './board-world.ts';
import { type Deps, scopeOf } from './deps.ts';
import { knownOf } from './law-book.ts';
import { type AroundShipments, aroundShipments, createShipmentIn, unitsOf } from './shipment-create.ts';
import { loadWagonsOf, stateOf } from './shipment-refresh.ts';

interface Publishing {
  tx: Tx;
  actor: Actor;
  standing: Standing;
  cargo: PlanCargo;
  around: AroundShipments;
}

/**
 * Makes the trips of the draft real: each becomes a trip of a shipment, tracked like every other. What has begun is left
 * alone, what is as it was published is not touched, and all of it happens or nothing. A trip that stays though its truck is
 * out is published only if whoever publishes names it. The same revision published again is
 * published once.
 * @throws AppError UNPROCESSABLE with what the draft breaks; PlanMoved when somebody else was first
 */
export async function publishPlan(
  deps: Deps,
  input: { actor: Actor; id: string; revision: number; despite?: readonly string[]; language: Language },
): Promise<BoardPlan> {
  const { actor, id, revision, despite = [] } = input;
  const around = await aroundShipments(deps, actor);
  const known = await knownOf(deps, actor);
  const view = await deps.db.scoped(scopeOf(actor), async (tx) => {
    await plans.lockPublishing(tx, actor.companyId);
    const present = await plans.lockPlan(tx, id);
    if (present === undefined) throw missing();
    if (present.status === 'published' && present.publishedFrom === revision)
      return viewOf(tx, await standingOf(tx, { plan: present, now: around.now, known }));
    await reports.lockIngest(tx, actor.companyId);
    await planShipments.lockShipments(tx, [...new Set(present.published?.shipments.map(({ shipmentId }) => shipmentId))]);
    const standing = await lockAt(tx, { id, revision, now: around.now, known });
    const { cargo } = standing.plan;
    if (cargo === null)
      throw new AppError('UNPROCESSABLE', 'It is not known whose goods these are: give the plan its cargo first.', {
        errors: [{ path: 'cargo', message: 'is needed before a plan is published' }],
      });
    const faults = faultsOf(standing, input.language);
    if (faults.length > 0) throw refused(faults, 'trips');
    const unasked = strandedFaults(standing, { despite, language: input.language });
    if (unasked.length > 0) throw refused(unasked, 'despite');
    checkPlates(standing);
    const published = await carryOut({ tx, actor, standing, cargo, around, language: input.language });
    return keep({ tx, actor, standing, cargo, around }, { published, revision });
  });
  deps.announce();
  return view;
}

/** A truck of a plan may be called anything; one that is to be tracked is called by its plate. */
function checkPlates({ trips }: Standing): void {
  const strange = [...new Set(trips.map(({ vehicleId }) => vehicleId))].filter((id) => searchKey(id).length < 4);
  if (strange.length > 0)
    throw refused(
      strange.map((id) => `${id} is no plate: name the truck by its plate before it is published.`),
      'request.fleet',
    );
}

async function keep(
  { tx, actor, standing, around }: Publishing,
  { published, revision }: { published: plans.Published; revision: number },
): Promise<BoardPlan> {
  const { plan } = standing;
  const at = around.now.toISOString();
  const stored: plans.PlanRecord = {
    ...plan,
    revision: plan.revision + 1,
    status: 'published',
    trips: published.trips.map(({ shipmentId: _, unitId: __, ...trip }) => trip),
    published,
    publishedFrom: revision,
    updatedAt: at,
    updatedBy: actor.name,
  };
  await plans.savePlan(tx, stored);
  await planAsks.saveOrderDays(tx, { companyId: actor.companyId, plan: stored, days: daysOf(published.trips) });
  await planAsks.answerAsks(tx, { planId: plan.id, status: 'accepted' });
  await note(tx, { actor, action: 'plan published', id: plan.id, details: { trips: published.trips.length } });
  return viewOf(tx, await standingOf(tx, { plan: stored, now: around.now, known: standing.known }));
}

function daysOf(trips: readonly BoardTrip[]): { date: string; massKg: number }[] {
  const days = new Map<string, number>();
  for (const { date, massKg } of trips) days.set(date, (days.get(date) ?? 0) + massKg);
  return [...days].map(([date, massKg]) => ({ date, massKg }));
}

/** Shipments and units as the draft has them; gives the trips with what they are tracked as. */
async function carryOut(publishing: Publishing & { language: Language }): Promise<plans.Published> {
  const { tx, standing, around, actor } = publishing;
  const before = new Map(standing.plan.published?.trips.map((trip) => [trip.id, trip]));
  const kept = new Map<string, plans.PublishedTrip>();
  for (const trip of standing.trips) {
    const old = before.get(trip.id);
    if (old !== undefined && (trip.started === true || isSameTrip(old, trip)))
      kept.set(trip.id, { ...stored(trip), shipmentId: old.shipmentId, unitId: old.unitId });
  }
  const gone = [...before.values()].filter(({ id }) => !kept.has(id));
  await checkTrucks(tx, gone, publishing.language);
  await takeBack(tx, gone);
  const known = new Map(standing.plan.published?.shipments.map((shipment) => [shipment.plantId, shipment]));
  const used = [...new Set(standing.trips.map(({ plantId }) => plantId))];
  for (const plantId of new Set([...used, ...known.keys()])) {
    const fresh = standing.trips.filter((trip) => trip.plantId === plantId && !kept.has(trip.id)).map(stored);
    const shipment = known.get(plantId) ?? (await findOrCreate(publishing, { plantId, isFirst: plantId === used[0] }));
    known.set(plantId, shipment);
    const units = await addUnits(publishing, { shipmentId: shipment.shipmentId, trips: fresh });
    for (const [index, trip] of fresh.entries())
      kept.set(trip.id, { ...trip, shipmentId: shipment.shipmentId, unitId: units[index] ?? '' });
    await recount(publishing, { ...shipment, isFirst: plantId === used[0] });
  }
  return {
    at: around.now.toISOString(),
    by: actor.name,
    trips: standing.trips.flatMap(({ id }) => kept.get(id) ?? []),
    shipments: [...known.values()],
  };
}

const stored = ({ started: _, ...trip }: BoardTrip): BoardTrip => trip;

/** Another truck took a trip over since it was published: the draft knows nothing of that and must not undo it in passing. */
async function checkTrucks(tx: Tx, trips: readonly plans.PublishedTrip[], language: Language): Promise<void> {
  const swapped = await handedOver(tx, trips);
  if (swapped.length === 0) return;
  const texts = swapped.map(({ vehicleId, plate }) =>
    language === 'ru'
      ? `Рейс ${vehicleId} передан машине ${plate}: оставьте его, как он опубликован, или сначала снимите план с публикации.`
      : `The trip of ${vehicleId} was handed to ${plate}: leave it as it was published, or take the plan back first.`,
  );
  throw new AppError('CONFLICT', texts.join(' '), { errors: texts.map((message) => ({ path: 'trips', message })) });
}

/** A trip that began a moment ago is not taken back: whoever publishes looks at it first. */
async function takeBack(tx: Tx, trips: readonly plans.PublishedTrip[]): Promise<void> {
  const units = trips.map(({ unitId }) => unitId);
  const gone = await planShipments.deletePlannedUnits(tx, units);
  if (gone.length < units.length)
    throw new AppError('CONFLICT', 'A trip has begun meanwhile: look at the plan again before it is published.');
}

type Shipment = plans.Published['shipments'][number];

/** The order's own shipment where it has none of its goods on a truck yet; else a new one. */
async function findOrCreate(
  { tx, actor, standing, cargo, around }: Publishing,
  { plantId, isFirst }: { plantId: string; isFirst: boolean },
): Promise<Shipment> {
  const originSiteId = cargo.plantSites[plantId];
  if (originSiteId === undefined) throw refused([`It is not known which place ${plantId} is.`], 'cargo.plantSites');
  const waiting =
    cargo.orderNumber === undefined || !isFirst
      ? []
      : (await planShipments.shipmentsOfOrder(tx, cargo.orderNumber)).filter(
          (one) => one.customerId === cargo.customerId && one.planId === null && one.unitsKg === 0,
        );
  const [own] = waiting;
  if (own !== undefined) {
    await planShipments.lockShipments(tx, [own.id]);
    await planShipments.takeForPlan(tx, { shipmentId: own.id, planId: standing.plan.id });
    const record = await shipments.findShipment(tx, own.id);
    return { plantId, shipmentId: own.id, number: record?.number ?? '', orderKg: own.orderedKg };
  }
  const last = standing.request.demand
    .map(({ date }) => date)
    .sort()
    .at(-1);
  const id = await createShipmentIn(tx, {
    actor,
    ...around,
    shipment: {
      customerId: cargo.customerId,
      ...(cargo.orderNumber === undefined ? {} : { orderNumber: cargo.orderNumber }),
      product: cargo.product,
      massKg: 1, // counted when its trips are in it
      originSiteId,
      destinationSiteId: cargo.destinationSiteId,
      ...(last === undefined ? {} : { deliverBy: last }),
      legs: [],
    },
  });
  await planShipments.takeForPlan(tx, { shipmentId: id, planId: standing.plan.id });
  const record = await shipments.findShipment(tx, id);
  return { plantId, shipmentId: id, number: record?.number ?? '' };
}

async function addUnits(
  { tx, actor }: Publishing,
  { shipmentId, trips }: { shipmentId: string; trips: readonly BoardTrip[] },
): Promise<string[]> {
  if (trips.length === 0) return [];
  const record = await shipments.findShipment(tx, shipmentId);
  if (record === undefined) throw new Error(`shipment ${shipmentId} of a plan is gone`);
  const legs = [
    {
      mode: 'road' as const,
      trips: trips.map(({ vehicleId, massKg, loadFrom, unloadTo }) => ({ plate: vehicleId, massKg, loadFrom, unloadTo })),
    },
  ];
  const massKg = trips.reduce((sum, trip) => sum + trip.massKg, 0);
  const units = await unitsOf(tx, { companyId: actor.companyId, shipment: { legs, massKg }, record });
  await shipments.insertUnits(tx, { companyId: actor.companyId, units });
  return units.map(({ unit }) => unit.id);
}

/** What is ordered follows the plan, what nobody brings yet with the first plant; an order that was larger stays as large. */
async function recount(
  { tx, standing, around }: Publishing,
  { shipmentId, plantId, isFirst, orderKg = 1 }: Shipment & { isFirst: boolean },
): Promise<void> {
  const record = await shipments.findShipment(tx, shipmentId);
  if (record === undefined) throw new Error(`shipment ${shipmentId} of a plan is gone`);
  const units = await shipments.listUnits(tx, [shipmentId]);
  const own = standing.trips.filter((trip) => trip.plantId === plantId).reduce((sum, { massKg }) => sum + massKg, 0);
  const unmetKg = isFirst ? boardTotals(standing.request, standing.trips).unmetKg : 0;
  const orderedKg = Math.max(orderKg, own + unmetKg);
  const legs = record.facts.legs.length === 0 ? [{ mode: 'road' as const }] : record.facts.legs;
  const facts = { ...record.facts, orderedKg, legs };
  await planShipments.saveOrderedMass(tx, { shipmentId, orderedKg, legs });
  const wagons = await loadWagonsOf(tx, units);
  const state = stateOf({ ...record, facts }, { units, wagons, now: around.now, foresight: around.foresight });
  const revision = await takeRevision(tx);
  await shipments.saveShipmentStates(tx, { revision, states: [state] });
  await assets.touchAssets(tx, { revision, ids: units.map(({ unit }) => unit.assetId) });
}

/** Takes back the trips that have not begun; those that have stay published and are tracked on. */
export async function unpublishPlan(deps: Deps, input: { actor: Actor; id: string; revision: number }): Promise<BoardPlan> {
  const { actor, id, revision } = input;
  const around = await aroundShipments(deps, actor);
  const known = await knownOf(deps, actor);
  const view = await deps.db.scoped(scopeOf(actor), async (tx) => {
    await plans.lockPublishing(tx, actor.companyId);
    await reports.lockIngest(tx, actor.companyId);
    const present = await plans.lockPlan(tx, id);
    await planShipments.lockShipments(tx, [...new Set(present?.published?.shipments.map(({ shipmentId }) => shipmentId))]);
    const standing = await lockAt(tx, { id, revision, now: around.now, known });
    const { plan } = standing;
    if (plan.published === null || plan.status === 'draft' || plan.cargo === null)
      throw new AppError('CONFLICT', 'This plan is not published.');
    const begun = plan.published.trips.filter((trip) => standing.startedIds.has(trip.id));
    await takeBack(
      tx,
      plan.published.trips.filter((trip) => !standing.startedIds.has(trip.id)),
    );
    const stored: plans.PlanRecord = {
      ...plan,
      revision: plan.revision + 1,
      status: begun.length > 0 ? 'published' : 'draft',
      published: { ...plan.published, trips: begun },
      publishedFrom: null,
      updatedAt: around.now.toISOString(),
      updatedBy: actor.name,
    };
    await plans.savePlan(tx, stored);
    await planAsks.saveOrderDays(tx, { companyId: actor.companyId, plan: stored, days: daysOf(begun) });
    const left: Publishing = { tx, actor, cargo: plan.cargo, around, standing: { ...standing, trips: begun } };
    for (const [index, shipment] of plan.published.shipments.entries())
      await recount(left, { ...shipment, isFirst: index === 0 });
    await note(tx, { actor, action: 'plan withdrawn', id, details: { stay: begun.length } });
    return viewOf(tx, await standingOf(tx, { plan: stored, now: around.now, known }));
  });
  deps.announce();
  return view;
}

/** Puts a plan away. What a customer asked with it is declined. */
export async function deletePlan(deps: Deps, input: { actor: Actor; id: string }): Promise<void> {
  const { actor, id } = input;
  await deps.db.scoped(scopeOf(actor), async (tx) => {
    const plan = await plans.lockPlan(tx, id);
    if (plan === undefined) throw missing();
    if (plan.status === 'published')
      throw new AppError('CONFLICT', 'The plan is published: take its trips back first, those that have begun stay.');
    await planAsks.answerAsks(tx, { planId: id, status: 'declined' });
    for (const { shipmentId } of plan.published?.shipments ?? [])
      await planShipments.takeForPlan(tx, { shipmentId, planId: null });
    await plans.deletePlan(tx, id);
    await note(tx, { actor, action: 'plan put away', id });
  });
}
