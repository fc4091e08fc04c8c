import type { Actor, CancelPreview, Language, ShipmentCancellation } from '@karavan/contracts';
import { AppError } from '@karavan/runtime';
import {
  assets,
  audit,
  cancels,
  events,
  planShipments,
  plans,
  promises,
  reports,
  shipments,
  type Tx,
  takeRevision,
} from '@karavan/store';
import { isOnThisCargo } from '@karavan/tracking';
import { raiseAlerts } from './alerts-raise.ts';
import { type Deps, scopeOf } from './deps.ts';
import { knownOf } from './law-book.ts';
import { releasePromisesIn } from './promise-recheck.ts';
import { type AroundShipments, aroundShipments } from './shipment-create.ts';
import { takeOffBoard } from './shipment-off-board.ts';
import { stateOf } from './shipment-refresh.ts';
import { begunWords } from './shipment-words.ts';

const missing = () => new AppError('NOT_FOUND', 'There is no such shipment.');

/** A shipment that may be cancelled or not, with all that hangs on it. */
interface Weighed {
  record: shipments.ShipmentRecord;
  units: shipments.UnitRecord[];
  /** why it cannot be cancelled */
  refusal: string | null;
  promises: Awaited<ReturnType<typeof promises.listHeldForOrder>>;
  othersOfOrder: number;
  /** the board its trips come from */
  planId: string | undefined;
}

/** What is promised to an order is held for all of it: it is free again with the last of its shipments. */
async function weigh(tx: Tx, { id, language }: { id: string; language: Language }): Promise<Weighed> {
  const record = await shipments.findShipment(tx, id);
  if (record === undefined) throw missing();
  const units = await shipments.listUnits(tx, [id]);
  const { orderNumber } = record;
  const othersOfOrder =
    orderNumber === undefined ? 0 : await cancels.countOthersOfOrder(tx, { orderNumber, exceptId: record.id });
  const held = orderNumber === undefined || othersOfOrder > 0 ? [] : await promises.listHeldForOrder(tx, orderNumber);
  const begun = units.map(({ unit }) => unit).filter(isOnThisCargo);
  const { timeZone } = record.facts.destination;
  const planId = await cancels.planOfShipment(tx, id);
  const refusal =
    begun.length === 0 ? null : begunWords({ number: record.number, begun, language, timeZone, isPlanned: planId !== undefined });
  return { record, units, refusal, promises: held, othersOfOrder, planId };
}

/** What cancelling would take with it; nothing is changed or locked. */
export async function previewCancel(deps: Deps, input: { actor: Actor; id: string; language: Language }): Promise<CancelPreview> {
  return deps.db.scoped(scopeOf(input.actor), async (tx) => {
    const { units, refusal, promises: held, othersOfOrder, planId } = await weigh(tx, input);
    const plan = planId === undefined ? undefined : await plans.findPlan(tx, planId);
    return {
      refusal,
      units: units.map(plannedOf),
      plan: plan === undefined ? null : { id: plan.id, name: plan.name },
      promises: held.map(({ id, plan: promised, request }) => ({
        id,
        deliveredBy: promised.deliveredBy,
        lines: request.lines.map(({ sku, quantity }) => ({ sku, quantity })),
      })),
      othersOfOrder,
    };
  });
}

const plannedOf = ({ unit: { label, mode, massKg, loadFrom } }: shipments.UnitRecord): ShipmentCancellation['units'][number] => ({
  label,
  mode,
  massKg,
  ...(loadFrom === undefined ? {} : { loadFrom }),
});

/**
 * Ends a shipment of which nothing has begun. Its trips go, from the board too; what is held for its order is everybody's again
 * when no other shipment of the order goes on. All of it in one transaction, behind whoever publishes, reports or drives: a truck
 * that came first is on its way, one that comes later carries nothing of it. A second time changes nothing.
 * @throws AppError CONFLICT when it has begun
 */
export async function cancelShipment(
  deps: Deps,
  input: { actor: Actor; id: string; reason?: string | undefined; language: Language },
): Promise<void> {
  const { actor, id, language } = input;
  const around = await aroundShipments(deps, actor);
  const known = await knownOf(deps, actor);
  const isNew = await deps.db.scoped(scopeOf(actor), async (tx) => {
    await plans.lockPublishing(tx, actor.companyId);
    await reports.lockIngest(tx, actor.companyId);
    const planId = await cancels.planOfShipment(tx, id);
    const plan = planId === undefined ? undefined : await plans.lockPlan(tx, planId);
    await planShipments.lockShipments(tx, [id]);
    const weighed = await weigh(tx, { id, language });
    if (weighed.record.facts.cancelled !== undefined) return false;
    if (weighed.refusal !== null) throw new AppError('CONFLICT', weighed.refusal, { reason: 'shipment-begun' });
    if (plan !== undefined) await takeOffBoard(tx, { actor, plan, shipmentId: id, now: around.now, known });
    await end(tx, { actor, weighed, around, reason: input.reason });
    return true;
  });
  if (isNew) deps.announce();
}

async function end(
  tx: Tx,
  input: { actor: Actor; weighed: Weighed; around: AroundShipments; reason: string | undefined },
): Promise<void> {
  const { actor, weighed, around, reason } = input;
  const { record, units, promises: held } = weighed;
  const { companyId } = actor;
  const at = around.now.toISOString();
  const unitIds = units.map(({ unit }) => unit.id);
  await planShipments.deletePlannedUnits(tx, unitIds);
  const released = await releasePromisesIn(tx, { actor, promises: held, at: around.now });
  const cancelled: ShipmentCancellation = {
    at,
    by: actor.name,
    ...(reason === undefined ? {} : { reason }),
    units: units.map(plannedOf),
    promiseIds: released,
  };
  await cancels.saveCancellation(tx, { id: record.id, cancelled });
  const goingOn = await cancels.listGoingOnOf(tx, { shipmentId: record.id, unitIds });
  // alerts before the revision, as everybody takes them
  const steps = goingOn.map((episode) => ({ end: { ...episode, at, evidence: { reason: 'cancelled' } } }));
  await raiseAlerts(tx, { companyId, now: around.now, steps, revision: () => takeRevision(tx) });
  const revision = await takeRevision(tx);
  const state = stateOf(
    { ...record, facts: { ...record.facts, cancelled } },
    { units: [], wagons: new Map(), now: around.now, foresight: around.foresight },
  );
  await shipments.saveShipmentStates(tx, { revision, states: [state] });
  await assets.touchAssets(tx, { revision, ids: units.map(({ unit }) => unit.assetId) });
  const event = { kind: 'cancelled', at, shipmentId: record.id, customerId: record.customerId, evidence: {}, late: false };
  await events.insertEvents(tx, { companyId, revision, events: [event] });
  await audit.insertAudit(tx, {
    companyId,
    actor: actor.name,
    action: 'shipment cancelled',
    subject: record.id,
    details: { number: record.number, units: cancelled.units.map(({ label }) => label), promises: released },
  });
}
