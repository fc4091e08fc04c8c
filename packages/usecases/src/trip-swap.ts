import { randomUUID } from 'node:crypto';
import type { Actor, ShipmentUnit, TruckSwap } from '@karavan/contracts';
import { AppError } from '@karavan/runtime';
import { assets, audit, shipments, type Tx, takeRevision, vehicles } from '@karavan/store';
import { type Deps, scopeOf } from './deps.ts';
import { foresightOf } from './foresight.ts';
import { loadWagonsOf, stateOf } from './shipment-refresh.ts';

interface SwapInput {
  actor: Actor;
  shipmentId: string;
  unitId: string;
  swap: TruckSwap;
}

/**
 * Another truck takes a trip over. Before the loading it simply takes its place; under way the cargo moves over at that
 * moment: the customer keeps what he saw of the first truck up to then, and sees the second one from then on.
 */
export async function swapTruck(deps: Deps, input: SwapInput): Promise<void> {
  const { actor, swap } = input;
  const now = deps.clock();
  const at = swap.at ?? now.toISOString();
  if (Date.parse(at) > now.getTime()) throw refuse('at', 'lies in the future');
  const foresight = await foresightOf(deps, actor.companyId);
  await deps.db.scoped(scopeOf(actor), async (tx) => {
    const { record, units, trip } = await lockTrip(tx, input);
    const isBegun = trip.unit.status !== 'planned';
    if (isBegun && Date.parse(at) < Date.parse(trip.visibleFrom))
      throw refuse('at', 'lies before the trip of the first truck began');
    const { vehicle } = await vehicles.saveVehicle(tx, actor.companyId, { plate: swap.plate });
    const truck = { assetId: `truck:${vehicle.id}`, label: vehicle.plate };
    if (truck.assetId === trip.unit.assetId) throw refuse('plate', 'is the truck that has the trip already');
    const { first, second } = handOver(trip, { truck, at });
    if (second === undefined) await shipments.reassignUnit(tx, first.unit);
    else {
      await shipments.saveUnits(tx, [first]);
      await shipments.insertUnits(tx, { companyId: actor.companyId, units: [second] });
    }
    const after = units.map((unit) => (unit === trip ? first : unit)).concat(second ?? []);
    const state = stateOf(record, { units: after, wagons: await loadWagonsOf(tx, after), now, foresight });
    const revision = await takeRevision(tx);
    await shipments.saveShipmentStates(tx, { revision, states: [state] });
    await assets.touchAssets(tx, { revision, ids: [trip.unit.assetId, truck.assetId] });
    await audit.insertAudit(tx, {
      companyId: actor.companyId,
      actor: actor.name,
      action: 'truck swapped',
      subject: record.id,
      details: { number: record.number, from: trip.unit.label, to: truck.label, at },
    });
  });
  deps.announce();
}

/** The trip with its shipment, held so that no position moves it meanwhile. */
async function lockTrip(tx: Tx, { shipmentId, unitId }: SwapInput) {
  const known = (await shipments.listUnits(tx, [shipmentId])).find(({ unit }) => unit.id === unitId);
  if (known === undefined || known.unit.mode !== 'road') throw new AppError('NOT_FOUND', 'There is no such trip.');
  const { records, units } = await shipments.loadShipmentsOn(tx, [known.unit.assetId]);
  const record = records.find(({ id }) => id === shipmentId);
  const own = units.filter((unit) => unit.shipmentId === shipmentId);
  const trip = own.find(({ unit }) => unit.id === unitId);
  if (record === undefined || trip === undefined || trip.unit.status === 'delivered')
    throw new AppError('CONFLICT', 'This trip has ended; its truck can no longer be changed.');
  return { record, units: own, trip };
}

function handOver(
  trip: shipments.UnitRecord,
  { truck, at }: { truck: Pick<ShipmentUnit, 'assetId' | 'label'>; at: string },
): { first: shipments.UnitRecord; second: shipments.UnitRecord | undefined } {
  const { seenAt: _, eta: __, remainingKm: ___, driver: ____, ...unit } = trip.unit;
  if (unit.status === 'planned') return { first: { ...trip, unit: { ...unit, ...truck } }, second: undefined };
  return {
    first: { ...trip, unit: { ...unit, massKg: 0, status: 'delivered', handedOverAt: at }, visibleUntil: at },
    second: {
      ...trip,
      unit: { ...unit, ...truck, id: randomUUID(), loadFrom: at, takenOverAt: at },
      visibleFrom: at,
      visibleUntil: null,
    },
  };
}

const refuse = (path: string, message: string) =>
  new AppError('BAD_INPUT', `${path}: ${message}`, { errors: [{ path, message }] });
