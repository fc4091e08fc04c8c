import type { Calendar, Departures, PromiseRequest } from '@karavan/contracts';

/** The rules once more, by counting minutes; only for zones without clock changes and instants of whole minutes. */
const OFFSETS: Record<string, number> = { UTC: 0, 'Europe/Moscow': 180, 'Asia/Yekaterinburg': 300 };
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const SEARCH_MINUTES = 24 * 1440;

const minuteOf = (instant: string) => Date.parse(instant) / 60_000;
const localMinute = (minute: number, zone: string) => minute + (OFFSETS[zone] ?? Number.NaN);
const DAY_TEXTS = new Map<number, string>();
function dayOf(minute: number, zone: string): string {
  const number = Math.floor(localMinute(minute, zone) / 1440);
  const known = DAY_TEXTS.get(number) ?? new Date(number * 86_400_000).toISOString().slice(0, 10);
  DAY_TEXTS.set(number, known);
  return known;
}
const clockOf = (minute: number, zone: string) => ((localMinute(minute, zone) % 1440) + 1440) % 1440;
const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

function hoursOn(calendar: Calendar, day: string) {
  if (calendar.open?.[day]) return calendar.open[day];
  if (calendar.closed?.includes(day)) return [];
  return calendar.hours[DAYS[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? 'sun'] ?? [];
}

function isOpen(calendar: Calendar, minute: number): boolean {
  const clock = clockOf(minute, calendar.timeZone);
  return hoursOn(calendar, dayOf(minute, calendar.timeZone)).some(
    ([from, to]) => clock >= minutesOf(from) && clock < minutesOf(to),
  );
}

function firstOpen(calendar: Calendar, from: number, isWanted: (minute: number) => boolean = () => true): number | undefined {
  for (let minute = from; minute < from + SEARCH_MINUTES; minute++)
    if (isOpen(calendar, minute) && isWanted(minute)) return minute;
  return undefined;
}

function workFrom(calendar: Calendar, from: number, minutes: number): number | undefined {
  let left = minutes;
  for (let minute = from; minute < from + SEARCH_MINUTES; minute++) {
    if (left === 0) return minute;
    if (isOpen(calendar, minute)) left -= 1;
  }
  return undefined;
}

function departuresFrom(departures: Departures, zone: string, from: number): number[] {
  const found: number[] = [];
  for (let minute = from; minute < from + SEARCH_MINUTES; minute++) {
    if (clockOf(minute, zone) !== minutesOf(departures.at)) continue;
    const day = dayOf(minute, zone);
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
    if (departures.days.some((own) => own === weekday) && !departures.except?.includes(day)) found.push(minute);
  }
  return found;
}

type Warehouse = PromiseRequest['network']['warehouses'][number];

function readyAt({ calendar, cutOff, handlingMinutes }: Warehouse, there: number): number | undefined {
  const today = dayOf(there, calendar.timeZone);
  const works = hoursOn(calendar, today).length > 0;
  const inTime = works && clockOf(there, calendar.timeZone) <= minutesOf(cutOff);
  const release = firstOpen(calendar, there, inTime ? undefined : (minute) => dayOf(minute, calendar.timeZone) > today);
  return release === undefined ? undefined : workFrom(calendar, release, handlingMinutes);
}

/** Units of a stock row on one way into one shipment. */
export interface OracleWay {
  row: number;
  sku: string;
  shipment: number;
  transfer: number;
  perKg: number;
}

export interface OracleShipment {
  key: string;
  delivered: number;
  fixed: number;
  capKg: number;
}

/** Everything that may be decided, spelled out: every departure until `days` days after the last goods are ready is a shipment. */
export interface Spelled {
  demands: { sku: string; quantity: number; massKg: number }[];
  stock: number[];
  ways: OracleWay[];
  shipments: OracleShipment[];
  transfers: { key: string; fixed: number }[];
}

export function spellOut(request: PromiseRequest, days: number): Spelled {
  const { network } = request;
  const ways: OracleWay[] = [];
  const shipments: OracleShipment[] = [];
  const transfers: Spelled['transfers'] = [];
  const indexIn = <T extends { key: string }>(list: T[], item: T) => {
    const known = list.findIndex(({ key }) => key === item.key);
    return known >= 0 ? known : list.push(item) - 1;
  };
  const massOf = (sku: string) => network.items.find((item) => item.sku === sku)?.massKg ?? Number.NaN;
  const goods: { place: Warehouse; row: number; sku: string; ready: number; transfer: number; perKg: number }[] = [];
  network.stock.forEach(({ warehouseId, sku, availableFrom }, row) => {
    const place = network.warehouses.find(({ id }) => id === warehouseId);
    const ready = place && readyAt(place, Math.max(minuteOf(request.orderedAt), availableFrom ? minuteOf(availableFrom) : 0));
    if (!place || ready === undefined) return;
    goods.push({ place, row, sku, ready, transfer: -1, perKg: 0 });
    for (const lane of network.lanes.filter(({ fromId }) => fromId === warehouseId)) {
      const [departs] = departuresFrom(lane.departures, place.calendar.timeZone, ready);
      const hub = network.warehouses.find(({ id }) => id === lane.toId);
      if (departs === undefined || !hub) continue;
      const start = firstOpen(hub.calendar, departs + lane.transitMinutes);
      const hubReady = start === undefined ? undefined : workFrom(hub.calendar, start, hub.crossDockMinutes);
      if (hubReady === undefined) continue;
      const transfer = indexIn(transfers, { key: `${lane.id} ${departs}`, fixed: lane.cost.fixed });
      goods.push({ place: hub, row, sku, ready: hubReady, transfer, perKg: lane.cost.perKg });
    }
  });
  const until = Math.max(...goods.map(({ ready }) => ready)) + days * 1440;
  for (const { place, ...way } of goods) {
    if (!place.ships) continue;
    for (const service of network.services.filter(
      ({ fromId, zones }) => fromId === place.id && zones.includes(request.destination.zone),
    )) {
      if (massOf(way.sku) > (service.maxMassKg ?? Number.POSITIVE_INFINITY)) continue;
      for (const departs of departuresFrom(service.departures, place.calendar.timeZone, way.ready)) {
        if (departs > until) break;
        const arrives = departs + service.transitMinutes;
        const delivered = service.receiving ? firstOpen(service.receiving, arrives) : arrives;
        if (delivered === undefined) continue;
        const shipment = {
          key: `${service.id} ${departs}`,
          delivered,
          fixed: service.cost.fixed,
          capKg: service.maxMassKg ?? Number.POSITIVE_INFINITY,
        };
        ways.push({
          row: way.row,
          sku: way.sku,
          shipment: indexIn(shipments, shipment),
          transfer: way.transfer,
          perKg: way.perKg + service.cost.perKg,
        });
      }
    }
  }
  const reachable = (sku: string) =>
    network.stock.reduce(
      (sum, stock, row) => sum + (stock.sku === sku && ways.some((way) => way.row === row) ? stock.quantity : 0),
      0,
    );
  const demands = request.lines.map(({ sku, quantity }) => ({
    sku,
    quantity: Math.min(quantity, reachable(sku)),
    massKg: massOf(sku),
  }));
  return {
    demands: demands.filter(({ quantity }) => quantity > 0),
    stock: network.stock.map(({ quantity }) => quantity),
    ways,
    shipments,
    transfers,
  };
}

export interface Vector {
  delivered: number;
  cost: number;
  shipments: number;
}

/** What no other vector beats, each once; costs within a cent of a cent are the same. */
export function frontOf(vectors: readonly Vector[]): Vector[] {
  const sorted = vectors.toSorted((a, b) => a.delivered - b.delivered || a.shipments - b.shipments || a.cost - b.cost);
  const kept: Vector[] = [];
  for (const one of sorted) {
    if (
      !kept.some((other) => other.delivered <= one.delivered && other.shipments <= one.shipments && other.cost <= one.cost + 1e-5)
    )
      kept.push(one);
  }
  return kept;
}

/** Every way of loading every unit, tried: for the tiniest of orders. */
export function enumerate(spelled: Spelled): Vector[] {
  const { demands, ways, shipments, transfers } = spelled;
  const stock = [...spelled.stock];
  const massKg = shipments.map(() => 0);
  const carried = transfers.map(() => 0);
  const best = new Map<string, Vector>();
  let perKg = 0;
  const place = (demand: number, left: number, way: number): void => {
    const wanted = demands[demand];
    if (!wanted) {
      const used = shipments.filter((_, index) => (massKg[index] ?? 0) > 0);
      const fixed =
        used.reduce((sum, shipment) => sum + shipment.fixed, 0) +
        transfers.reduce((sum, { fixed: own }, index) => sum + (carried[index] ? own : 0), 0);
      const vector = {
        delivered: Math.max(...used.map(({ delivered }) => delivered)),
        cost: fixed + perKg,
        shipments: used.length,
      };
      const key = `${vector.delivered} ${vector.shipments}`;
      if (vector.cost < (best.get(key)?.cost ?? Number.POSITIVE_INFINITY)) best.set(key, vector);
      return;
    }
    if (left === 0) {
      place(demand + 1, demands[demand + 1]?.quantity ?? 0, 0);
      return;
    }
    for (let index = way; index < ways.length; index++) {
      const own = ways[index];
      if (!own || own.sku !== wanted.sku || (stock[own.row] ?? 0) < 1) continue;
      if ((massKg[own.shipment] ?? 0) + wanted.massKg > (shipments[own.shipment]?.capKg ?? 0) + 1e-9) continue;
      const move = (sign: number) => {
        stock[own.row] = (stock[own.row] ?? 0) - sign;
        massKg[own.shipment] = Math.round(((massKg[own.shipment] ?? 0) + sign * wanted.massKg) * 1e6) / 1e6;
        if (own.transfer >= 0) carried[own.transfer] = (carried[own.transfer] ?? 0) + sign;
        perKg += sign * own.perKg * wanted.massKg;
      };
      move(1);
      place(demand, left - 1, index);
      move(-1);
    }
  };
  place(0, demands[0]?.quantity ?? 0, 0);
  return frontOf([...best.values()]);
}
