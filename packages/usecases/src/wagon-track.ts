import type { Actor, Station, WagonOperation, WagonState } from '@karavan/contracts';
import { normaliseWagonNumber, type Point, shortestPath } from '@karavan/rail';
import { AppError } from '@karavan/runtime';
import { idle, wagons } from '@karavan/store';
import { sameStation } from '@karavan/tracking';
import { type Deps, scopeOf } from './deps.ts';

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
  return { type: 'FeatureCollection', features: [...waysOf(found.state, stops), ...stops.flatMap(pointOf)] };
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

function waysOf({ destination, lastOperation }: WagonState, stops: readonly Stop[]): Feature[] {
  const passed = stops.slice(1).flatMap(({ station }, index) => wayBetween(stops[index]?.station, station, { part: 'passed' }));
  const ahead = wayBetween(lastOperation.station, destination, { part: 'ahead', planned: true });
  return [...passed, ...ahead];
}

function wayBetween(from: Station | undefined, to: Station | undefined, properties: Record<string, unknown>): Feature[] {
  if (from === undefined || to === undefined || sameStation(from, to)) return [];
  const path = from.esr !== undefined && to.esr !== undefined ? shortestPath(from.esr, to.esr) : undefined;
  const line = path?.line ?? [placeOf(from), placeOf(to)].flatMap((place) => place ?? []);
  if (line.length < 2) return [];
  const known = path === undefined ? { gap: true } : { distanceKm: path.distanceKm };
  return [
    {
      type: 'Feature',
      geometry: { type: 'LineString', coordinates: line.map(({ lat, lon }) => [lon, lat]) },
      properties: { ...properties, ...known, from: from.name, to: to.name },
    },
  ];
}

const placeOf = ({ lat, lon }: Station): Point | undefined => (lat === undefined || lon === undefined ? undefined : { lat, lon });

function pointOf({ station, from, to }: Stop): Feature[] {
  const place = placeOf(station);
  if (place === undefined) return [];
  const properties = { part: 'station', name: station.name, from, to };
  return [{ type: 'Feature', geometry: { type: 'Point', coordinates: [place.lon, place.lat] }, properties }];
}
