import type { PromiseLane, PromiseStock } from '@karavan/contracts';
import { MINUTE_MS } from '../calendar/index.ts';
import { InputError } from '../input-error.ts';
import { MOST_SHIPMENTS, mostShipments, usefulDepartures } from './departures.ts';
import { departureFrom, timetableOf } from './kept.ts';
import { type Feed, fits, type Model, type Need, type Origin, type ServiceRun, type StockRow, type Transfer } from './model.ts';
import { HORIZON_MS, type Place, type Touched } from './network.ts';
import { hubReadyAt, type Release, releaseAt } from './release.ts';

/** What goods of one warehouse, ready at one instant, can do. */
interface Way {
  place: Place;
  readyMs: number;
  direct: boolean;
  transfers: number[];
}

/** Everything the search needs and nothing of the calendars: rules PR1–PR3 are spent here. */
export function buildModel(touched: Touched): Model {
  const order = {
    massKg: touched.demands.reduce((sum, { quantity, massKg }) => sum + quantity * massKg, 0),
    units: touched.demands.reduce((sum, { quantity }) => sum + quantity, 0),
  };
  const { rows, releases } = releasedRows(touched);
  const transfers: Transfer[] = [];
  const ways = waysOf(releases, { touched, transfers });
  const services = runsOf({ touched, ways: [...new Set(ways.values())], transfers, order });
  const origins: Origin[] = [];
  const originOf = mergeOrigins(ways, { services, transfers, origins });
  const { needs, shortages } = needsOf(touched, { rows, originOf, origins, services });
  const complete = services.every(({ most }) => most < MOST_SHIPMENTS);
  return { orderedMs: touched.orderedMs, zone: touched.zone, services, transfers, origins, needs, shortages, complete };
}

/** By SKU the rows that are ever released, by release the place of it. */
function releasedRows(touched: Touched): { rows: Map<string, StockRow[]>; releases: Map<Release, Place> } {
  const known = new Map<string, Map<string | undefined, Release | undefined>>();
  const rows = new Map<string, StockRow[]>();
  const releases = new Map<Release, Place>();
  for (const row of touched.stock) {
    const own = known.get(row.warehouseId) ?? new Map<string | undefined, Release | undefined>();
    if (own.size === 0) known.set(row.warehouseId, own);
    let release = own.get(row.availableFrom);
    if (!release && !own.has(row.availableFrom)) {
      const place = touched.places.get(row.warehouseId);
      if (!place) throw new InputError([{ path: 'network.stock', message: `there is no warehouse ${row.warehouseId}` }]);
      release = releaseOf(row, { place, orderedMs: touched.orderedMs });
      own.set(row.availableFrom, release);
      if (release) releases.set(release, place);
    }
    if (!release) continue;
    const list = rows.get(row.sku);
    if (list) list.push({ row, release });
    else rows.set(row.sku, [{ row, release }]);
  }
  return { rows, releases };
}

function releaseOf({ availableFrom }: PromiseStock, at: { place: Place; orderedMs: number }): Release | undefined {
  if (availableFrom === undefined) return releaseAt(at.place, at.orderedMs);
  const availableMs = Date.parse(availableFrom);
  const release = releaseAt(at.place, Math.max(at.orderedMs, availableMs));
  return release && { ...release, availableFrom: new Date(availableMs).toISOString() };
}

/** By release; releases of one place that are ready at one instant are one way. */
function waysOf(releases: ReadonlyMap<Release, Place>, into: { touched: Touched; transfers: Transfer[] }): Map<Release, Way> {
  const ways = new Map<Release, Way>();
  const same = new Map<string, Way>();
  const known = new Map<string, number>();
  for (const [release, place] of releases) {
    const { readyMs } = release;
    const key = `${readyMs} ${place.id}`;
    let way = same.get(key);
    if (!way) {
      const transfers = place.lanes.map((lane) => transferOn(lane, { place, readyMs, known, ...into }));
      way = { place, readyMs, direct: place.services.length > 0, transfers: transfers.filter((index) => index >= 0) };
      same.set(key, way);
    }
    ways.set(release, way);
  }
  return ways;
}

/** The index of the first departure of a lane for goods ready then; −1 where it never leaves or is never ready at its end. */
function transferOn(
  lane: PromiseLane,
  from: { place: Place; readyMs: number; known: Map<string, number>; touched: Touched; transfers: Transfer[] },
): number {
  const timetable = timetableOf(lane.departures, from.place.timeZone);
  const departsMs = departureFrom(timetable, from.readyMs, from.readyMs + HORIZON_MS);
  const hub = from.touched.places.get(lane.toId);
  if (departsMs === undefined || !hub) return -1;
  const key = `${departsMs} ${lane.id}`;
  const seen = from.known.get(key);
  if (seen !== undefined) return seen;
  const arrivesMs = departsMs + Math.round(lane.transitMinutes * MINUTE_MS);
  const readyMs = hubReadyAt(hub, arrivesMs);
  const index =
    readyMs === undefined
      ? -1
      : from.transfers.push({ lane, departsMs, departsAt: new Date(departsMs).toISOString(), arrivesMs, readyMs }) - 1;
  from.known.set(key, index);
  return index;
}

