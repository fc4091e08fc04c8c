import type { NewNetwork, PromiseChange, PromisePlan, StockLot } from '@karavan/contracts';

export interface PromiseThen {
  /** the goods in the order of the request */
  skus: readonly string[];
  plan: PromisePlan;
  network: NewNetwork;
}
export interface PromiseNow {
  /** the best plan of today; null when nothing can be delivered any more */
  plan: PromisePlan | null;
  network: NewNetwork;
  /** the lots of these goods; what the promise itself holds counts as free */
  lots: readonly StockLot[];
}

type Cause = Pick<PromiseChange, 'cause' | 'subject'> & { needed?: number; free?: number };
type Part = PromisePlan['shipments'][number]['lines'][number] & { serviceId: string; departsAt: string; deliveredAt: string };

/**
 * The first line of an order that would travel otherwise today, and what is the reason: too little left of the lot it was to come
 * from, a service, lane or working time that changed, or (`other`) something better that did not exist then. Undefined when the
 * promise is as good as ever. Instants ISO 8601. Rule PR12.
 */
export function diffPromise(then: PromiseThen, now: PromiseNow): Omit<PromiseChange, 'at'> | undefined {
  for (const sku of then.skus) {
    const before = partsOf(then.plan, sku);
    if (now.plan !== null && signature(before) === signature(partsOf(now.plan, sku))) continue;
    const cause = causeOf(before, then, now);
    if (cause.cause === 'other' && now.plan !== null && isEqual(then.plan, now.plan)) continue;
    const change = { sku, from: then.plan.deliveredBy, ...(now.plan === null ? {} : { to: now.plan.deliveredBy }) };
    const zone = zoneOf(then.plan, then.network);
    const words = { ...change, ...cause, zone };
    return {
      ...change,
      cause: cause.cause,
      subject: cause.subject,
      sentence: { ru: sentence(words, RU), en: sentence(words, EN) },
      plan: now.plan,
    };
  }
  return undefined;
}

const isEqual = (a: PromisePlan, b: PromisePlan): boolean =>
  a.deliveredBy === b.deliveredBy && Math.abs(a.cost - b.cost) < 1e-6 && a.shipments.length === b.shipments.length;

function partsOf(plan: PromisePlan, sku: string): Part[] {
  return plan.shipments.flatMap(({ serviceId, departsAt, deliveredAt, lines }) =>
    lines.filter((line) => line.sku === sku).map((line) => ({ ...line, serviceId, departsAt, deliveredAt })),
  );
}

function signature(parts: readonly Part[]): string {
  const texts = parts.map((part) =>
    [
      part.sourceId,
      part.availableFrom,
      part.laneId,
      part.transferDepartsAt,
      part.serviceId,
      part.departsAt,
      part.deliveredAt,
      part.quantity,
    ].join(' '),
  );
  return texts.sort().join('\n');
}

function causeOf(parts: readonly Part[], then: PromiseThen, now: PromiseNow): Cause {
  for (const part of parts) {
    const short = shortageOf(part, then, now);
    if (short !== undefined) return short;
    const changed = changedRoute(part, then.network, now.network);
    if (changed !== undefined) return changed;
  }
  return { cause: 'other', subject: parts[0]?.sourceId ?? '' };
}

/** Several lines of the plan may share one lot: all that the plan took of it must be there. */
function shortageOf(part: Part, then: PromiseThen, now: PromiseNow): Cause | undefined {
  const isOfLot = (other: { sourceId: string; sku: string; availableFrom?: string | undefined }) =>
    other.sourceId === part.sourceId && other.sku === part.sku && other.availableFrom === part.availableFrom;
  const needed = partsOf(then.plan, part.sku)
    .filter(isOfLot)
    .reduce((sum, { quantity }) => sum + quantity, 0);
  const free = now.lots.find((lot) => isOfLot({ ...lot, sourceId: lot.warehouseId }))?.free ?? 0;
  return free < needed ? { cause: 'stock', subject: part.sourceId, needed, free } : undefined;
}

