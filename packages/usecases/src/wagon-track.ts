import type { Actor, Station, WagonOperation, WagonState } from '@karavan/contracts';
import { normaliseWagonNumber, type Point, type RailPath } from '@karavan/rail';
import { AppError } from '@karavan/runtime';
import { idle, wagons } from '@karavan/store';
import { sameStation } from '@karavan/tracking';
import { type Deps, scopeOf } from './deps.ts';
import { type Network, networkOf } from './station-network.ts';

type Coordinates = [lon: number, lat: number];
interface Feature {
  type: 'Feature';
  geometry: { type: 'LineString'; coordinates: Coordinates[] } | { type: 'Point'; coordinates: Coordinates };
  properties: Record<string, unknown>;
}

/** Where no start of the trip is known, so much of its past is drawn. */
const PAST_DAYS = 30;

/**
 * The way of a wagon in its present trip: the stations it was seen at, the line between them as the railway runs, and the
 * rest of the way to the destination (`planned`). A stretch the network does not know is straight and marked `gap`.
 */
export async function getWagonTrack(
  deps: Deps,
  input: { actor: Actor; number: string },
): Promise<{ type: 'FeatureCollection'; features: Feature[] }> {
  const number = normaliseWagonNumber(input.number);
  const found = await deps.db.scoped(scopeOf(input.actor), async (tx) => {
    const state = number && (await wagons.findWagon(tx, number));
    if (!state) return undefined;
    const since = state.tripStartedAt ?? new Date(Date.parse(state.reportedAt) - PAST_DAYS * 86_400_000).toISOString();
    return { state, operations: await idle.listOperationsSince(tx, { wagons: [state.number], since }) };
  });
  if (found === undefined) throw new AppError('NOT_FOUND', `No report speaks of wagon ${input.number.slice(0, 20)}.`);
  const stops = stopsOf(
    found.state,
    found.operations.map(({ data }) => data),
  );
  const network = await networkOf(deps, input.actor.companyId);
  return { type: 'FeatureCollection', features: [...waysOf(network, found.state, stops), ...stops.flatMap(pointOf)] };
}

interface Stop {
  station: Station;
  from: string;
  to: string;
}

/** Places in the order it was there; the origin first, although its operations there may be older than the history. */
function stopsOf(state: WagonState, operations: readonly WagonOperation[]): Stop[] {
  const stops: Stop[] = [];
  const note = (station: Station, at: string) => {
    const last = stops.at(-1);
    if (last !== undefined && sameStation(last.station, station)) last.to = at;
    else stops.push({ station, from: at, to: at });
  };
  const { origin, tripStartedAt, lastOperation } = state;
  if (origin !== undefined && tripStartedAt !== undefined) note(origin, tripStartedAt);
  for (const { station, at } of operations) note(station, at);
  note(lastOperation.station, lastOperation.at);
  return stops;
}

function waysOf(network: Network, { destination, lastOperation }: WagonState, stops: readonly Stop[]): Feature[] {
  const between = (from: Station | undefined, to: Station | undefined, properties: Record<string, unknown>) =>
    from === undefined || to === undefined ? [] : wayBetween(network, { from, to, properties });
  const passed = stops.slice(1).flatMap(({ station }, index) => between(stops[index]?.station, station, { part: 'passed' }));
  const ahead = between(lastOperation.station, destination, { part: 'ahead', planned: true });
  return [...passed, ...ahead];
}

function wayBetween(
  network: Network,
  { from, to, properties }: { from: Station; to: Station; properties: Record<string, unknown> },
): Feature[] {
  const way = wayOf(network, from, to);
  if (way === undefined) return [];
  const { line, path } = way;
  const known = path === undefined ? { gap: true } : { distanceKm: path.distanceKm };
  return [
    {
      type: 'Feature',
      geometry: { type: 'LineString', coordinates: line.map(({ lat, lon }) => [lon, lat]) },
      properties: { ...properties, ...known, from: from.name, to: to.name },
    },
  ];
}

/** As the railway runs, else straight; undefined between two sights of one place, and where a place is not known. */
function wayOf(network: Network, from: Station, to: Station): { line: readonly Point[]; path?: RailPath } | undefined {
  if (sameStation(from, to)) return undefined;
  const path = from.esr !== undefined && to.esr !== undefined ? network.path(from.esr, to.esr) : undefined;
  if (path !== undefined && path.line.length > 1) return { line: path.line, path };
  const line = [placeOf(from), placeOf(to)].flatMap((place) => place ?? []);
  return line.length < 2 ? undefined : { line };
}

const placeOf = ({ lat, lon }: Station): Point | undefined => (lat === undefined || lon === undefined ? undefined : { lat, lon });

function pointOf({ station, from, to }: Stop): Feature[] {
  const place = placeOf(station);
  if (place === undefined) return [];
  const properties = { part: 'station', name: station.name, from, to };
  return [{ type: 'Feature', geometry: { type: 'Point', coordinates: [place.lon, place.lat] }, properties }];
}

export interface RailSight {
  at: string;
  station: Station;
}
export interface RailStretch {
  line: Coordinates[];
  /** when it was at each point of the line; between two stations in proportion to the km */
  times: string[];
  /** straight, because the network knows no way there */
  gap: boolean;
}

/**
 * Where a wagon went between the stations it was seen at: along the lines of the network, straight where it knows none.
 * Stretches of one kind that follow each other are one. All of it but the stations themselves is approximate.
 */
export function railStretches(network: Network, sights: readonly RailSight[]): RailStretch[] {
  const stretches: RailStretch[] = [];
  let previous: RailSight | undefined;
  for (const sight of sights) {
    const stretch = previous === undefined ? undefined : stretchBetween(network, previous, sight);
    if (previous !== undefined && stretch === undefined) continue;
    previous = sight;
    if (stretch === undefined) continue;
    const last = stretches.at(-1);
    if (last?.gap !== stretch.gap) stretches.push(stretch);
    else {
      last.line.push(...stretch.line.slice(1));
      last.times.push(...stretch.times.slice(1));
    }
  }
  return stretches;
}

function stretchBetween(network: Network, from: RailSight, to: RailSight): RailStretch | undefined {
  const way = wayOf(network, from.station, to.station);
  if (way === undefined) return undefined;
  const km = way.path?.lineKm ?? [0, 1];
  const [firstKm, lastKm] = [km[0] ?? 0, km.at(-1) ?? 0];
  const [startMs, endMs] = [Date.parse(from.at), Date.parse(to.at)];
  const timeAt = (i: number) => startMs + ((endMs - startMs) * ((km[i] ?? 0) - firstKm)) / (lastKm - firstKm || 1);
  return {
    line: way.line.map(({ lat, lon }) => [lon, lat]),
    times: way.line.map((_, i) => new Date(Math.round(timeAt(i))).toISOString()),
    gap: way.path === undefined,
  };
}
