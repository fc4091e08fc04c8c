import type {
  NewNetwork,
  PromiseChange,
  PromiseItem,
  PromiseObjective,
  PromisePlan,
  PromiseWarehouse,
  StockLot,
} from '@karavan/contracts';
import { type Cause, type Moved, sentencesOf } from './diff-words.ts';

export interface PromiseThen {
  /** the goods in the order of the request */
  skus: readonly string[];
  plan: PromisePlan;
  network: NewNetwork;
  /** what the plan was the best for; absent where it was chosen from several: only one that is in nothing worse is better then */
  objective?: PromiseObjective;
}
export interface PromiseNow {
  /** the best plan of today; null when nothing can be delivered any more */
  plan: PromisePlan | null;
  network: NewNetwork;
  /** the lots of these goods; what the promise itself holds counts as free */
  lots: readonly StockLot[];
  items: readonly PromiseItem[];
  /** what has left by now (ISO 8601) is on its way and changes no more */
  at: string;
}

type Shipment = PromisePlan['shipments'][number];
type Part = Shipment['lines'][number] & { shipment: Shipment };

/**
 * The first line of an order that would travel otherwise today, and what is the reason: too little left of the lot it was to come
 * from, a service, lane or warehouse that changed, a mass, or (`other`) something better that did not exist then. Undefined when
 * the promise can be kept as it is and nothing is better. Instants ISO 8601. Rule PR12.
 */
export function diffPromise(then: PromiseThen, now: PromiseNow): Omit<PromiseChange, 'at'> | undefined {
  const changed = then.skus.filter((sku) => now.plan === null || signatureOf(then.plan, sku) !== signatureOf(now.plan, sku));
  for (const sku of changed) {
    const cause = causeOf(then, now, sku);
    if (cause !== undefined) return tell(then, now, { sku, cause });
  }
  const [sku] = changed;
  if (sku === undefined || then.plan.shipments.some((one) => hasLeft(one, now))) return undefined;
  const isWorthTelling = now.plan === null || isBetter(now.plan, then);
  return isWorthTelling ? tell(then, now, { sku, cause: { cause: 'other', subject: '' } }) : undefined;
}

function tell(then: PromiseThen, now: PromiseNow, { sku, cause }: { sku: string; cause: Cause }): Omit<PromiseChange, 'at'> {
  const moved: Moved = {
    sku,
    from: then.plan.deliveredBy,
    ...(now.plan === null ? {} : { to: now.plan.deliveredBy }),
    zone: zoneOf(then.plan, then.network),
  };
  const { zone: _, ...change } = moved;
  return {
    ...change,
    cause: cause.cause,
    subject: cause.subject || (partsOf(then.plan, sku)[0]?.sourceId ?? ''),
    sentence: sentencesOf(moved, cause),
    plan: now.plan,
  };
}

function partsOf(plan: PromisePlan, sku: string): Part[] {
  return plan.shipments.flatMap((shipment) =>
    shipment.lines.filter((line) => line.sku === sku).map((line) => ({ ...line, shipment })),
  );
}

function signatureOf(plan: PromisePlan, sku: string): string {
  const texts = partsOf(plan, sku).map(({ sourceId, availableFrom, laneId, transferDepartsAt, shipment, quantity }) =>
    JSON.stringify([
      [sourceId, availableFrom, laneId, transferDepartsAt, quantity],
      [shipment.serviceId, shipment.departsAt, shipment.deliveredAt],
    ]),
  );
  return texts.sort().join('\n');
}

const hasLeft = (shipment: Shipment, now: PromiseNow): boolean => Date.parse(shipment.departsAt) <= Date.parse(now.at);

/** Better by the objective, level by level; than a plan that was chosen: in nothing worse. */
function isBetter(plan: PromisePlan, { plan: given, objective }: PromiseThen): boolean {
  const delivery = Date.parse(plan.deliveredBy) - Date.parse(given.deliveredBy);
  const cost = Math.abs(plan.cost - given.cost) < 1e-6 ? 0 : plan.cost - given.cost;
  const shipments = plan.shipments.length - given.shipments.length;
  const levels = {
    fastest: [delivery, cost, shipments],
    cheapest: [cost, delivery, shipments],
    fewestShipments: [shipments, delivery, cost],
  }[objective ?? 'fastest'];
  if (objective === undefined) return levels.every((level) => level <= 0) && levels.some((level) => level < 0);
  return (levels.find((level) => level !== 0) ?? 0) < 0;
}

/** What forbids or hinders the way a line was to go; what only its price does comes last. */
function causeOf(then: PromiseThen, now: PromiseNow, sku: string): Cause | undefined {
  const parts = partsOf(then.plan, sku).filter(({ shipment }) => !hasLeft(shipment, now));
  const first = (...looks: ((part: Part, then: PromiseThen, now: PromiseNow) => Cause | undefined)[]) => {
    for (const part of parts)
      for (const look of looks) {
        const cause = look(part, then, now);
        if (cause !== undefined) return cause;
      }
    return undefined;
  };
  return first(shortageOf, changedRoute) ?? first(changedMass, changedPrice);
}

