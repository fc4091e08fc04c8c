import type { ReportRow, Station, WagonState } from '@karavan/contracts';
import type { Network } from './station-network.ts';

type State = Omit<WagonState, 'revision'>;

/** Reports name stations; the directory knows where they are. A report's own coordinates win. Each name is looked up once. */
export function createPlaces(network: Network): (row: ReportRow) => ReportRow {
  const withPlace = placer(network);
  return (row) => ({
    ...row,
    station: withPlace(row.station),
    ...(row.origin ? { origin: withPlace(row.origin) } : {}),
    ...(row.destination ? { destination: withPlace(row.destination) } : {}),
  });
}

function placer(network: Network): (station: Station) => Station {
  const found = new Map<string, Station>();
  return (station) => {
    if (station.lat !== undefined) return station;
    const key = `${station.esr ?? ''}|${station.name}|${station.road ?? ''}`;
    const placed = found.get(key) ?? lookUp(network, station);
    found.set(key, placed);
    return placed;
  };
}

function lookUp(network: Network, station: Station): Station {
  const known = network.resolve(station);
  if (known === undefined) return station;
  const esr = station.esr ?? known.esr;
  const { lat, lon } = known;
  return { ...station, ...(esr === undefined ? {} : { esr }), ...(lat === undefined || lon === undefined ? {} : { lat, lon }) };
}

const THERE: ReadonlySet<WagonState['status']> = new Set(['arrived', 'unloaded']);

/** With the kilometres along the lines to the destination, where the report gives none. */
export function withNetworkKm(state: State, network: Network): State {
  const { networkKm: _, ...rest } = state;
  const { destination, remainingKm, status, lastOperation } = rest;
  if (remainingKm !== undefined || destination === undefined || THERE.has(status)) return rest;
  const [from, to] = [network.resolve(lastOperation.station)?.esr, network.resolve(destination)?.esr];
  const km = from === undefined || to === undefined ? undefined : network.distanceKm(from, to);
  return km === undefined || km === 0 ? rest : { ...rest, networkKm: Math.round(km) };
}

/**
 * A known wagon by a network that has changed: stations without a place get theirs, and those that stood where the network
 * had them before move with it; a report's own coordinates stay. The very state where nothing is different.
 */
export function placeAgain(state: State, { network, before }: { network: Network; before: Network }): State {
  const withPlace = placer(network);
  const again = (station: Station): Station => {
    if (station.lat === undefined) return withPlace(station);
    const { lat, lon, ...bare } = station;
    const was = before.resolve(station);
    const stoodByIt = was !== undefined && was.lat === lat && was.lon === lon;
    const now = stoodByIt ? withPlace(bare) : station;
    return now.lat === undefined ? station : now;
  };
  const next = {
    ...state,
    lastOperation: { ...state.lastOperation, station: again(state.lastOperation.station) },
    ...(state.origin ? { origin: again(state.origin) } : {}),
    ...(state.destination ? { destination: again(state.destination) } : {}),
  };
  const placed = withNetworkKm(next, network);
  return isSame(placed, state) ? state : placed;
}

function isSame(a: State, b: State): boolean {
  const facts = ({ lastOperation, origin, destination, networkKm }: State) =>
    [lastOperation.station, origin, destination]
      .map((station) => `${station?.esr} ${station?.lat} ${station?.lon}`)
      .concat(String(networkKm));
  return facts(a).join() === facts(b).join();
}
