import { type Language, type PlanOrder, searchKey } from '@karavan/contracts';
import { type OrderQuestion, requestOfOrder } from '@karavan/planner';
import { AppError } from '@karavan/runtime';
import { roadNetworks, sites, type Tx } from '@karavan/store';
import { spellOutUnitsIn } from './vehicle-spec-resolve.ts';

export const refuse = (path: string, message: string): AppError =>
  new AppError('BAD_INPUT', `${path}: ${message}`, { errors: [{ path, message }] });

/** The planner's question for an order, from the plants, ways and trucks that are stored. */
export async function requestFromStore(tx: Tx, order: PlanOrder, language: Language): Promise<OrderQuestion> {
  const network = await roadNetworks.loadRoadNetwork(tx);
  const names = new Map<string, string>();
  for (const id of [order.destinationSiteId, ...network.plants.map(({ siteId }) => siteId)]) {
    const site = await sites.findSite(tx, id);
    if (site !== undefined) names.set(id, site.name);
  }
  const { plates, ...rest } = order;
  const wanted = { ...rest, ...(plates ? { plates: plates.map(searchKey) } : {}) };
  const asked = requestOfOrder({ network, names, order: wanted, language });
  if ('path' in asked) throw refuse(asked.path, asked.message);
  return { ...asked, request: await spellOutUnitsIn(tx, asked.request) };
}
