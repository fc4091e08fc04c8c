import { randomUUID } from 'node:crypto';
import type { Place, ShipmentState, ShipmentUnit } from '@karavan/contracts';
import { type KnownStation, STATIONS } from '@karavan/rail';
import type { shipments } from '@karavan/store';
import { railUnit, shipmentState } from '@karavan/tracking';
import type { Random } from '../support/random.ts';
import { type Rake, waybillNumber } from './rakes.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Two and a half years of trade; the newest of it is still under way. */
const HISTORY_DAYS = 900;
const PRODUCTS = ['ЦЕМ I 42,5 Н', 'ЦЕМ I 52,5 Н', 'ЦЕМ II/А-Ш 42,5 Н', 'Щебень 5–20', 'Известь негашёная'];

export interface MadeShipment {
  record: Omit<shipments.ShipmentRecord, 'state'>;
  state: Omit<ShipmentState, 'revision'>;
  units: shipments.UnitRecord[];
}

export interface Truck {
  id: string;
  plate: string;
}
export interface Customer {
  id: string;
  name: string;
}

/** A few customers order most of the goods. */
const customerOf = (random: Random, customers: readonly Customer[]): Customer =>
  customers[Math.floor(customers.length * random.unit() ** 2.5)] as Customer;

/** Oldest first, each order one to six shipments that follow each other. The newest take the loaded rakes, one each. */
export function* makeShipments(
  random: Random,
  input: { count: number; customers: readonly Customer[]; rakes: readonly Rake[]; trucks: readonly Truck[]; now: Date },
): Generator<MadeShipment> {
  const { count, now } = input;
  const wagons = input.rakes.flatMap((rake) => rake.states.map((state) => state.number));
  const underWay = input.rakes.filter((rake) => rake.loadState === 'loaded');
  const firstOpen = count - Math.ceil(underWay.length / 0.65);
  let order = { left: 0, number: 10_000, customer: customerOf(random, input.customers) };
  for (let index = 0; index < count; index++) {
    if (order.left === 0)
      order = { left: 1 + random.below(6), number: order.number + 1, customer: customerOf(random, input.customers) };
    order.left -= 1;
    const createdAt = new Date(now.getTime() - HISTORY_DAYS * DAY_MS * (1 - index / count) - 6 * HOUR_MS);
    const head = { number: `S-${String(index + 1).padStart(6, '0')}`, orderNumber: String(order.number), createdAt };
    const common = { random, head, customer: order.customer, now };
    const rake = index >= firstOpen && random.unit() < 0.65 ? underWay.pop() : undefined;
    if (rake !== undefined) yield railUnderWay({ ...common, rake });
    else if (random.unit() < 0.65) yield railDone({ ...common, wagons, index });
    else yield byRoad({ ...common, trucks: input.trucks, isOpen: index >= firstOpen });
  }
}

interface Common {
  random: Random;
  head: { number: string; orderNumber: string; createdAt: Date };
  customer: Customer;
  now: Date;
}

function railUnderWay({ rake, ...input }: Common & { rake: Rake }): MadeShipment {
  const made = begin(input, {
    origin: rake.origin,
    destination: rake.destination,
    legs: [{ mode: 'rail', waybill: rake.waybill }],
  });
  const visibleFrom = new Date(input.head.createdAt.getTime() - 2 * DAY_MS).toISOString();
  for (const state of rake.states) {
    const planned = {
      ...newUnit('rail', `wagon:${state.number}`, state.number),
      massKg: state.massKg ?? 0,
      waybill: rake.waybill,
    };
    const unit = railUnit({ unit: planned, wagon: state, shipmentCreatedAt: made.createdAt });
    made.units.push({ ...owner(made), unit, visibleFrom, visibleUntil: null });
  }
  return finish(made, input.now);
}

function railDone({ wagons, index, ...input }: Common & { wagons: readonly string[]; index: number }): MadeShipment {
  const { random } = input;
  const waybill = waybillNumber(20_000 + index);
  const made = begin(input, {
    origin: random.pick(STATIONS),
    destination: random.pick(STATIONS),
    legs: [{ mode: 'rail', waybill }],
  });
  const first = random.below(wagons.length - 8);
  for (const number of wagons.slice(first, first + 1 + random.below(6)))
    made.units.push(
      deliveredUnit(input, { made, unit: { ...newUnit('rail', `wagon:${number}`, number), massKg: 67_000, waybill } }),
    );
  return finish(made, input.now);
}