/** Several lines of the plan may share one lot: all that the plan took of it must be there. */
function shortageOf(part: Part, then: PromiseThen, now: PromiseNow): Cause | undefined {
  const { sku, sourceId, availableFrom } = part;
  const needed = partsOf(then.plan, sku)
    .filter((other) => other.sourceId === sourceId && other.availableFrom === availableFrom)
    .reduce((sum, { quantity }) => sum + quantity, 0);
  const lot = now.lots.find((one) => one.sku === sku && one.warehouseId === sourceId && one.availableFrom === availableFrom);
  const free = lot?.free ?? 0;
  if (free >= needed) return undefined;
  return { cause: 'stock', subject: sourceId, needed, free, ...(availableFrom === undefined ? {} : { availableFrom }) };
}

const differ = (before: unknown, after: unknown) => JSON.stringify(before) !== JSON.stringify(after);
const byId = <T extends { id: string }>(rows: readonly T[], id: string | undefined) => rows.find((row) => row.id === id);

interface Route {
  id: string;
  departures: unknown;
  transitMinutes: number;
  receiving?: unknown;
  zones?: unknown;
  maxMassKg?: number | undefined;
}

function changedRoute(part: Part, then: PromiseThen, now: PromiseNow): Cause | undefined {
  const { serviceId, fromId } = part.shipment;
  const service = routeChange(byId<Route>(then.network.services, serviceId), byId<Route>(now.network.services, serviceId));
  if (service !== undefined) return { cause: 'service', subject: serviceId, how: service };
  const lane = routeChange(byId<Route>(then.network.lanes, part.laneId), byId<Route>(now.network.lanes, part.laneId));
  if (lane !== undefined) return { cause: 'lane', subject: part.laneId ?? '', how: lane };
  for (const id of new Set([part.sourceId, fromId])) {
    const [before, after] = [byId(then.network.warehouses, id), byId(now.network.warehouses, id)];
    const how = before && placeChange(before, after, { isSource: id === part.sourceId, ships: id === fromId });
    if (how !== undefined) return { cause: 'calendar', subject: id, how };
  }
  return undefined;
}

function routeChange(before: Route | undefined, after: Route | undefined): Cause['how'] {
  if (before === undefined) return undefined;
  if (after === undefined) return { what: 'gone' };
  if (before.transitMinutes !== after.transitMinutes)
    return { what: 'transit', before: before.transitMinutes, after: after.transitMinutes };
  if (differ(before.departures, after.departures)) return { what: 'departures' };
  if (differ(before.receiving, after.receiving)) return { what: 'receiving' };
  if (differ([before.zones, before.maxMassKg], [after.zones, after.maxMassKg])) return { what: 'terms' };
  return undefined;
}

function placeChange(
  before: PromiseWarehouse,
  after: PromiseWarehouse | undefined,
  { isSource, ships }: { isSource: boolean; ships: boolean },
): Cause['how'] {
  if (after === undefined) return { what: 'gone' };
  if (ships && !after.ships) return { what: 'ships' };
  if (differ(before.calendar, after.calendar)) return { what: 'hours' };
  if (isSource && before.cutOff !== after.cutOff) return { what: 'cutOff', before: before.cutOff, after: after.cutOff };
  if (isSource && before.handlingMinutes !== after.handlingMinutes)
    return { what: 'handling', before: before.handlingMinutes, after: after.handlingMinutes };
  if (!isSource && before.crossDockMinutes !== after.crossDockMinutes)
    return { what: 'handling', before: before.crossDockMinutes, after: after.crossDockMinutes };
  return undefined;
}

/** A shipment that would weigh something else today. */
function changedMass({ shipment, sku }: Part, _: PromiseThen, now: PromiseNow): Cause | undefined {
  const masses = new Map(now.items.map((item) => [item.sku, item.massKg]));
  const massKg = shipment.lines.reduce((sum, line) => sum + line.quantity * (masses.get(line.sku) ?? Number.NaN), 0);
  return Math.abs(massKg - shipment.massKg) <= 1e-6 * shipment.massKg ? undefined : { cause: 'goods', subject: sku };
}

function changedPrice(part: Part, then: PromiseThen, now: PromiseNow): Cause | undefined {
  const { serviceId } = part.shipment;
  const how = { what: 'price' } as const;
  if (differ(byId(then.network.services, serviceId)?.cost, byId(now.network.services, serviceId)?.cost))
    return { cause: 'service', subject: serviceId, how };
  const { laneId } = part;
  if (laneId !== undefined && differ(byId(then.network.lanes, laneId)?.cost, byId(now.network.lanes, laneId)?.cost))
    return { cause: 'lane', subject: laneId, how };
  return undefined;
}

/** The day of a delivery belongs to where it is received; where nobody says, to where it left. */
function zoneOf(plan: PromisePlan, network: NewNetwork): string {
  const last = plan.shipments.find((shipment) => shipment.deliveredAt === plan.deliveredBy) ?? plan.shipments[0];
  const service = byId(network.services, last?.serviceId);
  const warehouse = byId(network.warehouses, last?.fromId);
  return service?.receiving?.timeZone ?? warehouse?.calendar.timeZone ?? 'UTC';
}
