import type { Actor, DirectoryEntry, NewStationPlace, StationPlaced } from '@karavan/contracts';
import { codelessKey, isEsr6, roadName, stationKey } from '@karavan/rail';
import { AppError } from '@karavan/runtime';
import { audit, type Page, railNetwork } from '@karavan/store';
import { type Deps, scopeOf } from './deps.ts';
import { type NetworkStation, networkOf, refreshNetwork } from './station-network.ts';
import { settleNetwork } from './station-settle.ts';

interface Query {
  actor: Actor;
  limit: number;
  cursor?: string | undefined;
  missing?: boolean | undefined;
  q?: string | undefined;
}

/** The directory in the order of codes, or the stations that reports name and nobody has placed, the most wagons first. */
export async function listStations(deps: Deps, query: Query): Promise<Page<DirectoryEntry>> {
  const all = query.missing ? await listMissing(deps, query.actor) : await listKnown(deps, query);
  const from = query.cursor === undefined ? 0 : offsetOf(query.cursor);
  const to = from + query.limit;
  return { items: all.slice(from, to), nextCursor: to < all.length ? String(to) : null };
}

function offsetOf(cursor: string): number {
  if (!/^\d{1,7}$/.test(cursor)) throw badRequest('cursor', 'is not one this list gave out; leave it out to begin anew');
  return Number(cursor);
}

async function listMissing(deps: Deps, actor: Actor): Promise<DirectoryEntry[]> {
  const network = await networkOf(deps, actor.companyId);
  const unplaced = await deps.db.scoped(scopeOf(actor), railNetwork.listUnplaced);
  const entries = new Map<string, DirectoryEntry>();
  for (const { esr, name, road, wagons, wagonsHere, lastReportedAt } of unplaced) {
    const known = esr === null ? undefined : network.byEsr(esr);
    const key = esr ?? codelessKey({ name, ...(road === null ? {} : { road }) });
    const twin = entries.get(key);
    entries.set(key, {
      ...(esr === null ? {} : { esr }),
      name: twin?.name ?? name,
      ...((road ?? known?.road) === undefined ? {} : { road: road ?? known?.road ?? '' }),
      source: known === undefined ? 'report' : (known.source ?? 'builtin'),
      wagons: wagons + (twin?.wagons ?? 0),
      wagonsHere: wagonsHere + (twin?.wagonsHere ?? 0),
      lastReportedAt:
        twin?.lastReportedAt !== undefined && twin.lastReportedAt > lastReportedAt ? twin.lastReportedAt : lastReportedAt,
    });
  }
  return [...entries.values()];
}

async function listKnown(deps: Deps, { actor, q = '' }: Query): Promise<DirectoryEntry[]> {
  const network = await networkOf(deps, actor.companyId);
  const asked = stationKey(q);
  const isAsked = ({ esr, name }: NetworkStation) => asked === '' || esr?.startsWith(q) || stationKey(name).startsWith(asked);
  const found = network.stations.filter(isAsked).sort((a, b) => ((a.esr ?? a.name) < (b.esr ?? b.name) ? -1 : 1));
  return found.map(toEntry);
}

function toEntry({ esr, name, road, region, lat, lon, source }: NetworkStation): DirectoryEntry {
  return {
    ...(esr === undefined ? {} : { esr }),
    name,
    ...(road === undefined ? {} : { road }),
    ...(region === undefined ? {} : { region }),
    ...(lat === undefined || lon === undefined ? {} : { lat, lon }),
    source: source ?? 'builtin',
  };
}

/** A person says where a station is; the wagons there stand there at once. The code counts where there is one, else name and road. */
export async function placeStation(deps: Deps, input: { actor: Actor; place: NewStationPlace }): Promise<StationPlaced> {
  const { actor, place } = input;
  const { companyId } = actor;
  if (place.esr !== undefined && !isEsr6(place.esr)) throw badRequest('esr', 'the check digit of the station code is wrong');
  const network = await networkOf(deps, companyId);
  const known = place.esr === undefined ? undefined : network.byEsr(place.esr);
  const road = place.road === undefined ? undefined : (roadName(place.road) ?? place.road);
  const station = {
    key: place.esr ?? codelessKey(place),
    esr: place.esr ?? null,
    name: known?.name ?? place.name,
    road: road ?? known?.road ?? null,
    lat: place.lat,
    lon: place.lon,
  };
  await deps.db.scoped(scopeOf(actor), async (tx) => {
    await railNetwork.lockRailNetwork(tx, companyId);
    await railNetwork.placeStation(tx, { companyId, station });
    await railNetwork.raiseVersion(tx, companyId);
    const details = { name: station.name, lat: place.lat, lon: place.lon };
    await audit.insertAudit(tx, { companyId, actor: actor.name, action: 'station placed', subject: station.key, details });
  });
  const wagons = await settleNetwork(deps, companyId);
  const { network: fresh } = await refreshNetwork(deps, companyId);
  const placed = fresh.resolve({
    name: place.name,
    ...(place.esr === undefined ? {} : { esr: place.esr }),
    ...(road === undefined ? {} : { road }),
  });
  return { station: toEntry(placed ?? { name: station.name, lat: place.lat, lon: place.lon, source: 'hand' }), wagons };
}

const badRequest = (path: string, message: string) =>
  new AppError('BAD_INPUT', `${path}: ${message}`, { errors: [{ path, message }] });
