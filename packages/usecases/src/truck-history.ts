import {
  type Actor,
  type AsidePosition,
  LONGEST_HISTORY_DAYS,
  MOST_TRAIL_POINTS,
  searchKey,
  type TruckHistory,
  type TruckHistoryQuery,
  type TruckSource,
  type TruckTrip,
} from '@karavan/contracts';
import { AppError } from '@karavan/runtime';
import { type Page, type Tx, tracks } from '@karavan/store';
import { followSources } from '@karavan/tracking';
import { settingsOf } from './alert-rules.ts';
import { type Deps, scopeOf } from './deps.ts';
import { nameStops, placesKnown } from './truck-places.ts';
import { gapsOf, stopsOf, wayKm } from './truck-trail.ts';

const HOUR_MS = 3_600_000;
const USUAL_HOURS = 24;
const MOST_TRIPS = 100;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface Asked {
  actor: Actor;
  name: string;
  query: TruckHistoryQuery;
}

/**
 * Where a truck has been, and all that is made of it. A customer's positions are cut to the windows of his own trips by the database
 * before anything is reckoned of them, so that no stop, sum or count tells of more.
 * @throws AppError NOT_FOUND, the same for a truck that is not there and for one that is not his; BAD_INPUT
 */
export async function getTruckHistory(deps: Deps, asked: Asked): Promise<TruckHistory> {
  const { actor } = asked;
  const now = deps.clock();
  const { signalLostMinutes } = await deps.db.system((tx) => settingsOf(tx, actor.companyId));
  const limitMs = signalLostMinutes * 60_000;
  const found = await deps.db.scoped(scopeOf(actor), async (tx) => {
    const stretch = await stretchOf(tx, { ...asked, now });
    const fixes = await tracks.listFixes(tx, { ...stretch, limit: MOST_TRAIL_POINTS + 1 });
    const trips = await tracks.listTrips(tx, { ...stretch, assetId: stretch.truck.assetId, limit: MOST_TRIPS });
    const isStaff = actor.customerId === null;
    const aside = isStaff ? await tracks.countAside(tx, stretch) : {};
    return { ...stretch, fixes, trips, aside, places: await placesKnown(tx, { isStaff, trips }) };
  });
  const { truck, from, to, fixes, trips, places } = found;
  const truncated = fixes.length > MOST_TRAIL_POINTS;
  const seen = truncated ? fixes.slice(-MOST_TRAIL_POINTS) : fixes;
  const way = followSources(seen.map((fix) => ({ ...fix, accuracyM: fix.accuracyM ?? undefined }))).map((fix) => ({
    ...fix,
    accuracyM: fix.accuracyM ?? null,
  }));
  const ids = [...new Set(way.map(({ source }) => source))];
  return {
    assetId: truck.assetId,
    label: truck.label,
    name: truck.name,
    carrier: truck.carrier,
    from,
    to,
    points: way.map((fix) => [fix.atMs / 1000, fix.lat, fix.lon, fix.speedKmh, fix.courseDeg, ids.indexOf(fix.source)]),
    truncated,
    sources: await sourcesOf(deps, { actor, ids }),
    gaps: gapsOf(way, limitMs).map(({ fromMs, toMs }) => ({ from: iso(fromMs), to: iso(toMs) })),
    signalLostMinutes,
    stops: nameStops(stopsOf(way, { limitMs, nowMs: now.getTime() }), places),
    ...wayKm(way, limitMs),
    counts: { shown: way.length, otherSource: seen.length - way.length, aside: found.aside },
    trips: trips.map(toTrip),
  };
}

/** What the filter set aside of a truck's positions, for staff. */
export function listTruckAside(
  deps: Deps,
  asked: Asked & { limit: number; cursor?: string | undefined },
): Promise<Page<AsidePosition>> {
  return deps.db.scoped(scopeOf(asked.actor), async (tx) => {
    const stretch = await stretchOf(tx, { ...asked, now: deps.clock() });
    const page = await tracks.listAside(tx, { ...stretch, limit: asked.limit, cursor: asked.cursor });
    const items = page.items.map(({ accuracyM, ...row }) => ({ ...row, ...(accuracyM === null ? {} : { accuracyM }) }));
    return { ...page, items };
  });
}

interface TruckStretch extends tracks.Stretch {
  truck: tracks.Truck;
}

async function stretchOf(tx: Tx, { actor, name, query, now }: Asked & { now: Date }): Promise<TruckStretch> {
  const to = query.to ?? now.toISOString();
  const from = query.from ?? new Date(Date.parse(to) - USUAL_HOURS * HOUR_MS).toISOString();
  const lasts = Date.parse(to) - Date.parse(from);
  if (lasts <= 0) throw refuse('from', 'must lie before to');
  if (lasts > LONGEST_HISTORY_DAYS * 24 * HOUR_MS) throw refuse('from', `may lie at most ${LONGEST_HISTORY_DAYS} days before to`);
  const truck = await findTruck(tx, { actor, name });
  if (truck === undefined) throw new AppError('NOT_FOUND', 'There is no such truck.');
  return { truck, of: truck.of, from, to };
}

function findTruck(tx: Tx, { actor, name }: { actor: Actor; name: string }): Promise<tracks.Truck | undefined> {
  const bare = name.replace(/^truck:/, '');
  const by = { plateKey: searchKey(bare), id: UUID.test(bare) ? bare.toLowerCase() : null };
  if (actor.customerId !== null) return tracks.findCarrying(tx, by);
  return name.startsWith('device:') ? tracks.findLoneDevice(tx, name.slice('device:'.length)) : tracks.findTruck(tx, by);
}

/** What spoke. Which device it is, is for staff alone. */
async function sourcesOf(deps: Deps, { actor, ids }: { actor: Actor; ids: readonly string[] }): Promise<TruckSource[]> {
  if (ids.length === 0) return [];
  const known = await deps.db.system((tx) => tracks.listSources(tx, { companyId: actor.companyId, uniqueIds: ids }));
  return ids.map((uniqueId) => {
    const source = known.find((one) => one.uniqueId === uniqueId);
    return {
      kind: kindOf(source),
      protocol: source?.protocol ?? 'unknown',
      ...(actor.customerId === null ? { uniqueId } : {}),
    };
  });
}

/** Movizor asks the mobile network where the driver's phone is, whoever pays for it. */
function kindOf(source: tracks.KnownSource | undefined): TruckSource['kind'] {
  if (source === undefined) return 'device';
  if (source.protocol === 'movizor' || source.protocol === 'cell') return 'phone';
  return source.isPolled ? 'carrier' : 'device';
}

function toTrip(trip: tracks.CarriedTrip): TruckTrip {
  const { unit, orderNumber } = trip;
  const { departedAt, deliveredAt, handedOverAt, remainingKm, eta } = unit;
  const optional = { orderNumber: orderNumber ?? undefined, departedAt, deliveredAt, handedOverAt, remainingKm, eta };
  return {
    shipmentId: trip.shipmentId,
    unitId: unit.id,
    number: trip.number,
    product: trip.product,
    massKg: unit.massKg,
    status: unit.status,
    origin: trip.origin,
    destination: trip.destination,
    from: trip.visibleFrom,
    until: trip.visibleUntil,
    ...(Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as Partial<TruckTrip>),
  };
}

const iso = (atMs: number): string => new Date(atMs).toISOString();

const refuse = (path: string, message: string) =>
  new AppError('BAD_INPUT', `${path}: ${message}`, { errors: [{ path, message }] });
