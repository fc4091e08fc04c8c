import type { Actor } from '@karavan/contracts';
import type { Scope } from '@karavan/store';
import { type Deps, findActor, openShare } from '@karavan/usecases';
import { tokenOf } from '../http/session.ts';

/** Who looks through a socket: a person or key with a scope, or the holder of a share link with one shipment. */
export type Viewer = { kind: 'actor'; scope: Scope; actor: Actor } | { kind: 'share'; scope: Scope; shipmentId: string };

/** `undefined` when nothing presented opens anything. Asked again now and then, so that what has ended stops. */
export async function findViewer(
  deps: Deps,
  handshake: { auth: Record<string, unknown>; cookie: string | undefined },
): Promise<Viewer | undefined> {
  const { share, token } = handshake.auth;
  if (typeof share === 'string') {
    const opened = await openShare(deps, share).catch(() => undefined); // not found or ended: both mean no
    return (
      opened && {
        kind: 'share',
        scope: { companyId: opened.companyId, customerId: opened.customerId },
        shipmentId: opened.shipmentId,
      }
    );
  }
  const presented = typeof token === 'string' && token !== '' ? token : tokenOf({ cookie: handshake.cookie })?.token;
  const actor = presented === undefined ? undefined : await findActor(deps, presented);
  return actor && { kind: 'actor', actor, scope: { companyId: actor.companyId, customerId: actor.customerId } };
}
