import type { Actor, Language, SharedShipment } from '@karavan/contracts';
import { AppError } from '@karavan/runtime';
import { audit, companies, shares, shipments } from '@karavan/store';
import { type Deps, scopeOf } from './deps.ts';
import { getShipment, listShipmentAssets, listShipmentEvents } from './shipment-read.ts';

/** Makes a link that opens one shipment without a login. Gives the token; only its hash is kept. */
export async function shareShipment(
  deps: Deps,
  input: { actor: Actor; id: string; expiresAt?: string | undefined },
): Promise<string> {
  const { actor } = input;
  const now = deps.clock();
  if (input.expiresAt !== undefined && Date.parse(input.expiresAt) <= now.getTime())
    throw new AppError('BAD_INPUT', 'expiresAt: has passed already', {
      errors: [{ path: 'expiresAt', message: 'has passed already' }],
    });
  return deps.db.scoped(scopeOf(actor), async (tx) => {
    const record = await shipments.findShipment(tx, input.id);
    if (record === undefined) throw new AppError('NOT_FOUND', 'There is no such shipment.');
    await audit.insertAudit(tx, { companyId: actor.companyId, actor: actor.name, action: 'shipment shared', subject: record.id });
    return shares.insertShare(tx, {
      companyId: actor.companyId,
      customerId: record.customerId,
      shipmentId: record.id,
      by: actor.name,
      now,
      expiresAt: input.expiresAt ?? null,
    });
  });
}

/** @throws AppError NOT_FOUND for a link that never was or has ended; the words say which */
export async function openShare(deps: Deps, token: string): Promise<shares.Share> {
  const share = await deps.db.system((tx) => shares.findShare(tx, token));
  if (share === undefined) throw new AppError('NOT_FOUND', 'This link does not open anything.');
  if (share.expiresAt !== null && Date.parse(share.expiresAt) <= deps.clock().getTime())
    throw new AppError('NOT_FOUND', 'This link has ended.', { details: { reason: 'ended' } });
  return share;
}

export async function getShared(deps: Deps, input: { token: string; language: Language }): Promise<SharedShipment> {
  const share = await openShare(deps, input.token);
  const scope = { companyId: share.companyId, customerId: share.customerId };
  const { customer: _, ...shipment } = await getShipment(deps, { scope, id: share.shipmentId, language: input.language });
  const events = await listShipmentEvents(deps, { scope, id: share.shipmentId, limit: 100 });
  const company = await deps.db.system((tx) => companies.findCompany(tx, share.companyId));
  return {
    company: company?.name ?? '',
    shipment,
    events: events.items,
    assets: await listShipmentAssets(deps, { scope, id: share.shipmentId }),
    expiresAt: share.expiresAt,
  };
}
