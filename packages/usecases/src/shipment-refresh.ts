import type { ShipmentState, ShipmentUnit, WagonState } from '@karavan/contracts';
import { shipments, type Tx, wagons } from '@karavan/store';
import { isOnThisCargo, railUnit, shipmentState } from '@karavan/tracking';
import { type Foresight, withEta } from './foresight.ts';

export interface Refreshed {
  units: shipments.UnitRecord[];
  states: Omit<ShipmentState, 'revision'>[];
}

/** The customer keeps seeing the asset this long after his cargo was delivered, unless it takes up other cargo before. */
export const GRACE_MS = { rail: 12 * 3_600_000, road: 30 * 60_000 };

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
  /** when each truck was first on this cargo, by unit, where these positions show it */
  since?: ReadonlyMap<string, string>;
  now: Date;
  foresight: Foresight;
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
          wagon: withEta(wagon, now, input.foresight),
          shipmentCreatedAt: createdAt.get(record.shipmentId) ?? record.visibleFrom,
        }),
        { now, tripStartedAt: wagon.tripStartedAt },
      );
    const truck = input.trucks?.get(record.unit.id);
    return truck === undefined ? record : withUnit(record, truck, { now, since: input.since?.get(record.unit.id) });
  });
  const changed = next.filter((record, index) => record !== loaded.units[index]);
  const touched = new Set(changed.map((record) => record.shipmentId));
  const states = loaded.records
    .filter((record) => touched.has(record.id))
    .map((record) =>
      stateOf(record, {
        units: next.filter((unit) => unit.shipmentId === record.id),
        wagons: input.wagons,
        now,
        foresight: input.foresight,
      }),
    );
  return { units: changed, states };
}

function withUnit(
  record: shipments.UnitRecord,
  unit: ShipmentUnit,
  { now, tripStartedAt, since: first }: { now: Date; tripStartedAt?: string | undefined; since?: string | undefined },
): shipments.UnitRecord {
  if (JSON.stringify(unit) === JSON.stringify(record.unit)) return record;
  const opens = isOnThisCargo(unit) && !isOnThisCargo(record.unit);
  const since = unit.mode === 'rail' ? tripStartedAt : (first ?? unit.seenAt);
  const visibleFrom = opens && since !== undefined ? openFrom(record, since, unit.mode) : record.visibleFrom;
  const ends = unit.status === 'delivered' && record.visibleUntil === null;
  const until = Date.parse(unit.deliveredAt ?? now.toISOString()) + GRACE_MS[unit.mode];
  return { ...record, unit, visibleFrom, visibleUntil: ends ? new Date(until).toISOString() : record.visibleUntil };
}

/** What a wagon did before this trip, and a truck before it came to load, is nobody's business but the next customer's. */
function openFrom(record: shipments.UnitRecord, since: string, mode: ShipmentUnit['mode']): string {
  const later = Date.parse(since) > Date.parse(record.visibleFrom);
  return mode === 'road' || later ? since : record.visibleFrom;
}

export function stateOf(
  record: Omit<shipments.ShipmentRecord, 'state'>,
  input: {
    units: readonly shipments.UnitRecord[];
    wagons: ReadonlyMap<string, Omit<WagonState, 'revision'>>;
    now: Date;
    foresight: Foresight;
  },
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
      ...(facts.cancelled !== undefined ? { cancelledAt: facts.cancelled.at } : {}),
    },
    units: input.units.map((unit) => unit.unit),
    wagons: input.units.flatMap((unit) => withEtaOf(input.wagons.get(unit.unit.label), input)),
    now: input.now,
  });
}

function withEtaOf(
  wagon: Omit<WagonState, 'revision'> | undefined,
  { now, foresight }: { now: Date; foresight: Foresight },
): Omit<WagonState, 'revision'>[] {
  return wagon === undefined ? [] : [withEta(wagon, now, foresight)];
}

/** The wagons that rail units speak of, as they are known now. */
export const loadWagonsOf = (tx: Tx, units: readonly shipments.UnitRecord[]): Promise<Map<string, WagonState>> =>
  loadWagons(tx, railNumbers(units));

export const railNumbers = (units: readonly shipments.UnitRecord[]): string[] =>
  units.filter((record) => record.unit.mode === 'rail').map((record) => record.unit.label);

export async function loadWagons(tx: Tx, numbers: readonly string[]): Promise<Map<string, WagonState>> {
  const states = await wagons.listWagonsByNumber(tx, [...new Set(numbers)]);
  return new Map(states.map((state) => [state.number, state]));
}

export async function saveRefreshed(
  tx: Tx,
  input: { revision: number; before: readonly shipments.UnitRecord[]; refreshed: Refreshed },
): Promise<void> {
  const { refreshed } = input;
  await shipments.saveUnits(tx, refreshed.units);
  await shipments.saveShipmentStates(tx, { revision: input.revision, states: refreshed.states });
  const wasOn = new Set(input.before.filter((record) => isOnThisCargo(record.unit)).map((record) => record.unit.id));
  const taken = refreshed.units
    .filter((record) => isOnThisCargo(record.unit) && !wasOn.has(record.unit.id))
    .map(({ unit, shipmentId, visibleFrom }) => ({
      assetId: unit.assetId,
      shipmentId,
      at: visibleFrom,
      loadFrom: unit.loadFrom ?? null,
    }));
  if (taken.length > 0) await shipments.endEarlierWindows(tx, taken);
}
