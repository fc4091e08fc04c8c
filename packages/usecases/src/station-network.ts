import {
  BUILT_IN_EDGES,
  BUILT_IN_NETWORK,
  createRailNetwork,
  type DirectoryStation,
  type RailNetwork,
  STATIONS,
} from '@karavan/rail';
import { railNetwork } from '@karavan/store';
import type { Deps } from './deps.ts';

export interface NetworkStation extends DirectoryStation {
  region?: string | undefined;
  /** absent: the product's own list */
  source?: 'import' | 'hand' | 'graph';
}
export type Network = RailNetwork<NetworkStation>;

interface Held {
  version: number;
  network: Network;
  /** what it was before the last import, for wagons that stand by it */
  before: Network;
  checkedAt: number;
}

/** Another process may have imported something: so often it is asked, at most. */
const LOOK_EVERY_MS = 1000;

const held = new WeakMap<Deps['db'], Map<string, Held>>();
const loading = new WeakMap<Deps['db'], Map<string, Promise<Held>>>();

/** The company's stations and lines: the built-in ones and whatever was imported or placed by hand. At most a second old. */
export async function networkOf(deps: Deps, companyId: string): Promise<Network> {
  const known = held.get(deps.db)?.get(companyId);
  if (known !== undefined && performance.now() - known.checkedAt < LOOK_EVERY_MS) return known.network;
  return (await refreshNetwork(deps, companyId)).network;
}

/** The network as it is now, whatever is held: one look at the version, and a reading of it all only where that has moved on. */
export async function refreshNetwork(deps: Deps, companyId: string): Promise<Omit<Held, 'checkedAt'>> {
  const running = loading.get(deps.db) ?? new Map<string, Promise<Held>>();
  loading.set(deps.db, running);
  const before = running.get(companyId);
  if (before !== undefined) await before.catch(() => undefined); // whoever began has its own error; its look may be older than ours
  const turn = look(deps, companyId);
  running.set(companyId, turn);
  try {
    return await turn;
  } finally {
    if (running.get(companyId) === turn) running.delete(companyId);
  }
}

async function look(deps: Deps, companyId: string): Promise<Held> {
  const networks = held.get(deps.db) ?? new Map<string, Held>();
  held.set(deps.db, networks);
  const known = networks.get(companyId);
  const version = await deps.db.systemOnce((tx) => railNetwork.findVersion(tx, companyId));
  const fresh =
    known?.version === version
      ? { ...known, checkedAt: performance.now() }
      : await load(deps, { companyId, before: known?.network ?? BUILT_IN_NETWORK });
  networks.set(companyId, fresh);
  return fresh;
}

async function load(deps: Deps, { companyId, before }: { companyId: string; before: Network }): Promise<Held> {
  const stored = await deps.db.system(async (tx) => ({
    version: await railNetwork.findVersion(tx, companyId),
    ...(await railNetwork.loadRailNetwork(tx, companyId)),
  }));
  const network = stored.version === 0 ? BUILT_IN_NETWORK : build(stored);
  return { version: stored.version, network, before, checkedAt: performance.now() };
}

type Stored = Awaited<ReturnType<typeof railNetwork.loadRailNetwork>>;

function build({ stations, edges, observed }: Stored): Network {
  const merged = new Map<string, NetworkStation>(STATIONS.map((station) => [station.esr, station]));
  for (const station of stations) merged.set(station.key, { ...merged.get(station.key), ...toNetworkStation(station) });
  const own = edges.map(({ from, to, km, line }) => ({
    from,
    to,
    ...(km === null ? {} : { km }),
    ...(line === null ? {} : { line: line.map(([lat, lon]) => ({ lat, lon })) }),
  }));
  const [fine, spare] = own.length === 0 ? [BUILT_IN_EDGES, []] : [own, BUILT_IN_EDGES];
  return createRailNetwork({ stations: [...merged.values()], edges: fine, spare, observed });
}

function toNetworkStation(station: Stored['stations'][number]): NetworkStation {
  const { esr, name, road, region, lat, lon, placedBy } = station;
  return {
    ...(esr === null ? {} : { esr }),
    name,
    ...(road === null ? {} : { road }),
    ...(region === null ? {} : { region }),
    ...(lat === null || lon === null ? {} : { lat, lon }),
    source: placedBy ?? 'graph',
  };
}
