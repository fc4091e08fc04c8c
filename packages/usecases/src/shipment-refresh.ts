import type { ShipmentState, ShipmentUnit, WagonState } from '@karavan/contracts';
import { shipments, type Tx, wagons } from '@karavan/store';
import { railUnit, shipmentState } from '@karavan/tracking';
import { withEta } from './wagon-read.ts';

export interface Refreshed {
  units: shipments.UnitRecord[];
  states: Omit<ShipmentState, 'revision'>[];
}

/** The customer keeps seeing the asset this long after his cargo was delivered. */
const GRACE_MS = 12 * 3_600_000;

/**
 * What shipments are after some of their wagons or trucks moved. `advance` gives the new state of a unit it knows
 * something about; units and states that did not change are left out.
 */
export function refreshShipments(input: {
  loaded: { records: shipments.ShipmentRecord[]; units: shipments.UnitRecord[] };
  /** the wagons of all rail units; `moved` names those a report has just spoken of (default: all) */
  wagons: ReadonlyMap<string, Omit<WagonState, 'revision'>>;
  moved?: ReadonlySet<string>;
  trucks?: ReadonlyMap<string, ShipmentUnit>;
  now: Date;
}): Refreshed {
  const { loaded, now } = input;
  const createdAt = new Map(loaded.records.map((record) => [record.id, record.createdAt]));
  const next = loaded.units.map((record) => {
    const wagon = input.moved?.has(record.unit.label) === false ? undefined : input.wagons.get(record.unit.label);
    if (record.unit.mode === 'rail' && wagon !== undefined)
      return withUnit(
        record,
        railUnit({
          unit: record.unit,
          wagon: withEta(wagon, now),
          shipmentCreatedAt: createdAt.get(record.shipmentId) ?? record.visibleFrom,
        }),
        now,
      );
    const truck = input.trucks?.get(record.unit.id);
    return truck === undefined ? record : withUnit(record, truck, now);
  });
  const changed = next.filter((record, index) => record !== loaded.units[index]);
  const touched = new Set(changed.map((record) => record.shipmentId));
  const states = loaded.records
    .filter((record) => touched.has(record.id))
    .map((record) => stateOf(record, { units: next.filter((unit) => unit.shipmentId === record.id), wagons: input.wagons, now }));
  return { units: changed, states };
}

function withUnit(record: shipments.UnitRecord, unit: ShipmentUnit, now: Date): shipments.UnitRecord {
  if (JSON.stringify(unit) === JSON.stringify(record.unit)) return record;
  const ended = unit.status === 'delivered' && record.visibleUntil === null;
  const visibleUntil = ended
    ? new Date(Date.parse(unit.deliveredAt ?? now.toISOString()) + GRACE_MS).toISOString()
    : record.visibleUntil;
  return { ...record, unit, visibleUntil };
}

export function stateOf(
  record: Omit<shipments.ShipmentRecord, 'state'>,
  input: { units: readonly shipments.UnitRecord[]; wagons: ReadonlyMap<string, Omit<WagonState, 'revision'>>; now: Date },
): Omit<ShipmentState, 'revision'> {
  const { facts } = record;
  return shipmentState({
    shipment: {
      id: record.id,
      number: record.number,
      ...(record.orderNumber !== undefined ? { orderNumber: record.orderNumber } : {}),
      customer: facts.customer,
      product: facts.product,
      origin: facts.origin,
      destination: facts.destination,
      orderedKg: facts.orderedKg,
      ...(facts.deliverBy !== undefined ? { deliverBy: facts.deliverBy } : {}),
      createdAt: record.createdAt,
    },
    units: input.units.map((unit) => unit.unit),
    wagons: input.units.flatMap((unit) => withEtaOf(input.wagons.get(unit.unit.label), input.now)),
    now: input.now,
  });
}

function withEtaOf(wagon: Omit<WagonState, 'revision'> | undefined, now: Date): Omit<WagonState, 'revision'>[] {
  return wagon === undefined ? [] : [withEta(wagon, now)];
}

/** The wagons that rail units speak of, as they are known now. */
export async function loadWagonsOf(tx: Tx, units: readonly shipments.UnitRecord[]): Promise<Map<string, WagonState>> {
  const numbers = units.filter((record) => record.unit.mode === 'rail').map((record) => record.unit.label);
  const states = numbers.length === 0 ? [] : await wagons.listWagonsByNumber(tx, [...new Set(numbers)]);
  return new Map(states.map((state) => [state.number, state]));
}

export async function saveRefreshed(tx: Tx, input: { revision: number; refreshed: Refreshed }): Promise<void> {
  await shipments.saveUnits(tx, input.refreshed.units);
  await shipments.saveShipmentStates(tx, { revision: input.revision, states: input.refreshed.states });
}
