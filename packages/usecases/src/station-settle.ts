import { assets, railNetwork, reports, takeRevision, wagons } from '@karavan/store';
import { wagonAssets } from './asset-of.ts';
import { type Deps, scopeOf, systemActor } from './deps.ts';
import { type Network, refreshNetwork } from './station-network.ts';
import { placeAgain } from './station-place.ts';

/** Wagons looked at in one transaction: reports wait no longer than that takes. */
const AT_ONCE = 500;

/** Companies whose wagons do not stand by the newest network yet: an import that was cut off after its commit. */
export async function settleNetworks(deps: Deps): Promise<number> {
  let placed = 0;
  for (const companyId of await deps.db.system(railNetwork.listUnsettled)) placed += await settleNetwork(deps, companyId);
  return placed;
}

/** Puts the known wagons where the network of now has their stations, and tells open maps. Gives how many moved. */
export async function settleNetwork(deps: Deps, companyId: string): Promise<number> {
  const { network, before, version } = await refreshNetwork(deps, companyId);
  let placed = 0;
  for (let after: string | undefined = ''; after !== undefined; ) {
    const part = await settlePart(deps, { companyId, after, network, before });
    placed += part.placed;
    after = part.last;
  }
  await deps.db.scoped({ companyId, customerId: null }, (tx) => railNetwork.noteSettled(tx, { companyId, version }));
  if (placed > 0) deps.announce();
  return placed;
}

async function settlePart(
  deps: Deps,
  input: { companyId: string; after: string; network: Network; before: Network },
): Promise<{ placed: number; last: string | undefined }> {
  const { companyId, network } = input;
  return deps.db.scoped(scopeOf(systemActor(companyId, 'rail network')), async (tx) => {
    await reports.lockIngest(tx, companyId);
    const known = await railNetwork.listWagonsAfter(tx, { after: input.after, limit: AT_ONCE });
    const moved = known.flatMap(({ revision: _, ...state }) => {
      const next = placeAgain(state, input);
      return next === state ? [] : [next];
    });
    if (moved.length > 0) {
      const markers = await wagonAssets(moved, network);
      const revision = await takeRevision(tx);
      await wagons.saveWagons(tx, { companyId, revision, states: moved });
      await assets.saveAssets(tx, { companyId, revision, assets: markers });
    }
    return { placed: moved.length, last: known.length < AT_ONCE ? undefined : known.at(-1)?.number };
  });
}
