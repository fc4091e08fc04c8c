import type {
  PromiseLane,
  PromiseNetwork,
  PromiseRequest,
  PromiseService,
  PromiseStock,
  PromiseWarehouse,
} from '@karavan/contracts';
import { type CompiledCalendar, DAY_MS } from '../calendar/index.ts';
import { InputError } from '../input-error.ts';
import { calendarOf } from './kept.ts';

/** What neither opens nor departs within so many days never does; work has ten years to be done. */
export const HORIZON_MS = 366 * DAY_MS;
export const WORK_HORIZON_MS = 3_660 * DAY_MS;

/** From later than this a plan could reach beyond the years that have four digits. */
const LATEST_MS = Date.UTC(9980, 0, 1);

export interface Place extends Omit<PromiseWarehouse, 'calendar'> {
  calendar: CompiledCalendar;
  timeZone: string;
  lanes: PromiseLane[];
  services: PromiseService[];
}

export interface Demand {
  sku: string;
  quantity: number;
  massKg: number;
}

/** The part of the network an order touches: its SKUs, its zone. */
export interface Touched {
  orderedMs: number;
  zone: string;
  demands: Demand[];
  places: Map<string, Place>;
  stock: PromiseStock[];
}

export function touchedNetwork(request: PromiseRequest): Touched {
  const { network } = request;
  refuseFarFuture(request);
  const quantities = new Map<string, number>();
  for (const { sku, quantity } of request.lines) quantities.set(sku, (quantities.get(sku) ?? 0) + quantity);
  const masses = new Map<string, number>();
  for (const { sku, massKg } of network.items) if (quantities.has(sku)) masses.set(sku, massKg);
  return {
    orderedMs: Date.parse(request.orderedAt),
    zone: request.destination.zone,
    demands: [...quantities].map(([sku, quantity]) => ({ sku, quantity, massKg: massOf(masses, sku) })),
    places: placesOf(network, request.destination.zone),
    stock: network.stock.filter((row) => row.quantity > 0 && (quantities.get(row.sku) ?? 0) > 0 && isForeseeable(row)),
  };
}

function refuseFarFuture({ orderedAt }: PromiseRequest): void {
  if (Date.parse(orderedAt) >= LATEST_MS)
    throw new InputError([{ path: 'orderedAt', message: 'lies too far ahead to plan from: at most the year 9979' }]);
}

const isForeseeable = ({ availableFrom }: PromiseStock): boolean =>
  availableFrom === undefined || Date.parse(availableFrom) < LATEST_MS;

function massOf(masses: ReadonlyMap<string, number>, sku: string): number {
  const massKg = masses.get(sku);
  if (massKg === undefined)
    throw new InputError([{ path: 'lines', message: `${sku} is not among network.items: its mass is unknown` }]);
  return massKg;
}

function placesOf(network: PromiseNetwork, zone: string): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const { calendar, ...warehouse } of network.warehouses) {
    const known = { calendar: calendarOf(calendar), timeZone: calendar.timeZone };
    places.set(warehouse.id, { ...warehouse, ...known, lanes: [], services: [] });
  }
  for (const service of network.services) {
    const place = places.get(service.fromId);
    if (place?.ships && service.zones.includes(zone)) place.services.push(service);
  }
  for (const lane of network.lanes) {
    if (places.get(lane.toId)?.services.length) places.get(lane.fromId)?.lanes.push(lane);
  }
  return places;
}