function changedRoute(part: Part, then: NewNetwork, now: NewNetwork): Cause | undefined {
  const differs = (before: unknown, after: unknown) => JSON.stringify(before) !== JSON.stringify(after);
  const byId = <T extends { id: string }>(rows: readonly T[], id: string | undefined) => rows.find((row) => row.id === id);
  if (differs(byId(then.services, part.serviceId), byId(now.services, part.serviceId)))
    return { cause: 'service', subject: part.serviceId };
  if (part.laneId !== undefined && differs(byId(then.lanes, part.laneId), byId(now.lanes, part.laneId)))
    return { cause: 'lane', subject: part.laneId };
  const passed = [part.sourceId, byId(then.services, part.serviceId)?.fromId ?? part.sourceId];
  const moved = passed.find((id) => differs(byId(then.warehouses, id), byId(now.warehouses, id)));
  return moved === undefined ? undefined : { cause: 'calendar', subject: moved };
}

/** The day of a delivery belongs to where it is received; where nobody says, to where it left. */
function zoneOf(plan: PromisePlan, network: NewNetwork): string {
  const last = plan.shipments.find((shipment) => shipment.deliveredAt === plan.deliveredBy) ?? plan.shipments[0];
  const service = network.services.find(({ id }) => id === last?.serviceId);
  const warehouse = network.warehouses.find(({ id }) => id === last?.fromId);
  return service?.receiving?.timeZone ?? warehouse?.calendar.timeZone ?? 'UTC';
}

interface Telling extends Cause {
  sku: string;
  from: string;
  to?: string;
  zone: string;
}
interface Words {
  locale: string;
  between: (from: string, to: string) => string;
  never: (from: string) => string;
  sameDay: (day: string) => string;
  causes: Record<PromiseChange['cause'], (told: Telling) => string>;
}

function sentence(told: Telling, words: Words): string {
  const format = new Intl.DateTimeFormat(words.locale, { day: 'numeric', month: 'long', timeZone: told.zone });
  const [from, to] = [told.from, told.to].map((at) => (at === undefined ? undefined : format.format(new Date(at))));
  const when = to === undefined ? words.never(from ?? '') : from === to ? words.sameDay(to) : words.between(from ?? '', to);
  return `${when}: ${words.causes[told.cause](told)}`;
}

const RU: Words = {
  locale: 'ru-RU',
  between: (from, to) => `Доставка ${from} переносится на ${to}`,
  never: (from) => `Доставка ${from} больше невозможна`,
  sameDay: (day) => `Доставка ${day}, но другим путём`,
  causes: {
    stock: ({ sku, subject, needed = 0, free = 0 }) => `на складе ${subject} товара ${sku} свободно ${free} вместо ${needed}`,
    service: ({ subject }) => `изменился или отменён рейс ${subject}`,
    lane: ({ subject }) => `изменилось или отменено плечо ${subject}`,
    calendar: ({ subject }) => `изменился режим работы склада ${subject}`,
    goods: ({ sku }) => `товара ${sku} больше нет в справочнике`,
    other: ({ sku }) => `для товара ${sku} появился лучший вариант`,
  },
};

const EN: Words = {
  locale: 'en-GB',
  between: (from, to) => `Delivery moves from ${from} to ${to}`,
  never: (from) => `Delivery on ${from} is no longer possible`,
  sameDay: (day) => `Delivery on ${day}, by another way`,
  causes: {
    stock: ({ sku, subject, needed = 0, free = 0 }) => `at ${subject} ${free} of ${sku} are free instead of ${needed}`,
    service: ({ subject }) => `service ${subject} changed or was cancelled`,
    lane: ({ subject }) => `lane ${subject} changed or was cancelled`,
    calendar: ({ subject }) => `the working time of ${subject} changed`,
    goods: ({ sku }) => `${sku} is no longer among the goods`,
    other: ({ sku }) => `there is a better way for ${sku} now`,
  },
};