function byRoad({ trucks, isOpen, ...input }: Common & { trucks: readonly Truck[]; isOpen: boolean }): MadeShipment {
  const { random } = input;
  const made = begin(input, { origin: random.pick(STATIONS), destination: random.pick(STATIONS), legs: [{ mode: 'road' }] });
  const trips = 1 + random.below(5);
  for (let trip = 0; trip < trips; trip++) {
    const truck = random.pick(trucks);
    const unit = { ...newUnit('road', `truck:${truck.id}`, truck.plate), massKg: 27_000, loadFrom: made.createdAt };
    if (!isOpen || random.unit() < 0.5) made.units.push(deliveredUnit(input, { made, unit }));
    else made.units.push({ ...owner(made), unit: movingUnit(input, unit), visibleFrom: made.createdAt, visibleUntil: null });
  }
  return finish(made, input.now);
}

type Begun = Omit<shipments.ShipmentRecord, 'state'> & { units: shipments.UnitRecord[] };

function begin(
  input: Common,
  way: { origin: KnownStation; destination: KnownStation; legs: shipments.ShipmentFacts['legs'] },
): Begun {
  const { customer, head } = input;
  return {
    id: randomUUID(),
    number: head.number,
    orderNumber: head.orderNumber,
    customerId: customer.id,
    createdAt: head.createdAt.toISOString(),
    facts: {
      product: input.random.pick(PRODUCTS),
      origin: placeOf(way.origin),
      destination: placeOf(way.destination),
      orderedKg: 0,
      deliverBy: new Date(head.createdAt.getTime() + 12 * DAY_MS).toISOString().slice(0, 10),
      customer,
      legs: way.legs,
    },
    units: [],
  };
}

function finish({ units, ...begun }: Begun, now: Date): MadeShipment {
  const orderedKg = units.reduce((sum, record) => sum + record.unit.massKg, 0);
  const record = { ...begun, facts: { ...begun.facts, orderedKg } };
  const { facts, id, number, orderNumber, createdAt } = record;
  const shipment = { id, number, orderNumber, createdAt, ...facts };
  return { record, units, state: shipmentState({ shipment, units: units.map(({ unit }) => unit), now }) };
}

const newUnit = (mode: 'rail' | 'road', assetId: string, label: string) =>
  ({ id: randomUUID(), leg: 0, mode, assetId, label, massKg: 0, status: 'planned' }) as const satisfies ShipmentUnit;

const owner = (made: Begun) => ({ shipmentId: made.id, customerId: made.customerId });

function deliveredUnit({ random, now }: Common, { made, unit }: { made: Begun; unit: ShipmentUnit }): shipments.UnitRecord {
  const started = Date.parse(made.createdAt);
  const delivered = Math.min(started + (1 + random.below(240)) * HOUR_MS, now.getTime() - HOUR_MS);
  const deliveredAt = new Date(delivered).toISOString();
  const done = {
    ...unit,
    status: 'delivered' as const,
    departedAt: made.createdAt,
    deliveredAt,
    seenAt: deliveredAt,
    remainingKm: 0,
  };
  return {
    ...owner(made),
    unit: done,
    visibleFrom: made.createdAt,
    visibleUntil: new Date(delivered + 12 * HOUR_MS).toISOString(),
  };
}

function movingUnit({ random, now }: Common, unit: ShipmentUnit): ShipmentUnit {
  const hours = 1 + random.below(9);
  const inHours = (some: number) => new Date(now.getTime() + some * HOUR_MS).toISOString();
  const eta = { p10: inHours(hours * 0.9), p50: inHours(hours), p90: inHours(hours * 1.4), basis: 'TR5' };
  return { ...unit, status: 'moving', departedAt: inHours(-3), seenAt: inHours(0), remainingKm: hours * 60, eta };
}

const placeOf = ({ name, esr, lat, lon }: KnownStation): Place => ({ name, esr, lat, lon, timeZone: 'Europe/Moscow' });