function runsOf(input: {
  touched: Touched;
  ways: readonly Way[];
  transfers: readonly Transfer[];
  order: { massKg: number; units: number };
}): ServiceRun[] {
  const ready = new Map<string, Set<number>>();
  const note = (placeId: string, readyMs: number) => {
    const known = ready.get(placeId);
    if (known) known.add(readyMs);
    else ready.set(placeId, new Set([readyMs]));
  };
  for (const way of input.ways) if (way.direct) note(way.place.id, way.readyMs);
  for (const { lane, readyMs } of input.transfers) note(lane.toId, readyMs);
  return [...input.touched.places.values()].flatMap((place) =>
    place.services.map((service) => {
      const capKg = service.maxMassKg ?? Number.POSITIVE_INFINITY;
      const readyMs = [...(ready.get(place.id) ?? [])];
      const most = mostShipments(capKg, input.order);
      return { service, place, capKg, most, departures: usefulDepartures({ service, place, readyMs, most }) };
    }),
  );
}

/** Goods ready at different instants are one origin where nothing that leaves tells them apart. */
function mergeOrigins(
  ways: ReadonlyMap<Release, Way>,
  into: { services: readonly ServiceRun[]; transfers: readonly Transfer[]; origins: Origin[] },
): Map<Release, number> {
  const originOf = new Map<Release, number>();
  const known = new Map<string, number>();
  const servicesAt = new Map<string, number[]>();
  into.services.forEach(({ place }, index) => {
    const list = servicesAt.get(place.id);
    if (list) list.push(index);
    else servicesAt.set(place.id, [index]);
  });
  const from = { services: into.services, servicesAt };
  const feeds = into.transfers.map(({ lane, readyMs }, transfer) =>
    feedAt(lane.toId, { transfer, perKg: lane.cost.perKg, readyMs }, from),
  );
  const found = new Map<Way, number>();
  for (const [release, way] of ways) {
    let origin = found.get(way);
    if (origin === undefined) {
      const direct = way.direct ? feedAt(way.place.id, { transfer: -1, perKg: 0, readyMs: way.readyMs }, from) : undefined;
      const signature = `${way.transfers.join()} ${direct?.firsts.join() ?? ''} ${way.place.id}`;
      origin = known.get(signature);
      if (origin === undefined) {
        const own = [direct, ...way.transfers.map((transfer) => feeds[transfer])].filter((feed) => feed?.services.length);
        origin = into.origins.push({ place: way.place, feeds: own as Feed[] }) - 1;
        known.set(signature, origin);
      }
      found.set(way, origin);
    }
    originOf.set(release, origin);
  }
  return originOf;
}

/** `firsts`: the departure of each service at its end that such goods could take first. */
function feedAt(
  placeId: string,
  feed: Pick<Feed, 'transfer' | 'perKg' | 'readyMs'>,
  from: { services: readonly ServiceRun[]; servicesAt: ReadonlyMap<string, number[]> },
): Feed & { firsts: number[] } {
  const own = { ...feed, services: [] as number[], soonestMs: [] as number[], firsts: [] as number[] };
  for (const service of from.servicesAt.get(placeId) ?? []) {
    const run = from.services[service];
    const first = firstIndex(run, feed.readyMs);
    own.firsts.push(first);
    if (first < 0) continue;
    own.services.push(service);
    own.soonestMs.push(run?.departures[first]?.deliveredMs ?? 0);
  }
  return own;
}

function firstIndex(run: ServiceRun | undefined, readyMs: number): number {
  const departures = run?.departures ?? [];
  let [low, high] = [0, departures.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((departures[middle]?.departsMs ?? 0) >= readyMs) high = middle;
    else low = middle + 1;
  }
  return low < departures.length ? low : -1;
}

function needsOf(
  touched: Touched,
  from: { rows: Map<string, StockRow[]>; originOf: Map<Release, number>; origins: Origin[]; services: ServiceRun[] },
): { needs: Need[]; shortages: Model['shortages'] } {
  const needs: Need[] = [];
  const shortages: Model['shortages'] = [];
  const heaviest = from.origins.map((origin) => heaviestUnit(origin, from.services));
  for (const demand of touched.demands) {
    const supply: Need['supply'] = [];
    for (const stock of from.rows.get(demand.sku) ?? []) {
      const origin = from.originOf.get(stock.release) ?? -1;
      if (!fits(demand.massKg, heaviest[origin] ?? Number.NEGATIVE_INFINITY)) continue;
      const known = supply.find((one) => one.origin === origin);
      if (known) {
        known.rows.push(stock);
        known.quantity += stock.row.quantity;
      } else supply.push({ origin, quantity: stock.row.quantity, rows: [stock] });
    }
    let covered = 0;
    for (const one of supply) {
      if (one.rows.length > 1) one.rows.sort((a, b) => a.release.readyMs - b.release.readyMs);
      one.quantity = Math.min(demand.quantity, one.quantity);
      covered = Math.min(demand.quantity, covered + one.quantity);
    }
    if (covered < demand.quantity) shortages.push({ sku: demand.sku, missing: demand.quantity - covered });
    if (covered > 0) needs.push({ ...demand, covered, supply });
  }
  return { needs, shortages };
}

/** What a unit may weigh at most: some way ends at a service that takes it. */
function heaviestUnit(origin: Origin, services: readonly ServiceRun[]): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const feed of origin.feeds) for (const index of feed.services) most = Math.max(most, services[index]?.capKg ?? 0);
  return most;
}
