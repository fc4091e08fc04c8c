import type { FoundGoods, StoredNetwork } from '@karavan/contracts';

type Network = Pick<StoredNetwork, 'warehouses' | 'lanes' | 'services'>;

/** Every zone the network names, those that most warehouses reach first: what is asked for most can be sent there soonest. */
export function zonesOf(network: Network): string[] {
  const sources = (zone: string) => network.warehouses.filter(({ id }) => zonesFrom(network, [id]).has(zone)).length;
  const all = [...new Set(network.services.flatMap(({ zones }) => zones))];
  return all
    .map((zone) => ({ zone, from: sources(zone) }))
    .sort((a, b) => b.from - a.from || (a.zone < b.zone ? -1 : 1))
    .map(({ zone }) => zone);
}

/** The zones goods that lie in these warehouses can be sent to: by their own services, or over one lane to a warehouse that ships. */
export function zonesFrom(network: Network, warehouseIds: readonly string[]): Set<string> {
  const from = new Set([
    ...warehouseIds,
    ...network.lanes.filter(({ fromId }) => warehouseIds.includes(fromId)).map(({ toId }) => toId),
  ]);
  const ships = new Set(network.warehouses.filter((warehouse) => warehouse.ships).map(({ id }) => id));
  return new Set(network.services.filter(({ fromId }) => ships.has(fromId) && from.has(fromId)).flatMap(({ zones }) => zones));
}

/** Goods of which nothing can be sent to a zone, with the zones there are for them. */
export function notServed(
  network: Network,
  { goods, zone }: { goods: readonly FoundGoods[]; zone: string },
): { sku: string; zones: string[] }[] {
  return goods.flatMap(({ sku, free }) => {
    const served = zonesFrom(
      network,
      free.map(({ warehouseId }) => warehouseId),
    );
    return served.has(zone) ? [] : [{ sku, zones: [...served].sort() }];
  });
}

/** A zone that all of these goods can be sent to, the given one where it is among them; undefined where there is none. */
export function zoneForAll(
  network: Network,
  { goods, zone }: { goods: readonly FoundGoods[]; zone: string },
): string | undefined {
  return [zone, ...zonesOf(network)].find((one) => notServed(network, { goods, zone: one }).length === 0);
}
